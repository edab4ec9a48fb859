// What the page shows of the jobs it is at work on.
import type { ClipJob } from "#core/clips/job/clip-job.ts";

/** Where this page is with a job; jobs it does not work on are absent. */
export interface CutProgress {
  readonly jobId: string;
  readonly stage: "waiting_for_footage" | "cutting" | "uploading" | "finishing";
  /** 0 to 1 within the stage. */
  readonly fraction: number;
}

/** Takes every browser job this page can do, one at a time: wait for the range, lease, cut, upload, complete. */
export interface ClipRunner {
  /** Tell it the jobs as the server knows them, as often as they change. */
  update(jobs: readonly ClipJob[]): void;
  readonly progress: readonly CutProgress[];
  subscribe(listener: (progress: readonly CutProgress[]) => void): () => void;
  destroy(): void;
}
