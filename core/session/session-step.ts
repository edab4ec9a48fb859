// Decides when a broadcast begins and ends from what polls and webhooks say, in whatever order they say it.
import { z } from "zod";
import { channelKey, type ChannelRef } from "#core/channel/channel-ref.ts";
import { type Session, sessionSchema } from "#core/session/session.ts";

/** A stream that comes back within this time is the same session: encoders crash and routers restart. */
export const offlineGraceMs = 5 * 60_000;

/** What a platform says of a channel at a time. Times are event time. */
export const liveReportSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("live"),
    atMs: z.number().int(),
    streamId: z.string().nullable(),
    startedAtMs: z.number().int(),
    title: z.string(),
    viewerCount: z.number().int().nonnegative().nullable(),
  }),
  z.object({ type: z.literal("offline"), atMs: z.number().int() }),
]);
export type LiveReport = z.infer<typeof liveReportSchema>;

export const sessionStateSchema = z.object({
  session: sessionSchema.nullable(),
  sessionsSoFar: z.number().int().nonnegative(),
  lastLiveAtMs: z.number().int(),
  /** Since when the platform says offline; null while live or when no session runs. */
  offlineSinceMs: z.number().int().nullable(),
});
export type SessionState = Readonly<z.infer<typeof sessionStateSchema>>;

export const noSession: SessionState = { session: null, sessionsSoFar: 0, lastLiveAtMs: 0, offlineSinceMs: null };

export interface SessionStep {
  readonly state: SessionState;
  /** Sessions that changed, oldest first. */
  readonly changed: readonly Session[];
  /** When to ask again without a report; null when nothing is pending. */
  readonly alarmAtMs: number | null;
}

export function reportSession(channel: ChannelRef, state: SessionState, report: LiveReport): SessionStep {
  if (report.type === "offline") return offline(state, report.atMs);
  const running = state.session?.endedAtMs === null ? state.session : null;
  // A report from before the newest one cannot open or close anything: deliveries are late and out of order.
  if (running && report.atMs < state.lastLiveAtMs) return settled(state, []);
  // A delayed word of a broadcast whose end is already known must not begin it again.
  if (!running && state.session && report.atMs <= (state.session.endedAtMs ?? 0)) return settled(state, []);
  const continued = running && isSameBroadcast(state, running, report) ? running : null;
  const closed = running && !continued ? [end(running, state.lastLiveAtMs)] : [];
  const session: Session = continued
    ? {
        ...continued,
        streamId: report.streamId ?? continued.streamId,
        title: report.title,
        viewerCount: report.viewerCount,
        peakViewerCount: Math.max(continued.peakViewerCount, report.viewerCount ?? 0),
      }
    : begin(channel, state.sessionsSoFar + 1, report);
  return settled({ session, sessionsSoFar: session.number, lastLiveAtMs: report.atMs, offlineSinceMs: null }, [
    ...closed,
    session,
  ]);
}

/** Ends a session whose grace has run out. */
export function tickSession(state: SessionState, nowMs: number): SessionStep {
  const { session, offlineSinceMs } = state;
  if (!session || session.endedAtMs !== null || offlineSinceMs === null || nowMs < offlineSinceMs + offlineGraceMs) {
    return settled(state, []);
  }
  const ended = end(session, offlineSinceMs);
  return settled({ ...state, session: ended, offlineSinceMs: null }, [ended]);
}

/** Chat goes on without a stream; what it jumps at after the end is not in any picture. */
export function isInPicture({ endedAtMs }: Pick<Session, "endedAtMs">, moment: { readonly peakMs: number }): boolean {
  return endedAtMs === null || moment.peakMs <= endedAtMs;
}

function offline(state: SessionState, atMs: number): SessionStep {
  const isPending = state.session !== null && state.session.endedAtMs === null;
  if (!isPending || atMs < state.lastLiveAtMs || state.offlineSinceMs !== null) return settled(state, []);
  return settled({ ...state, offlineSinceMs: atMs }, []);
}

function isSameBroadcast(
  state: SessionState,
  session: Session,
  report: { startedAtMs: number; atMs: number },
): boolean {
  if (report.startedAtMs === session.startedAtMs) return true;
  return report.startedAtMs - (state.offlineSinceMs ?? state.lastLiveAtMs) <= offlineGraceMs;
}

function begin(channel: ChannelRef, number: number, report: Extract<LiveReport, { type: "live" }>): Session {
  return {
    platform: channel.platform,
    channelId: channel.channelId,
    id: `${channelKey(channel).replace(":", "-")}-${report.startedAtMs}`,
    streamId: report.streamId,
    number,
    title: report.title,
    startedAtMs: report.startedAtMs,
    endedAtMs: null,
    viewerCount: report.viewerCount,
    peakViewerCount: report.viewerCount ?? 0,
  };
}

function end(session: Session, endedAtMs: number): Session {
  return { ...session, endedAtMs: Math.max(endedAtMs, session.startedAtMs), viewerCount: null };
}

function settled(state: SessionState, changed: readonly Session[]): SessionStep {
  const alarmAtMs = state.offlineSinceMs === null ? null : state.offlineSinceMs + offlineGraceMs;
  return { state, changed, alarmAtMs };
}
