// What has been sent through the deployment for a channel: today, and of its latest stream.
import { z } from "zod";
import { bytesPerGigabyte, type RelaySettings } from "./relay-settings.ts";

export const relayCountSchema = z.object({
  requests: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
});
export type RelayCount = z.infer<typeof relayCountSchema>;

export const relayUseSchema = z.object({
  /** In UTC, as `2026-01-17`. */
  day: z.string().max(10),
  today: relayCountSchema,
  /** Null while the channel has never been live. */
  sessionId: z.string().max(200).nullable(),
  stream: relayCountSchema,
});
export type RelayUse = z.infer<typeof relayUseSchema>;

const nothing: RelayCount = { requests: 0, bytes: 0 };
export const noRelayUse: RelayUse = { day: "", today: nothing, sessionId: null, stream: nothing };

/** The use as of now: counts of another day or another stream begin at nothing. */
export function relayUseAt(use: RelayUse, sessionId: string | null, nowMs: number): RelayUse {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  return {
    day,
    today: use.day === day ? use.today : nothing,
    sessionId,
    stream: use.sessionId === sessionId ? use.stream : nothing,
  };
}

export function addRelayUse({ today, stream, ...of }: RelayUse, more: RelayCount): RelayUse {
  return { ...of, today: sum(today, more), stream: sum(stream, more) };
}

export function isRelayUsedUp({ today }: RelayUse, { gigabytesADay }: RelaySettings): boolean {
  return today.bytes >= gigabytesADay * bytesPerGigabyte;
}

function sum(a: RelayCount, b: RelayCount): RelayCount {
  return { requests: a.requests + b.requests, bytes: a.bytes + b.bytes };
}
