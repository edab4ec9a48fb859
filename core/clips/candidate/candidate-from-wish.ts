// Makes the clip candidate of what somebody asks for through the interface, without a moment that was detected.
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import { clipSeconds } from "#core/clips/job/clip-mode.ts";
import { candidateMode } from "#core/clips/job/plan-executor.ts";
import { dedupeKey } from "#core/clips/candidate/dedupe-key.ts";
import type { Channel } from "#core/channel/channel.ts";
import type { TimeRange } from "#core/moments/moment.ts";
import { defaultClipTitle } from "#core/moments/title.ts";
import { channelKey } from "#core/channel/channel-ref.ts";
import { requireStreamed } from "#core/session/require-streamed.ts";
import type { Session } from "#core/session/session.ts";

export interface ClipWish {
  readonly range: TimeRange;
  readonly title: string | null;
  readonly contextExcerpt: string | null;
  readonly confidence: number;
  readonly source: Candidate["source"];
}

/** The same wish again is the same candidate. Throws `bad_request` for a span that is not in the stream. */
export function candidateFromWish(
  { range, title, contextExcerpt, confidence, source }: ClipWish,
  { channel, session, nowMs }: { readonly channel: Channel; readonly session: Session; readonly nowMs: number },
): Candidate {
  requireStreamed(range, session, nowMs);
  const elapsedSeconds = Math.max(0, Math.round((range.fromMs - session.startedAtMs) / 1000));
  const text = title ?? contextExcerpt ?? "";
  const key = dedupeKey({ source, atMs: range.toMs, text, momentId: null });
  return {
    kind: "clip_candidate",
    risk: "suggest_streamer",
    schema: "clip_candidate.v1",
    candidateId: `${channelKey(channel).replace(":", "-")}-${key}`,
    dedupeKey: key,
    channel: { platform: channel.platform, channelId: channel.channelId },
    login: channel.login,
    sessionId: session.id,
    streamId: session.streamId,
    mode: candidateMode(range, nowMs),
    suggestedDurationSeconds: clipSeconds(range),
    contextExcerpt,
    momentId: null,
    momentNumber: 0,
    source,
    sourceTsMs: range.toMs,
    confidence,
    title: title ?? defaultClipTitle(channel.displayName, elapsedSeconds),
    range,
    streamStartedAtMs: session.startedAtMs,
    isPreapproved: false,
  };
}
