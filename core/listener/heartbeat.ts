// Decides what a listener does at each heartbeat and when the next one is due.
import type { Platform } from "#core/channel/channel-ref.ts";

/** Up to this many channels share one listener: far below what a poll answers and an IRC connection may join. */
export const maxChannelsPerListener = 50;

/** Kick's numbers refresh once a minute, so asking more often only spends its rate limit. */
export const livePollMs: Record<Platform, number> = { twitch: 10_000, kick: 60_000 };
export const idlePollMs = 60_000;
/** An outgoing socket keeps its object in memory only while something else wakes it at least every minute. */
export const liveHeartbeatMs = 10_000;
/** While a page watches, its chart moves every second. */
export const watchedHeartbeatMs = 1_000;
export const persistMs = 60_000;
/** Platforms drop webhook subscriptions silently; they are compared with what should be there. */
export const reconcileMs = 5 * 60_000;
const maxBackoffMs = 5 * 60_000;

export interface HeartbeatState {
  readonly platform: Platform;
  readonly channels: number;
  readonly liveChannels: number;
  readonly watchedChannels: number;
  readonly lastPollAtMs: number;
  readonly lastPersistAtMs: number;
  readonly lastReconcileAtMs: number;
  /** Polls failed in a row, and how long the platform asked to wait. */
  readonly failedPolls: number;
  readonly retryAfterMs: number | null;
  /** The earliest time a detector wants to be asked again; null when none does. */
  readonly detectorDeadlineMs: number | null;
}

export interface HeartbeatPlan {
  readonly isPollDue: boolean;
  readonly isPersistDue: boolean;
  readonly isReconcileDue: boolean;
  /** Null when the listener has no channels and may sleep until it gets one. */
  readonly alarmAtMs: number | null;
}

export function planHeartbeat(state: HeartbeatState, nowMs: number): HeartbeatPlan {
  if (state.channels === 0) return { isPollDue: false, isPersistDue: false, isReconcileDue: false, alarmAtMs: null };
  const isPollDue = nowMs >= state.lastPollAtMs + pollEveryMs(state);
  const isLive = state.liveChannels > 0;
  return {
    isPollDue,
    isPersistDue: isLive && nowMs >= state.lastPersistAtMs + persistMs,
    isReconcileDue: nowMs >= state.lastReconcileAtMs + reconcileMs,
    alarmAtMs: nextAlarmMs(state, nowMs),
  };
}

/** When to wake next if nothing else happens. */
function nextAlarmMs(state: HeartbeatState, nowMs: number): number {
  const isWatched = state.liveChannels > 0 && state.watchedChannels > 0;
  const beatMs = isWatched ? watchedHeartbeatMs : state.liveChannels > 0 ? liveHeartbeatMs : idlePollMs;
  const deadlineMs =
    state.liveChannels > 0 ? (state.detectorDeadlineMs ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  // A deadline in the past must not turn the alarm into a busy loop.
  return Math.max(nowMs + 250, Math.min(nowMs + beatMs, deadlineMs));
}

export function pollEveryMs(
  state: Pick<HeartbeatState, "platform" | "liveChannels" | "failedPolls" | "retryAfterMs">,
): number {
  const usualMs = state.liveChannels > 0 ? livePollMs[state.platform] : idlePollMs;
  if (state.failedPolls === 0) return usualMs;
  const backoffMs = Math.min(maxBackoffMs, usualMs * 2 ** Math.min(state.failedPolls - 1, 6));
  return Math.max(backoffMs, Math.min(state.retryAfterMs ?? 0, maxBackoffMs));
}
