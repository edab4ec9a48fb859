// The orders about clips, accounts and single requests: their forms and what they answer.
import { z } from "zod";
import { services } from "./failures.ts";
import { interventionModes, type HeldRequest } from "./interventions.ts";

const login = z.string().regex(/^\w{1,40}$/);
const logins = z.array(login).max(50);
const milliseconds = z.number().int().min(0).max(86_400_000);

export const clipOrderForms = {
  /** Changes what is given of how a channel's clips come about; see clip-rules.ts. Editors and banned people by login. */
  setClips: z.object({
    channel: login,
    appearAfterMs: milliseconds.nullable().optional(),
    firstOfStreamFails: z.boolean().optional(),
    allowed: z.enum(["everyone", "followers", "subscribers", "nobody"]).optional(),
    isCategoryClippable: z.boolean().optional(),
    isRecorded: z.boolean().optional(),
    vodLagMs: milliseconds.optional(),
    placedAfterMs: milliseconds.optional(),
    hasDownloads: z.boolean().optional(),
    editors: logins.optional(),
    banned: logins.optional(),
  }),
  /** Words that fail AutoMod in a title, in place of those before. */
  setRefusedWords: z.object({ words: z.array(z.string().min(1).max(50)).max(50) }),
  /** Meets single requests; see interventions.ts. With a channel only those that name its id in their query. */
  intervene: z.object({
    service: z.enum(services).default("helix"),
    pattern: z.string().min(1).max(300),
    channel: login.optional(),
    when: z.enum(["before", "after"]).default("before"),
    mode: z.enum(interventionModes),
    skip: z.number().int().min(0).max(10_000).default(0),
    times: z.number().int().min(1).max(100_000).nullable().default(1),
  }),
  /** Ends every intervention; what is held stays held. */
  clearInterventions: z.object({}),
  /** Answers when a request is held, with the first; fails when none is within the time. */
  waitForHeld: z.object({ withinMs: z.number().int().min(0).max(120_000).default(10_000) }),
  /** Lets all held requests go on, or cuts their connections. One held before it was handled is then never handled. */
  release: z.object({ how: z.enum(["sent", "dropped"]).default("sent") }),
  /** The user disconnects the app at Twitch: tokens die, grants end, subscriptions that rest on them are revoked. */
  revokeUser: z.object({ user: login }),
  /** The user's access tokens end at once. */
  expireTokens: z.object({ user: login }),
  /** The user's refresh tokens have been used elsewhere. */
  spendRefreshTokens: z.object({ user: login }),
  /** What the user's tokens may do from now on. */
  setScopes: z.object({ user: login, scopes: z.array(z.string().max(80)).max(40) }),
  /** Which client /validate says the user's tokens belong to; null: the true one. */
  setToldClient: z.object({ user: login, clientId: z.string().min(1).max(60).nullable() }),
} as const;

export interface ClipOrderAnswers {
  setClips: null;
  setRefusedWords: null;
  intervene: null;
  clearInterventions: null;
  waitForHeld: HeldRequest;
  release: { released: number };
  revokeUser: null;
  expireTokens: null;
  spendRefreshTokens: null;
  setScopes: null;
  setToldClient: null;
}
