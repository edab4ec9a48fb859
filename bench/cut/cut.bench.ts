// A cut of 60 seconds in the page beside the same by a native ffmpeg, as a measurement of `npm run bench`.
import type { Measured } from "../row.ts";
import { benchCut } from "./bench-cut.ts";

export async function measure(): Promise<Measured> {
  const rows = await benchCut();
  const lacksNative = rows.some(({ baseline }) => baseline === null);
  return lacksNative
    ? { rows, skipped: ["cut.copy_60s_ratio: no native ffmpeg on this machine to compare with"] }
    : { rows };
}
