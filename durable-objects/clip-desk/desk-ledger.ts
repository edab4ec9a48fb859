// What happens to candidates and jobs, written down together with what is owed to others because of it. Each method
// changes storage only; its caller runs it in a transaction and sends what is owed afterwards.
import {
  approveCandidate,
  type CandidateEdit,
  editCandidate,
  expireCandidate,
  proposed,
  rejectCandidate,
} from "#core/clips/candidate/candidate-step.ts";
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import { clippingIsOff } from "#core/clips/board/clip-flags.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { jobFromCandidate } from "#core/clips/job/job-from-candidate.ts";
import { inOrder, isNews, withoutUpload } from "#core/clips/job/job-order.ts";
import { ageJob, jobDeadlineMs, jobLifetimeMs, wakeJob } from "#core/clips/job/job-step.ts";
import { planJob } from "#core/clips/job/plan-executor.ts";
import { AppError } from "#core/errors.ts";
import type { Verdict } from "#core/moments/trigger-weights.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import type { Outbox } from "../outbox.ts";
import { randomId } from "../random-id.ts";
import type { DeskOwes } from "./send-owed.ts";
import type { DeskStorage } from "./desk-storage.ts";

const clipIdLength = 16;

export class DeskLedger {
  readonly #storage: DeskStorage;
  readonly #outbox: Outbox<DeskOwes>;

  constructor(storage: DeskStorage, outbox: Outbox<DeskOwes>) {
    this.#storage = storage;
    this.#outbox = outbox;
  }

  /** The same candidate never comes twice. */
  propose(given: Candidate, context: ClipContext): { candidate: CandidateState; isNew: boolean } {
    const known = this.#storage.candidates.byId(given.candidateId) ?? this.#storage.candidates.byKey(given.dedupeKey);
    if (known) return { candidate: known, isNew: false };
    const candidate = proposed(given);
    this.#saveCandidate(candidate);
    if (candidate.isPreapproved) this.#approve(candidate, context);
    return { candidate: this.#candidate(candidate.candidateId), isNew: true };
  }

  /** Approving twice is the same as once. Without a context the job is planned as soon as there is one. */
  approve(candidateId: string, context: ClipContext | null): ClipJob {
    const candidate = this.#candidate(candidateId);
    const present = candidate.jobId === null ? null : this.#storage.job(candidate.jobId);
    if (present) return present;
    if (context?.flags.clip_pipeline_enabled === false) throw new AppError("conflict", clippingIsOff);
    const job = this.#approve(candidate, context);
    this.#judged(candidate, "kept");
    return job;
  }

  reject(candidateId: string): void {
    const candidate = this.#candidate(candidateId);
    const rejected = rejectCandidate(candidate);
    if (rejected === candidate) return;
    this.#saveCandidate(rejected);
    this.#judged(candidate, "discarded");
  }

  edit(candidateId: string, edit: CandidateEdit): CandidateState {
    const edited = editCandidate(this.#candidate(candidateId), edit);
    this.#saveCandidate(edited);
    return edited;
  }

  /** What time does to candidates and jobs. */
  age(nowMs: number): void {
    for (const job of this.#storage.openJobs()) this.save(job, ageJob(job, nowMs));
    const sinceMs = nowMs - jobLifetimeMs;
    for (const candidate of this.#storage.candidates.pendingSince(sinceMs))
      this.#saveCandidate(expireCandidate(candidate));
    this.#storage.candidates.forgetUnreadable(sinceMs);
  }

  /** Jobs that wait to be planned are planned now: a switch may have changed. */
  planAgain(nowMs: number): void {
    for (const job of this.#storage.openJobs())
      if (job.status === "approved") this.save(job, wakeJob(job, nowMs, nowMs));
  }

  /** Calls whose object is gone have no answer to wait for: their jobs are due. */
  resume(nowMs: number): void {
    for (const jobId of this.#storage.calls()) {
      this.#storage.callEnds(jobId);
      const job = this.#storage.job(jobId);
      if (job) this.save(job, wakeJob(job, nowMs, nowMs));
    }
  }

  save(before: ClipJob, after: ClipJob): void {
    if (after === before) return;
    const next = inOrder(before, after);
    this.#storage.saveJob(next, jobDeadlineMs(next, Date.now()) !== null);
    if (isNews(before, next)) this.#announce(next);
  }

  job(jobId: string): ClipJob {
    const job = this.#storage.job(jobId);
    if (!job) throw new AppError("not_found", "There is no such clip job.");
    return job;
  }

  #approve(candidate: CandidateState, context: ClipContext | null): ClipJob {
    const { platform, channelId } = candidate.channel;
    const jobId = `${platform}-${channelId}-${randomId(12)}`;
    const approved = jobFromCandidate(candidate, jobId, Date.now());
    const job = context ? planJob(approved, context, Date.now()) : approved;
    this.#saveCandidate(approveCandidate(candidate, jobId));
    this.#storage.saveJob(job, true, randomId(clipIdLength));
    this.#announce(job);
    return job;
  }

  #saveCandidate(candidate: CandidateState): void {
    this.#storage.candidates.save(candidate, Date.now());
    this.#owe("records", { table: "candidates", row: candidate });
    this.#owe("monitor", { candidate });
    this.#owe("board", { candidate });
  }

  #announce(job: ClipJob): void {
    const shown = withoutUpload(job);
    this.#owe("monitor", { job: shown });
    this.#owe("records", { table: "clip_jobs", row: shown });
    this.#owe("board", { job: shown });
  }

  /** A person's answer is feedback on the moment; a rule's is not. */
  #judged({ momentId }: Candidate, verdict: Verdict): void {
    if (momentId !== null) this.#owe("verdicts", { momentId, verdict });
  }

  #candidate(candidateId: string): CandidateState {
    const known = this.#storage.candidates.byId(candidateId);
    if (!known) throw new AppError("not_found", "There is no such candidate.");
    return known;
  }

  #owe<Target extends keyof DeskOwes>(target: Target, body: DeskOwes[Target]): void {
    this.#outbox.add(target, body, Date.now());
  }
}
