// Makes the clip candidate of a moment.
import { type Candidate, candidateSource } from "#core/clips/candidate/candidate.ts";
import { dedupeKey } from "#core/clips/candidate/dedupe-key.ts";
import { candidateMode } from "#core/clips/job/plan-executor.ts";
import type { Channel } from "#core/channel/channel.ts";
import type { Moment, TimeRange } from "#core/moments/moment.ts";
import { clipSeconds } from "#core/clips/job/clip-mode.ts";
import { defaultClipTitle } from "#core/moments/title.ts";
import { channelKey } from "#core/channel/channel-ref.ts";
import type { Session } from "#core/session/session.ts";

export interface CandidateOptions {
  readonly channel: Channel;
  readonly session: Session;
  readonly range: TimeRange;
  readonly title: string | null;
  readonly contextExcerpt: string | null;
  readonly isPreapproved: boolean;
}

export function candidateFromMoment(moment: Moment, options: CandidateOptions): Candidate {
  const { channel, session, range } = options;
  const title = options.title ?? defaultClipTitle(channel.displayName, moment.streamElapsedSeconds);
  const source = candidateSource(moment);
  return {
    kind: "clip_candidate",
    risk: "suggest_streamer",
    schema: "clip_candidate.v1",
    candidateId: `${channelKey(channel).replace(":", "-")}-${moment.id}`,
    dedupeKey: dedupeKey({ source, atMs: moment.peakMs, text: title, momentId: moment.id }),
    channel: { platform: channel.platform, channelId: channel.channelId },
    login: channel.login,
    sessionId: session.id,
    streamId: session.streamId,
    mode: candidateMode(range, moment.detectedMs),
    suggestedDurationSeconds: clipSeconds(range),
    contextExcerpt: options.contextExcerpt,
    momentId: moment.id,
    momentNumber: moment.number,
    source,
    sourceTsMs: moment.peakMs,
    confidence: moment.score,
    title,
    range,
    streamStartedAtMs: session.startedAtMs,
    isPreapproved: options.isPreapproved,
  };
}
