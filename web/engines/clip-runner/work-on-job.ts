// One job from lease to link: holds the lease while it cuts and uploads, and stops at once when the lease is lost.
import { leaseMs } from "#core/clips/browser/browser-lease.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { ClipErrorCode } from "#core/clips/job/failure.ts";
import { AppError } from "#core/errors.ts";
import type { Cutter } from "../cutter/cutter.types.ts";
import type { FootageFinder } from "../recordings/find-footage.ts";
import type { CutProgress } from "./clip-runner.types.ts";
import type { ClipWork } from "../../api/clip-work.ts";
import { ApiError } from "../../api/request.ts";
import { loadCut, removeCut, storeCut, type StoredCut } from "./cut-store.ts";
import type { SteadyTimer } from "./steady-timer.ts";
import { uploadClip } from "./upload-clip.ts";

interface Tools {
  readonly finder: FootageFinder;
  readonly cutter: Cutter;
  readonly api: ClipWork;
  readonly timer: SteadyTimer;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CutProgress) => void;
  readonly renewEveryMs: number;
}

/** `done`: the job has ended, well or badly. `left`: another page has it, or the server could not be asked. */
export async function workOnJob(tools: Tools, job: ClipJob): Promise<"done" | "left"> {
  try {
    await tools.api.lease(job.jobId);
  } catch {
    return "left";
  }
  const lost = new AbortController();
  const signal = AbortSignal.any([tools.signal, lost.signal]);
  const stopRenewing = renewLease(tools, job.jobId, lost);
  let failure: ClipErrorCode = "clip_cut_failed";
  try {
    const cut = await cutOf(tools, job, signal);
    failure = "clip_upload_failed";
    const show = (fraction: number) =>
      tools.onProgress({ jobId: job.jobId, stage: fraction < 1 ? "uploading" : "finishing", fraction });
    await uploadClip({ api: tools.api, sleep: tools.timer.sleep, signal }, job.jobId, cut, show);
    await removeCut(job.jobId);
    return "done";
  } catch (error) {
    if (signal.aborted || (error instanceof ApiError && error.code === "lease_lost")) return "left";
    // What the server refuses as a file it would refuse again; after anything else the next try only has to upload.
    if (error instanceof ApiError && error.isRefusal) await removeCut(job.jobId);
    const code = error instanceof AppError && error.code === "range_not_recorded" ? "clip_range_not_recorded" : failure;
    const detail = error instanceof Error ? error.message : "The clip could not be made.";
    return await tools.api.fail(job.jobId, code, detail).then(
      () => "done" as const,
      () => "left" as const,
    );
  } finally {
    stopRenewing();
  }
}

/** A finished cut from before a reload, or a new one. */
async function cutOf({ finder, cutter, onProgress }: Tools, job: ClipJob, signal: AbortSignal): Promise<StoredCut> {
  const rangeKey = `${job.range.fromMs}-${job.range.toMs}`;
  const stored = await loadCut(job.jobId, rangeKey);
  if (stored !== null) return stored;
  const { footage } = await finder.find(job.range);
  if (footage.pieces.length === 0) throw new AppError("range_not_recorded");
  const show = (fraction: number) => onProgress({ jobId: job.jobId, stage: "cutting", fraction });
  const cut = await cutter.cut({ footage, range: job.range }, show, signal);
  signal.throwIfAborted();
  return storeCut(job.jobId, rangeKey, cut);
}

function renewLease({ api, timer, renewEveryMs }: Tools, jobId: string, lost: AbortController): () => void {
  let renewedAtMs = Date.now();
  let isAsking = false;
  let nextAtMs = renewedAtMs + renewEveryMs;
  const lose = () => lost.abort(new AppError("lease_lost"));
  return timer.onTick(() => {
    const nowMs = Date.now();
    if (nowMs - renewedAtMs > leaseMs) return lose();
    if (isAsking || nowMs < nextAtMs) return;
    isAsking = true;
    nextAtMs = nowMs + renewEveryMs;
    api
      .renew(jobId)
      .then(
        () => (renewedAtMs = nowMs),
        // Only the server's no loses the lease at once; silence may pass before it runs out.
        (error: unknown) => void (error instanceof ApiError && error.code === "lease_lost" && lose()),
      )
      .finally(() => (isAsking = false));
  });
}
