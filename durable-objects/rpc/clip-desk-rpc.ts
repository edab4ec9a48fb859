// What a channel's clip desk answers to: candidates come from the monitor and from people, pages lease and upload jobs.
import type { CandidateEdit } from "#core/clips/candidate/candidate-step.ts";
import type { Candidate, CandidateState } from "#core/clips/candidate/candidate.ts";
import type { PageFailure, UploadState } from "#core/clips/browser/browser-lease.ts";
import type { ClipJob, Executor, Upload } from "#core/clips/job/clip-job.ts";
import type { RefusedMessage } from "#core/outbox/refused-message.ts";
import type { Outcome } from "#core/outcome.ts";
import type { FootageLack } from "#core/recording/footage-lack.ts";

export interface ClipDeskRpc {
  /** From the monitor, possibly more than once. While clipping is switched off there are moments only. */
  propose(candidates: readonly Candidate[]): Promise<Outcome<void>>;
  /** From a person or another program: the candidate as it is here, which it may have been before. */
  add(candidate: Candidate): Promise<Outcome<{ candidate: CandidateState; isNew: boolean }>>;
  jobs(): ClipJob[];
  pendingCandidates(): CandidateState[];
  jobOfMoment(momentId: string): ClipJob | null;
  approve(candidateId: string): Promise<Outcome<ClipJob>>;
  reject(candidateId: string): Promise<Outcome<void>>;
  edit(candidateId: string, edit: CandidateEdit): Promise<Outcome<CandidateState>>;
  lease(jobId: string, pageId: string): Promise<Outcome<ClipJob>>;
  renew(jobId: string, pageId: string): Promise<Outcome<ClipJob>>;
  release(jobId: string, pageId: string): Promise<Outcome<ClipJob>>;
  fail(jobId: string, pageId: string, failure: PageFailure): Promise<Outcome<ClipJob>>;
  /** By the same executor, or by another that the job offers. */
  retry(jobId: string, executor?: Executor): Promise<Outcome<ClipJob>>;
  /** What a page that uploads needs to know; only for the page that has the job. */
  uploadState(jobId: string, pageId: string): Promise<Outcome<UploadState>>;
  beginUpload(jobId: string, pageId: string, upload: Omit<Upload, "parts">): Promise<Outcome<ClipJob>>;
  recordPart(
    jobId: string,
    pageId: string,
    uploadId: string,
    part: { partNumber: number; etag: string },
  ): Promise<Outcome<ClipJob>>;
  complete(jobId: string, pageId: string, lacks: FootageLack): Promise<Outcome<ClipJob>>;
  /** From the consumer of the records queue: these have reached the database. */
  acknowledge(outboxIds: readonly number[]): void;
  /** From the consumer of the dead letters: the database will never take these. */
  setAside(refused: readonly RefusedMessage[]): Promise<void>;
  /** From the workspace: switches have changed, or time has passed and an alarm may have been lost. */
  wake(): Promise<void>;
}
