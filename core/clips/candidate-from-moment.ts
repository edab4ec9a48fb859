// Makes the clip candidate of a moment.
import { type Candidate, candidateSource } from "#core/clips/candidate.ts";
import type { Channel } from "#core/live/live-message.ts";
import type { Moment, TimeRange } from "#core/moments/moment.ts";
import { clipSeconds } from "#core/clips/clip-mode.ts";
import { defaultClipTitle } from "#core/moments/title.ts";
import { channelKey } from "#core/platform.ts";
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
  return {
    kind: "clip_candidate",
    risk: "suggest_streamer",
    schema: "clip_candidate.v1",
    candidateId: `${channelKey(channel).replace(":", "-")}-${moment.id}`,
    dedupeKey: moment.id,
    channel: { platform: channel.platform, channelId: channel.channelId },
    login: channel.login,
    sessionId: session.id,
    streamId: session.streamId,
    mode: "live",
    suggestedDurationSeconds: clipSeconds(range),
    contextExcerpt: options.contextExcerpt,
    momentId: moment.id,
    momentNumber: moment.number,
    source: candidateSource(moment),
    sourceTsMs: moment.peakMs,
    confidence: moment.score,
    title: options.title ?? defaultClipTitle(channel.displayName, moment.streamElapsedSeconds),
    range,
    streamStartedAtMs: session.startedAtMs,
    isPreapproved: options.isPreapproved,
  };
}
