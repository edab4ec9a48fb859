// One channel's clip desk: candidates wait for approval, approved ones become jobs, and each job is done by Twitch or by
// one open page until its clip is ready. The rules are in core/clips; this keeps the state and tells others.
import { DurableObject } from "cloudflare:workers";
import type { CandidateEdit } from "#core/clips/candidate/candidate-step.ts";
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import {
  beginUpload,
  completeJob,
  failJob,
  leaseJob,
  recordPart,
  releaseLease,
  renewLease,
  type UploadState,
  uploadState,
} from "#core/clips/browser/browser-lease.ts";
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import { clippingIsOff } from "#core/clips/board/clip-flags.ts";
import type { ClipJob, Executor, Upload } from "#core/clips/job/clip-job.ts";
import type { PageFailure } from "#core/clips/browser/browser-lease.ts";
import { deskAlarmMs } from "#core/clips/job/desk-alarm.ts";
import { withoutUpload } from "#core/clips/job/job-order.ts";
import { retryJob } from "#core/clips/job/job-step.ts";
import { refusedAfterRetry, withoutRefused } from "#core/clips/twitch/refused-manager.ts";
import { AppError } from "#core/errors.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import { attempt, type Outcome } from "#core/outcome.ts";
import type { FootageLack } from "#core/recording/footage-lack.ts";
import type { RefusedMessage } from "#core/outbox/refused-message.ts";
import { parseChannelKey } from "#core/channel/channel-ref.ts";
import { parseConfig } from "../../adapters/config.ts";
import { armAlarm } from "../alarm.ts";
import { logWarning } from "../log-warning.ts";
import { objectName } from "../object-name.ts";
import { Outbox } from "../outbox.ts";
import { receiverAmong } from "../outbox-receiver.ts";
import type { ClipDeskRpc } from "../rpc/clip-desk-rpc.ts";
import { workspaceStub } from "../stubs.ts";
import { FileCopier } from "./copy-files.ts";
import { DeskLedger } from "./desk-ledger.ts";
import { DeskStorage } from "./desk-storage.ts";
import { type DeskOwes, deskReceivers } from "./send-owed.ts";
import { TwitchRunner } from "./twitch-runner.ts";
import { withinCallLimit } from "./within-call-limit.ts";

export class ClipDesk extends DurableObject<Env> implements ClipDeskRpc {
  readonly #storage: DeskStorage;
  readonly #outbox: Outbox<DeskOwes>;
  readonly #ledger: DeskLedger;
  readonly #runner: TwitchRunner;
  readonly #copier: FileCopier;
  /** Switches and grants as the workspace gives them. */
  readonly #workspaceContext: () => Promise<ClipContext>;
  /** The same without the account that Twitch has refused here. */
  readonly #context: () => Promise<ClipContext>;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const key = objectName(ctx);
    const channel = parseChannelKey(key);
    if (!channel) throw new Error(`a desk is named after its channel, not ${key}`);
    const { clipWaitMs, twitch } = parseConfig(env);
    this.#storage = new DeskStorage(ctx.storage.sql);
    this.#workspaceContext = () => withinCallLimit(workspaceStub(env).clipContext(channel));
    this.#context = async () =>
      withoutRefused(await this.#workspaceContext(), this.#storage.refusedManager, Date.now());
    this.#outbox = new Outbox(ctx.storage.sql, receiverAmong(deskReceivers(env, channel)), (count) =>
      workspaceStub(env).noteSetAside(`ClipDesk ${key}`, count),
    );
    this.#ledger = new DeskLedger(this.#storage, this.#outbox);
    const access = {
      ...{ env, channel, storage: this.#storage, ledger: this.#ledger, context: this.#context },
      change: <T>(work: () => T): T => this.#change(work),
      changed: () => ctx.waitUntil(this.#tell()),
    };
    this.#runner = new TwitchRunner(access, clipWaitMs);
    this.#copier = new FileCopier(access, twitch?.apiUrl ?? "");
    // What the object before this one was at work on goes on now, and not when its call would have been given up.
    this.#change(() => this.#ledger.resume(Date.now()));
    ctx.waitUntil(this.#settle());
  }

  /** From the monitor, possibly more than once. While clipping is switched off there are moments only. */
  async propose(candidates: readonly Candidate[]): Promise<Outcome<void>> {
    const context = await this.#context();
    return this.#does(() => {
      if (!context.flags.clip_pipeline_enabled) return;
      for (const candidate of candidates) this.#ledger.propose(candidate, context);
    });
  }

  /** From a person or another program: the candidate as it is here, which it may have been before. */
  async add(candidate: Candidate): Promise<Outcome<{ candidate: CandidateState; isNew: boolean }>> {
    const context = await this.#context();
    return this.#does(() => {
      if (!context.flags.clip_pipeline_enabled) throw new AppError("conflict", clippingIsOff);
      return this.#ledger.propose(candidate, context);
    });
  }

  jobs(): ClipJob[] {
    return this.#storage.jobs().map(withoutUpload);
  }

  pendingCandidates(): CandidateState[] {
    return this.#storage.candidates.pending();
  }

  jobOfMoment(momentId: string): ClipJob | null {
    const job = this.#storage.jobOfMoment(momentId);
    return job && withoutUpload(job);
  }

  async approve(candidateId: string): Promise<Outcome<ClipJob>> {
    const context = await this.#contextIfAny();
    return this.#does(() => this.#ledger.approve(candidateId, context));
  }

  reject(candidateId: string): Promise<Outcome<void>> {
    return this.#does(() => this.#ledger.reject(candidateId));
  }

  edit(candidateId: string, edit: CandidateEdit): Promise<Outcome<CandidateState>> {
    return this.#does(() => this.#ledger.edit(candidateId, edit));
  }

  lease(jobId: string, pageId: string): Promise<Outcome<ClipJob>> {
    return this.#step(jobId, (job, nowMs) => leaseJob(job, pageId, nowMs));
  }

  renew(jobId: string, pageId: string): Promise<Outcome<ClipJob>> {
    return this.#step(jobId, (job, nowMs) => renewLease(job, pageId, nowMs));
  }

  release(jobId: string, pageId: string): Promise<Outcome<ClipJob>> {
    return this.#step(jobId, (job, nowMs) => releaseLease(job, pageId, nowMs));
  }

  async fail(jobId: string, pageId: string, failure: PageFailure): Promise<Outcome<ClipJob>> {
    const context = await this.#contextIfAny();
    return this.#step(jobId, (job, nowMs) => failJob(job, pageId, failure, context?.grants ?? null, nowMs));
  }

  /** By the same executor, or by another that the job offers. */
  async retry(jobId: string, executor?: Executor): Promise<Outcome<ClipJob>> {
    const context = executor === undefined ? null : await this.#workspaceContext();
    return this.#step(jobId, (job, nowMs) => {
      const refused = refusedAfterRetry(this.#storage.refusedManager, executor ?? job.executor);
      const wish = executor && context ? { executor, grants: withoutRefused(context, refused, nowMs).grants } : null;
      const retried = retryJob(job, nowMs, wish);
      this.#storage.refusedManager = refused;
      return retried;
    });
  }

  /** What a page that uploads needs to know; only for the page that has the job. */
  async uploadState(jobId: string, pageId: string): Promise<Outcome<UploadState>> {
    return attempt(() => uploadState(this.#ledger.job(jobId), pageId, this.#storage.clipId(jobId), Date.now()));
  }

  beginUpload(jobId: string, pageId: string, upload: Omit<Upload, "parts">): Promise<Outcome<ClipJob>> {
    return this.#step(jobId, (job, nowMs) => beginUpload(job, pageId, upload, nowMs));
  }

  recordPart(
    jobId: string,
    pageId: string,
    uploadId: string,
    part: { partNumber: number; etag: string },
  ): Promise<Outcome<ClipJob>> {
    return this.#step(jobId, (job, nowMs) => recordPart(job, pageId, uploadId, part, nowMs));
  }

  complete(jobId: string, pageId: string, lacks: FootageLack): Promise<Outcome<ClipJob>> {
    return this.#step(jobId, (job, nowMs) =>
      completeJob(job, pageId, { clipId: this.#storage.clipId(jobId), lacks }, nowMs),
    );
  }

  /** From the consumer of the records queue: these have reached the database. */
  acknowledge(outboxIds: readonly number[]): void {
    this.#outbox.acknowledge(outboxIds);
  }

  /** From the consumer of the dead letters: the database will never take these. */
  async setAside(refused: readonly RefusedMessage[]): Promise<void> {
    this.#outbox.setAside(refused);
    await this.#settle();
  }

  /** From the workspace: switches have changed, or time has passed and an alarm may have been lost. */
  async wake(): Promise<void> {
    this.#change(() => this.#ledger.planAgain(Date.now()));
    await this.#settle();
  }

  override async alarm(): Promise<void> {
    try {
      this.#change(() => this.#ledger.age(Date.now()));
    } finally {
      await this.#settle();
    }
  }

  #step(jobId: string, step: (job: ClipJob, nowMs: number) => ClipJob): Promise<Outcome<ClipJob>> {
    return this.#does(() => {
      const job = this.#ledger.job(jobId);
      const changed = step(job, Date.now());
      this.#ledger.save(job, changed);
      return changed;
    });
  }

  #does<T>(work: () => T): Promise<Outcome<T>> {
    return attempt(async () => {
      const value = this.#change(work);
      await this.#settle();
      return value;
    });
  }

  #change<T>(work: () => T): T {
    return this.ctx.storage.transactionSync(work);
  }

  /** A person's yes does not depend on the workspace: without an answer in time the job is planned later. */
  async #contextIfAny(): Promise<ClipContext | null> {
    return this.#context().catch((error: unknown) => {
      logWarning("clip_context_missing", error);
      return null;
    });
  }

  /** Nobody who waits for a desk should wait for Twitch, a page or a queue, so all of that goes on afterwards. */
  async #settle(): Promise<void> {
    await this.#arm();
    this.ctx.waitUntil(Promise.all([this.#tell(), this.#runner.run()]));
  }

  async #tell(): Promise<void> {
    await this.#arm();
    await Promise.all([this.#outbox.flush(), this.#copier.run()]);
    await armAlarm(this.ctx.storage, [this.#outbox.nextDueMs()]);
  }

  async #arm(): Promise<void> {
    const nowMs = Date.now();
    const alarmMs = deskAlarmMs(
      {
        openJobs: this.#storage.openJobs(),
        notBeforeMs: ({ jobId }) =>
          Math.max(this.#runner.notBeforeMs(jobId, nowMs), this.#copier.notBeforeMs(jobId, nowMs)),
        oldestPendingMs: this.#storage.candidates.oldestPendingMs(),
        outboxDueMs: this.#outbox.nextDueMs(),
      },
      nowMs,
    );
    await armAlarm(this.ctx.storage, [alarmMs]);
  }
}
