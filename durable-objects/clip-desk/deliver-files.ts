// Fetches the files of ready Twitch clips, ten clips a request, as often as the whole application may ask.
import type { ClipAnswer, ClipCalls, ClipDownload } from "#core/clips/twitch/clip-calls.ts";
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { afterDelivery, type DeliveryResult } from "#core/clips/twitch/delivery-step.ts";
import { isDue } from "#core/clips/job/job-step.ts";
import { restMs } from "#core/clips/job/plan-executor.ts";
import { isManagerRefused } from "#core/clips/twitch/refused-manager.ts";
import { logWarning } from "../log-warning.ts";
import { twitchAccountStub, workspaceStub } from "../stubs.ts";
import { AtWork } from "./at-work.ts";
import { copyTwitchFile } from "./clip-store.ts";
import type { DeskParts } from "./desk-parts.ts";
import { inTime } from "./twitch-runner.ts";

/** Get Clips Download takes no more ids (dev.twitch.tv/docs/api/reference#get-clips-download). */
const mostClips = 10;
/** The video and its picture each end by themselves after two minutes; a store that hangs does not. */
const longestCopyMs = 5 * 60_000;

export class FileDelivery {
  readonly #parts: DeskParts;
  readonly #apiUrl: string;
  readonly #atWork = new AtWork();
  #isRunning = false;

  constructor(parts: DeskParts, apiUrl: string) {
    this.#parts = parts;
    this.#apiUrl = apiUrl;
  }

  notBeforeMs(jobId: string, nowMs: number): number {
    return this.#atWork.notBeforeMs(jobId, nowMs);
  }

  /** Fetches what is due, one batch after another. */
  async run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      for (let jobs = this.#due(); jobs.length > 0; jobs = this.#due()) await this.#batch(jobs);
    } finally {
      this.#isRunning = false;
    }
  }

  async #batch(jobs: readonly ClipJob[]): Promise<void> {
    for (const { jobId } of jobs) this.#atWork.begin(jobId);
    try {
      await this.#fetch(jobs);
      for (const { jobId } of jobs) this.#atWork.end(jobId);
    } catch (error) {
      logWarning("clip_files_not_fetched", error);
      for (const { jobId } of jobs) this.#atWork.pause(jobId, Date.now());
    }
    this.#parts.changed();
  }

  #due(): ClipJob[] {
    const nowMs = Date.now();
    return this.#parts.storage
      .openJobs()
      .filter((job) => job.status === "ready" && isDue(job, nowMs) && this.#atWork.isFree(job.jobId, nowMs))
      .slice(0, mostClips);
  }

  async #fetch(jobs: readonly ClipJob[]): Promise<void> {
    const context = await inTime(this.#parts.context());
    if (!context.flags.clip_api_enabled) return this.#rest(jobs);
    const answer = await this.#ask(jobs, context);
    const accountId = context.grants.manage?.accountId;
    if (accountId !== undefined && isManagerRefused(answer))
      this.#parts.storage.refusedManager = { accountId, atMs: Date.now() };
    for (const job of jobs) {
      if (answer.status !== "ok") this.#store(job.jobId, answer);
      else this.#store(job.jobId, await this.#copy(job, answer.value));
    }
  }

  async #ask(jobs: readonly ClipJob[], { grants }: ClipContext): Promise<ClipAnswer<ClipDownload[]>> {
    const { env, channel } = this.#parts;
    if (!grants.manage)
      return { status: "no_account", problem: "No connected account may fetch this channel's clips." };
    const { granted, retryAtMs } = await inTime(workspaceStub(env).takeDownloads(1));
    if (granted === 0) return { status: "rate_limited", retryAtMs: retryAtMs ?? Date.now() };
    const { accountId, editorId } = grants.manage;
    const ids = jobs.flatMap(({ twitch }) => twitch?.twitchClipId ?? []);
    try {
      const account: ClipCalls = twitchAccountStub(env, accountId);
      return await inTime(account.getDownloads(channel.channelId, editorId, ids));
    } catch (error) {
      return { status: "unanswered", detail: String(error).slice(0, 120) };
    }
  }

  async #copy(job: ClipJob, downloads: readonly ClipDownload[]): Promise<DeliveryResult> {
    const { env, storage } = this.#parts;
    const url = downloads.find(({ twitchClipId }) => twitchClipId === job.twitch?.twitchClipId)?.landscapeUrl ?? null;
    if (url === null) return { status: "not_yet" };
    try {
      return await inTime(copyTwitchFile(env.CLIPS, storage.clipId(job.jobId), url, this.#apiUrl), longestCopyMs);
    } catch (error) {
      logWarning("clip_file_not_copied", error);
      return { status: "unusable", detail: "The file could not be fetched." };
    }
  }

  #store(jobId: string, result: DeliveryResult): void {
    this.#parts.change(() => {
      const job = this.#parts.book.job(jobId);
      this.#parts.book.save(job, afterDelivery(job, result, Date.now()));
    });
  }

  /** Nothing is sent while Twitch is switched off; the links show Twitch's player meanwhile. */
  #rest(jobs: readonly ClipJob[]): void {
    const nowMs = Date.now();
    this.#parts.change(() => {
      for (const job of jobs) this.#parts.book.save(job, { ...job, nextAtMs: nowMs + restMs, updatedAtMs: nowMs });
    });
  }
}
