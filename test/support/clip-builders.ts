// A clip candidate and a clip job as they are when nothing special is said of them.
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";

const atMs = Date.UTC(2026, 0, 17, 16, 0, 0);

/** Half a minute of channel `twitch:1337`, proposed because of chat. */
export function aCandidate(part: Partial<Candidate> = {}): Candidate {
  return {
    kind: "clip_candidate",
    risk: "suggest_streamer",
    schema: "clip_candidate.v1",
    candidateId: "twitch-1337-m1",
    dedupeKey: "m1",
    channel: { platform: "twitch", channelId: "1337" },
    login: "someone",
    sessionId: "twitch-1337-1",
    streamId: "4101",
    mode: "live",
    suggestedDurationSeconds: 30,
    contextExcerpt: null,
    momentId: "m1",
    momentNumber: 1,
    source: "chat_spike",
    sourceTsMs: atMs,
    confidence: 0.8,
    title: "A jump",
    range: { fromMs: atMs - 30_000, toMs: atMs },
    streamStartedAtMs: atMs - 600_000,
    isPreapproved: false,
    ...part,
  };
}

/** A browser's job that waits for a page. */
export function aJob(part: Partial<ClipJob> = {}): ClipJob {
  return {
    jobId: "twitch-1337-job",
    candidateId: "twitch-1337-m1",
    channel: { platform: "twitch", channelId: "1337" },
    login: "someone",
    sessionId: "twitch-1337-1",
    momentId: "m1",
    momentNumber: 1,
    candidateSource: "chat_spike",
    executor: "browser",
    status: "queued",
    mode: "live",
    requestedDurationSeconds: 30,
    streamId: "4101",
    title: "A jump",
    range: { fromMs: atMs - 30_000, toMs: atMs },
    streamStartedAtMs: atMs - 600_000,
    lease: null,
    upload: null,
    twitch: null,
    progress: { creations: 0, looks: 0, failures: 0, doubt: "none" },
    isLate: false,
    nextAtMs: null,
    alternatives: [],
    fileCopy: "none",
    tries: [],
    clipId: null,
    errorCode: null,
    errorDetail: null,
    attempts: 0,
    manualRetries: 0,
    createdAtMs: atMs,
    updatedAtMs: atMs,
    readyAtMs: null,
    ...part,
  };
}
