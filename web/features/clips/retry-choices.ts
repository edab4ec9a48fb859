// Which ways of trying again a failed clip offers, and why there may be none.
import type { ClipJob, Executor } from "#core/clips/job/clip-job.ts";
import { maxManualRetries } from "#core/clips/job/job-step.ts";
import { retryNames } from "./job-words.ts";

export interface RetryChoices {
  /** How often a person may still ask. */
  readonly left: number;
  /** The way that failed, first, then the other ways that the desk offers. */
  readonly choices: readonly { readonly executor: Executor; readonly words: string }[];
  /** Why nothing can be tried any more; null while something can. */
  readonly refusal: string | null;
}

/** Null for a job that has not failed. */
export function retryChoices(job: ClipJob): RetryChoices | null {
  if (job.status !== "failed") return null;
  const left = Math.max(0, maxManualRetries - job.manualRetries);
  const others = job.alternatives.filter((executor) => executor !== job.executor);
  return {
    left,
    choices: [
      { executor: job.executor, words: "Try again" },
      ...others.map((executor) => ({ executor, words: retryNames[executor] })),
    ],
    refusal: left > 0 ? null : `It has been tried again ${maxManualRetries} times; that is the limit.`,
  };
}
