// One channel's clip desk: candidates wait for approval, approved ones become jobs, and each job is leased to one open
// page at a time until its clip is ready. The rules are in core/clips; this keeps the state and tells others.
import { DurableObject } from "cloudflare:workers";
import type { Candidate } from "#core/clips/candidate.ts";
import type { ClipErrorCode, ClipJob, Upload } from "#core/clips/clip-job.ts";
import {
  ageJob,
  beginUpload,
  completeJob,
  failJob,
  jobDeadlineMs,
  jobFromCandidate,
  jobLifetimeMs,
  leaseJob,
  recordPart,
  releaseLease,
  renewLease,
  requireLease,
  retryJob,
} from "#core/clips/job-step.ts";
import { AppError } from "#core/errors.ts";
import type { Verdict } from "#core/feedback/trigger-weights.ts";
import { attempt, type Outcome } from "#core/outcome.ts";
import { parseChannelKey } from "#core/platform.ts";
import { armAlarm } from "../alarm.ts";
import { objectName } from "../object-name.ts";
import { type Delivery, Outbox, type OutboxMessage } from "../outbox.ts";
import { randomId } from "../random-id.ts";
import { sendRecords } from "../send-records.ts";
import { monitorStub } from "../stubs.ts";
import { DeskStorage, type KnownCandidate } from "./desk-storage.ts";

const clipIdLength = 16;

export class ClipDesk extends DurableObject<Env> {
  readonly #storage: DeskStorage;
  readonly #outbox: Outbox;
  /** The channel's key. */
  readonly #key: string;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#key = objectName(ctx);
    this.#storage = new DeskStorage(ctx.storage.sql);
    this.#outbox = new Outbox(ctx.storage.sql, (target, messages) => this.#deliver(target, messages));
  }

  /** From the monitor, possibly more than once: the same moment never makes a second candidate or job. */
  async propose(candidates: readonly Candidate[]): Promise<Outcome<void>> {
    return attempt(async () => {
      this.ctx.storage.transactionSync(() => {
        for (const candidate of candidates) {
          if (this.#storage.candidateByKey(candidate.dedupeKey)) continue;
          this.#saveCandidate({ candidate, status: "pending_approval", jobId: null });
          if (candidate.isPreapproved) this.#approve(candidate);
        }
      });
      await this.#settle();
    });
  }

  jobs(): ClipJob[] {
    return this.#storage.jobs();
  }

  pendingCandidates(): Candidate[] {
    return this.#storage.pendingCandidates().map(({ candidate }) => candidate);
  }

  jobOfMoment(momentId: string): ClipJob | null {
    return this.#storage.jobOfMoment(momentId);
  }

  async approve(candidateId: string): Promise<Outcome<ClipJob>> {
    return attempt(async () => {
      const job = this.ctx.storage.transactionSync(() => {
        const known = this.#storage.candidate(candidateId);
        if (!known) throw new AppError("not_found", "There is no such candidate.");
        const present = known.jobId === null ? null : this.#storage.job(known.jobId);
        if (present) return present;
        if (known.status !== "pending_approval") throw new AppError("conflict", `This candidate is ${known.status}.`);
        this.#judged(known.candidate, "kept");
        return this.#approve(known.candidate);
      });
      await this.#settle();
      return job;
    });
  }

  async reject(candidateId: string): Promise<Outcome<void>> {
    return attempt(async () => {
      this.ctx.storage.transactionSync(() => {
        const known = this.#storage.candidate(candidateId);
        if (!known) throw new AppError("not_found", "There is no such candidate.");
        if (known.status === "rejected") return;
        if (known.status !== "pending_approval") throw new AppError("conflict", `This candidate is ${known.status}.`);
        this.#saveCandidate({ ...known, status: "rejected" });
        this.#judged(known.candidate, "discarded");
      });
      await this.#settle();
    });
  }

  lease(jobId: string, pageId: string): Promise<Outcome<ClipJob>> {
    return this.#change(jobId, (job, nowMs) => leaseJob(job, pageId, nowMs));
  }

  renew(jobId: string, pageId: string): Promise<Outcome<ClipJob>> {
    return this.#change(jobId, (job, nowMs) => renewLease(job, pageId, nowMs));
  }

  release(jobId: string, pageId: string): Promise<Outcome<ClipJob>> {
    return this.#change(jobId, (job, nowMs) => releaseLease(job, pageId, nowMs));
  }

  fail(jobId: string, pageId: string, errorCode: ClipErrorCode, detail: string): Promise<Outcome<ClipJob>> {
    return this.#change(jobId, (job, nowMs) => failJob(job, pageId, errorCode, detail, nowMs));
  }

  retry(jobId: string): Promise<Outcome<ClipJob>> {
    return this.#change(jobId, retryJob);
  }

  /** What a page that uploads needs to know; only for the page that has the job. */
  async uploadState(jobId: string, pageId: string): Promise<Outcome<{ job: ClipJob; clipId: string }>> {
    return attempt(() => {
      const job = this.#job(jobId);
      const clipId = this.#storage.clipId(jobId);
      // A page whose completed upload was not answered asks again: it is told that the clip is ready.
      if (job.status !== "ready") requireLease(job, pageId, Date.now());
      return { job, clipId };
    });
  }

  beginUpload(jobId: string, pageId: string, upload: Omit<Upload, "parts">): Promise<Outcome<ClipJob>> {
    return this.#change(jobId, (job, nowMs) => beginUpload(job, pageId, upload, nowMs));
  }

  recordPart(
    jobId: string,
    pageId: string,
    uploadId: string,
    part: { partNumber: number; etag: string },
  ): Promise<Outcome<ClipJob>> {
    return this.#change(jobId, (job, nowMs) => recordPart(job, pageId, uploadId, part, nowMs));
  }

  complete(jobId: string, pageId: string): Promise<Outcome<ClipJob>> {
    return this.#change(jobId, (job, nowMs) => completeJob(job, pageId, this.#storage.clipId(jobId), nowMs));
  }

  /** From the consumer of the records queue: these have reached the database. */
  acknowledge(outboxIds: readonly number[]): void {
    this.#outbox.acknowledge(outboxIds);
  }

  /** From the workspace's clock: an alarm that was lost is armed again. */
  async wake(): Promise<void> {
    await this.#settle();
  }

  override async alarm(): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      for (const job of this.#storage.openJobs()) this.#save(job, ageJob(job, Date.now()));
      for (const known of this.#storage.candidatesPendingSince(Date.now() - jobLifetimeMs))
        this.#saveCandidate({ ...known, status: "expired" });
    });
    await this.#settle();
  }

  #change(jobId: string, step: (job: ClipJob, nowMs: number) => ClipJob): Promise<Outcome<ClipJob>> {
    return attempt(async () => {
      const next = this.ctx.storage.transactionSync(() => {
        const job = this.#job(jobId);
        const changed = step(job, Date.now());
        this.#save(job, changed);
        return changed;
      });
      await this.#settle();
      return next;
    });
  }

  #approve(candidate: Candidate): ClipJob {
    const jobId = `${candidate.channel.platform}-${candidate.channel.channelId}-${randomId(12)}`;
    const job = jobFromCandidate(candidate, jobId, Date.now());
    this.#storage.saveJob(job, true, randomId(clipIdLength));
    this.#saveCandidate({ candidate, status: "approved", jobId });
    this.#announce(job);
    return job;
  }

  #saveCandidate(known: KnownCandidate): void {
    this.#storage.saveCandidate(known, Date.now());
    this.#owe("records", {
      table: "candidates",
      row: { ...known.candidate, status: known.status, jobId: known.jobId },
    });
  }

  #save(before: ClipJob, after: ClipJob): void {
    if (after === before) return;
    this.#storage.saveJob(after, jobDeadlineMs(after) !== null);
    // A renewed lease or one more part is news to nobody but the page that did it.
    if (after.status !== before.status || after.attempts !== before.attempts) this.#announce(after);
  }

  #announce(job: ClipJob): void {
    this.#owe("monitor", job);
    // How far an upload has come is between the desk and the page that sends it, and may be long.
    this.#owe("records", { table: "clip_jobs", row: { ...job, upload: null } });
  }

  /** A person's answer is feedback on the moment; a rule's is not. */
  #judged({ momentId }: Candidate, verdict: Verdict): void {
    if (momentId !== null) this.#owe("verdicts", { momentId, verdict });
  }

  #job(jobId: string): ClipJob {
    const job = this.#storage.job(jobId);
    if (!job) throw new AppError("not_found", "There is no such clip job.");
    return job;
  }

  #owe(target: "monitor" | "verdicts" | "records", body: unknown): void {
    this.#outbox.add(target, body, Date.now());
  }

  async #deliver(target: string, messages: readonly OutboxMessage[]): Promise<Delivery> {
    const key = this.#key;
    if (target === "records") return sendRecords(this.env, { object: "ClipDesk", key }, messages);
    const channel = parseChannelKey(key);
    if (!channel) throw new Error(`a desk is named after its channel, not ${key}`);
    const monitor = monitorStub(this.env, channel);
    if (target === "verdicts")
      await monitor.candidatesJudged(messages.map(({ body }) => body as { momentId: string; verdict: Verdict }));
    else await monitor.jobsChanged(messages.map((message) => message.body as ClipJob));
    return "done";
  }

  /** Nobody who waits for a desk should wait for a page or a queue, so what is owed goes out afterwards. */
  async #settle(): Promise<void> {
    const deadlines = this.#storage.openJobs().map(jobDeadlineMs);
    const oldestMs = this.#storage.oldestPendingMs();
    // A candidate nobody decides about ends as a job does that nobody takes.
    const expiryMs = oldestMs === null ? null : oldestMs + jobLifetimeMs;
    await armAlarm(this.ctx.storage, [...deadlines, expiryMs, this.#outbox.nextDueMs()]);
    this.ctx.waitUntil(this.#flush());
  }

  async #flush(): Promise<void> {
    await this.#outbox.flush();
    await armAlarm(this.ctx.storage, [this.#outbox.nextDueMs()]);
  }
}
