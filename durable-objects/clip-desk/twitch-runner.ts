// Does what the job steps say: stores what is about to be asked, asks the account, stores what came of it. All of it
// follows from storage, so an object that is gone is followed by one that goes on where it stopped.
import { afterCall, shownClip, type StageAnswer } from "#core/clips/twitch/twitch-answer.ts";
import { beginCall, type TwitchCall } from "#core/clips/twitch/twitch-call.ts";
import type { ClipCalls } from "#core/clips/twitch/clip-calls.ts";
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { isDue, nextAtMs } from "#core/clips/job/job-step.ts";
import { planJob } from "#core/clips/job/plan-executor.ts";
import { isManagerRefused } from "#core/clips/twitch/refused-manager.ts";
import { logWarning } from "../log-warning.ts";
import { twitchAccountStub } from "../stubs.ts";
import { BusyJobs } from "./busy-jobs.ts";
import { storeTwitchManifest } from "./clip-store.ts";
import type { DeskAccess } from "./desk-access.ts";
import { withinCallLimit } from "./within-call-limit.ts";

/** One channel's jobs must not use up an account's requests, nor the six connections an object may have. */
const mostAtOnce = 6;

export class TwitchRunner {
  readonly #desk: DeskAccess;
  readonly #waitMs: number;
  readonly #busy = new BusyJobs();
  #isStarting = false;
  #isWanted = false;

  /** `waitMs`: how long a clip that does not appear is followed. */
  constructor(desk: DeskAccess, waitMs: number) {
    this.#desk = desk;
    this.#waitMs = waitMs;
  }

  notBeforeMs(jobId: string, nowMs: number): number {
    return this.#busy.notBeforeMs(jobId, nowMs);
  }

  /** Begins what is due, as much as may run at once. Ends when all is begun, not when all is done. */
  async run(): Promise<void> {
    this.#isWanted = true;
    if (this.#isStarting) return;
    this.#isStarting = true;
    try {
      while (this.#isWanted) {
        this.#isWanted = false;
        if (this.#due().length > 0) await this.#start();
      }
    } finally {
      this.#isStarting = false;
    }
  }

  async #start(): Promise<void> {
    let context: ClipContext;
    try {
      context = await this.#desk.context();
    } catch (error) {
      logWarning("clip_context_missing", error);
      for (const { jobId } of this.#due()) this.#busy.pause(jobId, Date.now());
      return;
    }
    for (const { jobId } of this.#due()) {
      this.#busy.begin(jobId);
      void this.#take(jobId, context);
    }
  }

  #due(): ClipJob[] {
    const nowMs = Date.now();
    return this.#desk.storage
      .openJobs()
      .filter((job) => job.status !== "ready" && isDue(job, nowMs) && this.#busy.isFree(job.jobId, nowMs))
      .toSorted((a, b) => (nextAtMs(a) ?? 0) - (nextAtMs(b) ?? 0))
      .slice(0, Math.max(0, mostAtOnce - this.#busy.count()));
  }

  async #take(jobId: string, context: ClipContext): Promise<void> {
    try {
      await this.#step(jobId, context);
      this.#busy.end(jobId);
    } catch (error) {
      console.error(JSON.stringify({ event: "clip_job_step_failed", jobId, error: String(error) }));
      this.#busy.pause(jobId, Date.now());
    }
    this.#desk.changed();
    await this.run();
  }

  async #step(jobId: string, context: ClipContext): Promise<void> {
    const { storage, ledger, change } = this.#desk;
    const begun = change(() => {
      const job = storage.job(jobId);
      if (!job || !isDue(job, Date.now())) return null;
      const next =
        job.status === "approved"
          ? { job: planJob(job, context, Date.now()), call: null }
          : beginCall(job, context, Date.now());
      ledger.save(job, next.job);
      if (next.call) storage.callBegins(jobId);
      return next;
    });
    if (!begun?.call) return;
    const { accountId } = begun.call;
    this.#desk.changed();
    const answered = await this.#written(begun.job, await this.#ask(begun.call));
    change(() => {
      storage.callEnds(jobId);
      const job = storage.job(jobId);
      if (!job) return;
      const claimedIds = storage.claimedClips(clipIdsOf(answered), jobId);
      const nowMs = Date.now();
      const { grants } = context;
      const clipId = storage.clipId(jobId);
      if (answered.stage === "create_vod" && isManagerRefused(answered.answer))
        storage.refusedManager = { accountId, atMs: nowMs };
      ledger.save(job, afterCall(job, answered, { nowMs, waitMs: this.#waitMs, grants, claimedIds, clipId }));
    });
  }

  /** A link works from the moment it is told: the clip's page is stored before the job says that it is ready. */
  async #written(job: ClipJob, answered: StageAnswer): Promise<StageAnswer> {
    const clip = shownClip(job, answered);
    if (!clip) return answered;
    try {
      await withinCallLimit(storeTwitchManifest(this.#desk.env.CLIPS, job, this.#desk.storage.clipId(job.jobId), clip));
      return answered;
    } catch (error) {
      logWarning("clip_manifest_not_stored", error);
      return { stage: "poll", answer: { status: "unanswered", detail: "the clip's page could not be stored" } };
    }
  }

  async #ask(call: TwitchCall): Promise<StageAnswer> {
    const account: ClipCalls = twitchAccountStub(this.#desk.env, call.accountId);
    const { stage } = call;
    try {
      switch (stage) {
        case "find_vod":
          return { stage, answer: await withinCallLimit(account.findVods(call.broadcasterId)) };
        case "create_live":
          return { stage, answer: await withinCallLimit(account.createLiveClip(call.request)) };
        case "create_vod":
          return { stage, answer: await withinCallLimit(account.createVodClip(call.request)) };
        case "poll":
          return { stage, answer: await withinCallLimit(account.getClips([call.twitchClipId])) };
        case "lookup": {
          const { twitchClipId, broadcasterId, fromMs, toMs } = call;
          const found = twitchClipId
            ? account.getClips([twitchClipId])
            : account.findClips(broadcasterId, fromMs, toMs);
          return { stage, answer: await withinCallLimit(found) };
        }
      }
    } catch (error) {
      // The account's object may have been replaced with the call under way.
      return { stage, answer: { status: "unanswered", detail: String(error).slice(0, 120) } };
    }
  }
}

function clipIdsOf({ stage, answer }: StageAnswer): string[] {
  if (stage !== "lookup" || answer.status !== "ok") return [];
  return answer.value.map(({ twitchClipId }) => twitchClipId);
}
