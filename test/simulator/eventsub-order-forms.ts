// The orders about EventSub and alerts: their forms and what they answer.
import { z } from "zod";
import { alertKinds } from "./alerts.ts";
import { revocationReasons } from "./eventsub-subscription.ts";
import { disturbances, eventSubForgeries } from "./eventsub-webhooks.ts";

const login = z.string().regex(/^\w{1,40}$/);

export const eventSubOrderForms = {
  /** An alert now that is not in the script, by the channel's first regular. `unknown` is of a kind nobody documents. */
  alert: z.object({
    channel: login,
    kind: z.enum(alertKinds),
    /** Months, subscriptions, raiders or kicks. */
    amount: z.number().int().min(1).max(100_000).default(1),
  }),
  /** What happens to the next notifications; `delayMs` is for `delay`. */
  disturbEventSub: z.object({
    kind: z.enum(disturbances),
    times: z.number().int().min(1).max(100_000).nullable().default(null),
    delayMs: z.number().int().min(0).max(120_000).default(1000),
  }),
  calmEventSub: z.object({}),
  forgeEventSub: z.object({ kind: z.enum(eventSubForgeries) }),
  /** Revokes the subscriptions of this channel that are enabled or pending. */
  revokeEventSub: z.object({ channel: login, reason: z.enum(revocationReasons) }),
} as const;

export interface EventSubOrderAnswers {
  alert: { atMs: number };
  disturbEventSub: null;
  calmEventSub: null;
  forgeEventSub: { messageId: string; status: number | null };
  revokeEventSub: { revoked: number };
}
