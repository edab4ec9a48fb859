// Which jobs somebody in this object is at work on, so that nobody begins them a second time. It is gone with the object,
// as is the work.
import { longestCallMs } from "./within-call-limit.ts";

/** After an unexpected error a job is left alone for so long, or it would be tried in a circle without a pause. */
const pauseMs = 5_000;

export class BusyJobs {
  readonly #untilMs = new Map<string, number>();

  count(): number {
    return [...this.#untilMs.values()].filter((ms) => ms === Number.POSITIVE_INFINITY).length;
  }

  isFree(jobId: string, nowMs: number): boolean {
    const untilMs = this.#untilMs.get(jobId) ?? 0;
    // A pause that is longer than any was begun before the clock was set back.
    return untilMs <= nowMs || (Number.isFinite(untilMs) && untilMs > nowMs + pauseMs);
  }

  /** When the alarm has to look after a job that is due: not while its call runs, which has an end of its own. */
  notBeforeMs(jobId: string, nowMs: number): number {
    const untilMs = this.#untilMs.get(jobId) ?? 0;
    return Number.isFinite(untilMs) ? Math.min(untilMs, nowMs + pauseMs) : nowMs + longestCallMs;
  }

  begin(jobId: string): void {
    this.#untilMs.set(jobId, Number.POSITIVE_INFINITY);
  }

  end(jobId: string): void {
    this.#untilMs.delete(jobId);
  }

  pause(jobId: string, nowMs: number): void {
    this.#untilMs.set(jobId, nowMs + pauseMs);
  }
}
