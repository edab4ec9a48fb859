// What a test may do to the world and to the wires, in words; the same over HTTP as JSON under `/control`.
import { z } from "zod";
import { platformSchema } from "#core/channel/channel-ref.ts";
import { clipOrderForms, type ClipOrderAnswers } from "./clip-order-forms.ts";
import { eventSubOrderForms, type EventSubOrderAnswers } from "./eventsub-order-forms.ts";
import { failureModes, services } from "./failures.ts";
import { forgeries } from "./kick-webhooks.ts";

const login = z.string().regex(/^\w{1,40}$/);
const count = z.number().int().min(1);

/** Every order with the form of what it takes. The HTTP route of `setLive` is `POST /control/setLive`. */
export const orders = {
  /** Starts a new broadcast, as one that began `ageMs` ago, or ends the running one. Nothing when that is so already. */
  setLive: z.object({ channel: login, live: z.boolean(), ageMs: z.number().int().min(0).max(86_400_000).default(0) }),
  /** The level around which the channel's viewers wander from now on. */
  setViewers: z.object({ channel: login, viewers: z.number().int().min(0).max(10_000_000) }),
  /** A channel with the next free id, offline. It shows the same loop as the others. */
  addChannel: z.object({
    platform: platformSchema,
    login,
    reacts: z.boolean().default(true),
    steadyPerSecond: z.number().min(0).max(20).default(0.7),
    viewers: z.number().int().min(0).default(500),
  }),
  /** Chat that is not in the script, from now on. `lines` may contain `{hype}` and the like; without it: reactions. */
  burst: z.object({
    channel: login,
    messagesPerSecond: z.number().positive().max(200),
    seconds: z.number().positive().max(120),
    chatters: count.max(50).default(20),
    lines: z.array(z.string().min(1).max(400)).min(1).max(50).optional(),
  }),
  /** One message now, by the channel's first regular. */
  say: z.object({ channel: login, text: z.string().min(1).max(400) }),
  fail: z.object({
    service: z.enum(services),
    mode: z.enum(failureModes),
    times: count.max(100_000).nullable().default(null),
  }),
  /** Without a service: all failures end. */
  clearFailures: z.object({ service: z.enum(services).optional() }),
  /** How chat reaches every listener from now on; what is left out becomes ordinary again. */
  setDelivery: z.object({
    delayMs: z.number().int().min(0).max(100_000).default(0),
    copies: count.max(5).default(1),
    isReordered: z.boolean().default(false),
  }),
  dropIrc: z.object({}),
  sendReconnect: z.object({}),
  sendMalformedIrc: z.object({}),
  setKickWebhookUrl: z.object({ url: z.url().nullable() }),
  forgeWebhook: z.object({ kind: z.enum(forgeries) }),
  resetCounts: z.object({}),
  ...clipOrderForms,
  ...eventSubOrderForms,
} as const;

export type OrderName = keyof typeof orders;
export type OrderInput<Name extends OrderName> = z.input<(typeof orders)[Name]>;
export type OrderOf<Name extends OrderName> = z.output<(typeof orders)[Name]>;

/** What each order answers. `null` where there is nothing to say. */
export interface OrderAnswers extends ClipOrderAnswers, EventSubOrderAnswers {
  setLive: { live: boolean };
  setViewers: null;
  addChannel: { id: string };
  burst: { fromMs: number; toMs: number };
  say: { atMs: number };
  fail: null;
  clearFailures: null;
  setDelivery: null;
  dropIrc: { dropped: number };
  sendReconnect: null;
  sendMalformedIrc: null;
  setKickWebhookUrl: null;
  forgeWebhook: { messageId: string; status: number | null };
  resetCounts: null;
}

/** The orders carried out; each may throw with a sentence that says what was wrong. */
export type Orders = {
  [Name in OrderName]: (order: OrderOf<Name>) => OrderAnswers[Name] | Promise<OrderAnswers[Name]>;
};

/** The same as a caller sees them: defaults may be left out, and the answer always comes as a promise. */
export type Control = { [Name in OrderName]: (order: OrderInput<Name>) => Promise<OrderAnswers[Name]> };

/** Lines no chat server should send, each wrong in another way. */
export const malformedLines = [
  "",
  ":",
  "@",
  "@ ;;= ",
  "PRIVMSG",
  ":x!x@x PRIVMSG",
  "@id;tmi-sent-ts=never :a!a@a.tmi.twitch.tv PRIVMSG #neon_rally :no time",
  "@emotes=25:9-2,999999-0/:: ;id=e :a!a@a.tmi.twitch.tv PRIVMSG #neon_rally :bad ranges",
  "@id=u;tmi-sent-ts=-1 :a!a@a.tmi.twitch.tv PRIVMSG #nobody_here :another room",
  `:a!a@a.tmi.twitch.tv PRIVMSG #neon_rally :${"x".repeat(20_000)}`,
  "\u0000\u0001\ufffd",
  "@msg-id=something-new :tmi.twitch.tv USERNOTICE #neon_rally",
] as const;

/** Parses what came from outside, then calls. Throws a ZodError for a wrong form. */
export function controlOf(carriedOut: Orders): Control {
  const entries = Object.keys(orders).map((name) => [
    name,
    async (order: unknown) =>
      (carriedOut[name as OrderName] as (order: unknown) => unknown)(orders[name as OrderName].parse(order)),
  ]);
  return Object.fromEntries(entries) as Control;
}
