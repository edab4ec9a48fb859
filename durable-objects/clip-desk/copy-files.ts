// Fetches the files of ready Twitch clips, ten clips a request, as often as the whole application may ask.
import type { ClipAnswer, ClipCalls, ClipDownload } from "#core/clips/twitch/clip-calls.ts";
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import type { ReadyAtTwitch } from "#core/clips/job/clip-job.ts";
import { afterCopy, type CopyResult } from "#core/clips/twitch/copy-step.ts";
import { isDue, wakeJob } from "#core/clips/job/job-step.ts";
import { restMs } from "#core/clips/job/plan-executor.ts";
import { isManagerRefused } from "#core/clips/twitch/refused-manager.ts";
import { logWarning } from "../log-warning.ts";
import { twitchAccountStub, workspaceStub } from "../stubs.ts";
import { BusyJobs } from "./busy-jobs.ts";
import { copyTwitchFile } from "./clip-store.ts";
import type { DeskAccess } from "./desk-access.ts";
import { withinCallLimit } from "./within-call-limit.ts";

/** Get Clips Download takes no more ids (dev.twitch.tv/docs/api/reference#get-clips-download). */
const mostClips = 10;
/** The video and its picture each end by themselves after two minutes; a store that hangs does not. */
const longestCopyMs = 5 * 60_000;

export class FileCopier {
  readonly #desk: DeskAccess;
  readonly #apiUrl: string;
  readonly #busy = new BusyJobs();
  #isRunning = false;

  constructor(desk: DeskAccess, apiUrl: string) {
    this.#desk = desk;
    this.#apiUrl = apiUrl;
  }

  notBeforeMs(jobId: string, nowMs: number): number {
    return this.#busy.notBeforeMs(jobId, nowMs);
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

  async #batch(jobs: readonly ReadyAtTwitch[]): Promise<void> {
    for (const { jobId } of jobs) this.#busy.begin(jobId);
    try {
      await this.#fetch(jobs);
      for (const { jobId } of jobs) this.#busy.end(jobId);
    } catch (error) {
      logWarning("clip_files_not_fetched", error);
      for (const { jobId } of jobs) this.#busy.pause(jobId, Date.now());
    }
    this.#desk.changed();
  }

  #due(): ReadyAtTwitch[] {
    const nowMs = Date.now();
    return this.#desk.storage
      .openJobs()
      .filter((job) => job.status === "ready" && job.executor !== "browser")
      .filter((job) => isDue(job, nowMs) && this.#busy.isFree(job.jobId, nowMs))
      .slice(0, mostClips);
  }

  async #fetch(jobs: readonly ReadyAtTwitch[]): Promise<void> {
    const context = await this.#desk.context();
    if (!context.flags.clip_api_enabled) return this.#rest(jobs);
    const answer = await this.#ask(jobs, context);
    const accountId = context.grants.manage?.accountId;
    if (accountId !== undefined && isManagerRefused(answer))
      this.#desk.storage.refusedManager = { accountId, atMs: Date.now() };
    for (const job of jobs) {
      if (answer.status !== "ok") this.#store(job.jobId, answer);
      else this.#store(job.jobId, await this.#copy(job, answer.value));
    }
  }

  async #ask(jobs: readonly ReadyAtTwitch[], { grants }: ClipContext): Promise<ClipAnswer<ClipDownload[]>> {
    const { env, channel } = this.#desk;
    if (!grants.manage)
      return { status: "no_account", problem: "No connected account may fetch this channel's clips." };
    const { granted, retryAtMs } = await withinCallLimit(workspaceStub(env).takeDownloads(1));
    if (granted === 0) return { status: "rate_limited", retryAtMs: retryAtMs ?? Date.now() };
    const { accountId, editorId } = grants.manage;
    const ids = jobs.map(({ creation }) => creation.twitchClipId);
    try {
      const account: ClipCalls = twitchAccountStub(env, accountId);
      return await withinCallLimit(account.getDownloads(channel.channelId, editorId, ids));
    } catch (error) {
      return { status: "unanswered", detail: String(error).slice(0, 120) };
    }
  }

  async #copy(job: ReadyAtTwitch, downloads: readonly ClipDownload[]): Promise<CopyResult> {
    const { env, storage } = this.#desk;
    const url = downloads.find(({ twitchClipId }) => twitchClipId === job.creation.twitchClipId)?.landscapeUrl ?? null;
    if (url === null) return { status: "not_yet" };
    try {
      return await withinCallLimit(
        copyTwitchFile(env.CLIPS, storage.clipId(job.jobId), url, this.#apiUrl),
        longestCopyMs,
      );
    } catch (error) {
      logWarning("clip_file_not_copied", error);
      return { status: "unusable", detail: "The file could not be fetched." };
    }
  }

  #store(jobId: string, result: CopyResult): void {
    this.#desk.change(() => {
      const job = this.#desk.ledger.job(jobId);
      this.#desk.ledger.save(job, afterCopy(job, result, Date.now()));
    });
  }

  /** Nothing is sent while Twitch is switched off; the links show Twitch's player meanwhile. */
  #rest(jobs: readonly ReadyAtTwitch[]): void {
    const nowMs = Date.now();
    this.#desk.change(() => {
      for (const job of jobs) this.#desk.ledger.save(job, wakeJob(job, nowMs + restMs, nowMs));
    });
  }
}
