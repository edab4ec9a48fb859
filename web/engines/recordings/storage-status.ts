// What a page shows of the room that the recordings of its browser take.
import type { FreedStretch } from "#core/recording/freed-footage.ts";
import type { NextToGo } from "#core/recording/next-to-go.ts";

export interface StorageStatus {
  /** All recordings of this browser together. */
  readonly usedBytes: number;
  readonly budgetBytes: number;
  /** What the disk was found to hold; null while no write has been refused. */
  readonly limitBytes: number | null;
  /** Of what never goes by itself. */
  readonly keptBytes: number;
  /** Of what stays for open clips alone. */
  readonly pinnedBytes: number;
  /** How fast live footage grows; null in the first minute. */
  readonly bytesPerMinute: number | null;
  /** What a minute of footage takes; null without any. */
  readonly footageBytesPerMinute: number | null;
  readonly next: NextToGo | null;
  /** What went since this recorder began, oldest first. */
  readonly freed: readonly FreedStretch[];
}
