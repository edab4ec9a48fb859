// How late chat reaches us: the median of arrival time less event time over the last messages.
const kept = 51;

export class FeedLag {
  readonly #samplesMs: number[] = [];

  add(sentAtMs: number, arrivedAtMs: number): void {
    this.#samplesMs.push(arrivedAtMs - sentAtMs);
    if (this.#samplesMs.length > kept) this.#samplesMs.shift();
  }

  /** Null before the first message. A clock that runs ahead of ours shows as a negative lag and is not hidden. */
  medianMs(): number | null {
    if (this.#samplesMs.length === 0) return null;
    const sorted = this.#samplesMs.toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }
}
