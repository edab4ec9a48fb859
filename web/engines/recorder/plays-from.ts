// Whether a page plays what it records, or the source itself because it records nothing.
import type { RecorderStatus } from "./recorder.types.ts";

/** `source`: another tab has the recording, nothing can be stored, or this page does not record. */
export type PlaysFrom = "recording" | "source";

export function playsFrom(status: Pick<RecorderStatus, "phase" | "pieces"> | null): PlaysFrom {
  if (status === null || status.phase === "failed" || status.phase === "elsewhere") return "source";
  return status.pieces === 0 && status.phase === "full" ? "source" : "recording";
}
