// The job that an approved candidate becomes. Who makes the clip is planned next (plan-executor.ts).
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import type { ClipJob, JobProgress } from "#core/clips/job/clip-job.ts";

export const noProgress: JobProgress = { creations: 0, looks: 0, failures: 0, doubt: "none" };

export function jobFromCandidate(candidate: Candidate, jobId: string, nowMs: number): ClipJob {
  return {
    jobId,
    candidateId: candidate.candidateId,
    channel: candidate.channel,
    login: candidate.login,
    sessionId: candidate.sessionId,
    momentId: candidate.momentId,
    momentNumber: candidate.momentNumber,
    candidateSource: candidate.source,
    executor: "browser",
    status: "approved",
    mode: candidate.mode,
    requestedDurationSeconds: candidate.suggestedDurationSeconds,
    streamId: candidate.streamId,
    title: candidate.title,
    range: candidate.range,
    streamStartedAtMs: candidate.streamStartedAtMs,
    lease: null,
    upload: null,
    twitch: null,
    progress: noProgress,
    isLate: false,
    nextAtMs: nowMs,
    alternatives: [],
    fileCopy: "none",
    tries: [],
    clipId: null,
    errorCode: null,
    errorDetail: null,
    attempts: 0,
    manualRetries: 0,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    readyAtMs: null,
  };
}
