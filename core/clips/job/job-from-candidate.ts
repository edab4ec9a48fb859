// The job that an approved candidate becomes. Who makes the clip is planned next (plan-executor.ts).
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";

export function jobFromCandidate(candidate: Candidate, jobId: string, nowMs: number): ClipJob {
  const { candidateId, channel, login, sessionId, momentId, momentNumber } = candidate;
  const { mode, streamId, title, range, streamStartedAtMs } = candidate;
  return {
    ...{ jobId, candidateId, channel, login, sessionId, momentId, momentNumber, candidateSource: candidate.source },
    ...{ mode, requestedDurationSeconds: candidate.suggestedDurationSeconds },
    ...{ streamId, title, range, streamStartedAtMs },
    ...{ creation: null, tries: [], attempts: 0, manualRetries: 0, createdAtMs: nowMs, updatedAtMs: nowMs },
    ...{ status: "approved", executor: null, nextAtMs: nowMs },
  };
}
