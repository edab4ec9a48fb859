// Takes the browser jobs that this page has the footage for, one at a time and oldest first: cut, upload, complete.
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { cutReadiness, isComing } from "#core/cuts/cut-readiness.ts";
import { AppError } from "#core/errors.ts";
import type { Cutter } from "../cutter/cutter.types.ts";
import type { Recorder } from "../recorder/recorder.types.ts";
import type { FootageFinder } from "../recordings/find-footage.ts";
import type { ClipRunner, CutProgress } from "./clip-runner.types.ts";
import { openClipWork, type ClipWork } from "../../api/clip-work.ts";
import { pruneCuts } from "./cut-store.ts";
import { createSteadyTimer } from "./steady-timer.ts";
import { workOnJob } from "./work-on-job.ts";

interface Options {
  readonly recorder: Recorder;
  /** Where the footage of a time lies, in whatever recording. */
  readonly finder: FootageFinder;
  readonly cutter: Cutter;
  readonly pageId: string;
  readonly api?: ClipWork;
  /** How often a lease is renewed. Default 10 s: a lease lasts 30 s, so one renewal may fail. */
  readonly renewEveryMs?: number;
}

/** After another page won, or the server did not answer, the job is left alone for a while. */
const restMs = 10_000;
/** A key frame may lie before the range by a long GOP. */
const pinMarginMs = 10_000;
/** Jobs of other sessions and bursts: the rest is looked at when these are done. */
const maxJobs = 50;

export function createClipRunner(options: Options): ClipRunner {
  const { recorder, finder, cutter, pageId, api = openClipWork(pageId), renewEveryMs = 10_000 } = options;
  const stopping = new AbortController();
  const timer = createSteadyTimer();
  const listeners = new Set<(progress: readonly CutProgress[]) => void>();
  const restUntil = new Map<string, number>();
  /** By job: since when footage that it lacks is known to be coming. */
  const comingSince = new Map<string, number>();
  const pins = new Map<string, () => void>();
  let jobs: readonly ClipJob[] = [];
  let progress: readonly CutProgress[] = [];
  let isLooking = false;
  let working: string | null = null;

  const show = (next: readonly CutProgress[]) => {
    if (JSON.stringify(next) === JSON.stringify(progress)) return;
    progress = next;
    for (const listener of listeners) listener(progress);
  };
  const showJob = (one: CutProgress) => show([...progress.filter((other) => other.jobId !== one.jobId), one]);
  const hide = (jobId: string) => show(progress.filter((other) => other.jobId !== jobId));

  const tellBug = (error: unknown) => {
    if (!stopping.signal.aborted) console.error("The clip runner met a bug.", error);
    return null;
  };

  /** Whoever has a job: another page may cut it from what is recorded here, or leave it to this one. */
  const keepFootage = () => {
    const kept = oldest(jobs.filter(isBrowserJob));
    const wanted = new Set(kept.map((job) => job.jobId));
    for (const job of kept) {
      if (pins.has(job.jobId)) continue;
      const range = { fromMs: Math.max(0, job.range.fromMs - pinMarginMs), toMs: job.range.toMs + pinMarginMs };
      pins.set(job.jobId, recorder.pin(range));
    }
    for (const [jobId, unpin] of pins) {
      if (wanted.has(jobId) || jobId === working) continue;
      unpin();
      pins.delete(jobId);
      comingSince.delete(jobId);
    }
  };

  /** One look at all open jobs: shows those that wait, and works on the oldest that is ready. */
  const look = async () => {
    const nowMs = Date.now();
    const open = openJobs(jobs, pageId, nowMs);
    keepFootage();
    const waiting: CutProgress[] = [];
    let ready: ClipJob | null = null;
    for (const job of open) {
      const found = await finder.find(job.range).catch(tellBug);
      if (found === null) continue;
      const { footage, coverage: covered } = found;
      const { coming } = recorder.status;
      if (isComing(covered, coming)) comingSince.set(job.jobId, comingSince.get(job.jobId) ?? nowMs);
      const comingSinceMs = comingSince.get(job.jobId) ?? null;
      const readiness = cutReadiness(job.range, covered, { nowMs, coming, comingSinceMs });
      if (readiness === "cut" && (restUntil.get(job.jobId) ?? 0) <= nowMs) ready ??= job;
      // A page that records nothing, or nothing near, does not promise the clip.
      const isRecording = recorder.status.phase === "recording" || recorder.status.phase === "waiting";
      if (readiness === "wait" && (isRecording || footage.pieces.length > 0)) {
        const coveredMs = covered.status === "complete" ? 0 : covered.coveredMs;
        waiting.push({
          jobId: job.jobId,
          stage: "waiting_for_footage",
          fraction: coveredMs / (job.range.toMs - job.range.fromMs),
        });
      }
    }
    if (stopping.signal.aborted) return;
    show(waiting);
    if (ready !== null) await work(ready);
  };

  const work = async (job: ClipJob) => {
    working = job.jobId;
    try {
      const result = await workOnJob(
        { finder, cutter, api, timer, signal: stopping.signal, onProgress: showJob, renewEveryMs },
        job,
      );
      if (result === "left") restUntil.set(job.jobId, Date.now() + restMs);
      // The server's word of the new state may come later than the next look.
      else jobs = jobs.filter((other) => other.jobId !== job.jobId);
    } finally {
      working = null;
      hide(job.jobId);
    }
  };

  const lookOnce = () => {
    if (isLooking || stopping.signal.aborted || jobs.length === 0) return;
    isLooking = true;
    look()
      .catch(tellBug)
      .finally(() => (isLooking = false));
  };
  timer.onTick(lookOnce);
  pruneCuts(Date.now()).catch(() => undefined);

  return {
    update(next) {
      jobs = next;
      keepFootage();
      lookOnce();
    },
    get progress() {
      return progress;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    destroy() {
      stopping.abort(new AppError("lease_lost", "The page was closed."));
      // At once: a page that is being closed runs nothing later. The page that replaces it can go on without waiting.
      if (working !== null) void api.release(working).catch(() => undefined);
      for (const unpin of pins.values()) unpin();
      timer.destroy();
      listeners.clear();
    },
  };
}

/** Browser jobs that wait for a page, or whose page has gone or is this one; oldest first. */
function openJobs(jobs: readonly ClipJob[], pageId: string, nowMs: number): ClipJob[] {
  const isFree = (job: ClipJob) =>
    !("lease" in job) || job.lease.pageId === pageId || job.lease.expiresAtMs + 1000 < nowMs;
  return oldest(jobs.filter((job) => isBrowserJob(job) && isFree(job)));
}

/** One that a page has to make, or is making. */
function isBrowserJob(job: ClipJob): boolean {
  return "lease" in job || (job.executor === "browser" && job.status === "queued");
}

function oldest(jobs: readonly ClipJob[]): ClipJob[] {
  return jobs.toSorted((a, b) => a.createdAtMs - b.createdAtMs).slice(0, maxJobs);
}
