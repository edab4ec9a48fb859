// How far what a platform's player shows is behind what happens: told by Twitch's player, else a setting, else what is usual.
import { z } from "zod";
import type { Platform } from "#core/channel/channel-ref.ts";

/** Longer is no live stream any more. */
export const maxBroadcastLatencyMs = 120_000;

/** Usual with the platforms' low-latency modes, which are on unless a broadcaster turns them off. */
export const usualBroadcastLatencyMs: Record<Platform, number> = { twitch: 5_000, kick: 5_000 };

/** What Twitch's player tells the page around it, several times a second; not documented, so everything may be missing. */
const playerStateSchema = z.object({
  namespace: z.literal("twitch-embed-player-proxy"),
  eventName: z.literal("UPDATE_STATE"),
  params: z.object({
    muted: z.boolean().optional(),
    stats: z
      .object({ videoStats: z.object({ hlsLatencyBroadcaster: z.number().positive().optional() }).optional() })
      .optional(),
  }),
});

export interface PlayerState {
  /** Null when the player does not say. */
  readonly isMuted: boolean | null;
  readonly latencyMs: number | null;
}

/** Reads a message of Twitch's player; null for any other. Who asks has checked where it comes from. */
export function readPlayerState(message: unknown): PlayerState | null {
  const params = playerStateSchema.safeParse(message).data?.params;
  if (params === undefined) return null;
  const seconds = params.stats?.videoStats?.hlsLatencyBroadcaster;
  const latencyMs = seconds === undefined ? null : Math.round(seconds * 1000);
  return {
    isMuted: params.muted ?? null,
    latencyMs: latencyMs === null || latencyMs > maxBroadcastLatencyMs ? null : latencyMs,
  };
}

export interface BroadcastLatency {
  readonly ms: number;
  /** Who says so. */
  readonly by: "player" | "setting" | "usual";
}

/** A person's setting counts for more than what the player says of itself. */
export function broadcastLatency(
  platform: Platform,
  settingMs: number | null,
  toldMs: number | null,
): BroadcastLatency {
  if (settingMs !== null) return { ms: settingMs, by: "setting" };
  if (toldMs !== null) return { ms: toldMs, by: "player" };
  return { ms: usualBroadcastLatencyMs[platform], by: "usual" };
}

/** The latency that event times are made with, and for how many pieces in a row another has been told. */
export interface UsedLatency {
  readonly ms: number;
  readonly awayFor: number;
}

/** What the player says varies by less while it plays on. */
const awayMs = 1_000;
/** A player that catches up changes its speed for some seconds; one that has jumped stays there. */
const awayPieces = 3;

/** Settles the latency once a piece: event times do not follow every number, and `hasJumped` asks for a new run. */
export function settleLatency(
  used: UsedLatency,
  nowMs: number,
): { readonly used: UsedLatency; readonly hasJumped: boolean } {
  if (Math.abs(nowMs - used.ms) <= awayMs) return { used: { ms: used.ms, awayFor: 0 }, hasJumped: false };
  const awayFor = used.awayFor + 1;
  if (awayFor < awayPieces) return { used: { ms: used.ms, awayFor }, hasJumped: false };
  return { used: { ms: nowMs, awayFor: 0 }, hasJumped: true };
}
