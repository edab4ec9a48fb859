// The line of footage under the live chart: what is kept, what is missing and why.
import type uPlot from "uplot";
import type { TimeRange } from "#core/moments/moment.ts";
import type { Gap } from "#core/recording/piece.ts";
import { gapWords } from "../../ui/format/gap-words.ts";

export interface FootageLine {
  readonly held: readonly TimeRange[];
  readonly gaps: readonly Gap[];
}

/** Whether the stream lacked it or this device did. */
export type GapSide = "stream" | "device";
export type FootageColours = Readonly<Record<"held" | GapSide, string>>;

const gapSides: Record<Gap["reason"], GapSide> = {
  left_playlist: "stream",
  fetch_failed: "stream",
  unreadable: "stream",
  no_key: "stream",
  source_silent: "stream",
  disk_full: "device",
  recorder_stopped: "device",
  share_ended: "device",
};

/** What is known of the footage of a time, in a few words; null where nobody recorded. */
export function footageAt({ held, gaps }: FootageLine, atMs: number): string | null {
  const isIn = ({ fromMs, toMs }: TimeRange) => fromMs <= atMs && atMs < toMs;
  if (held.some(isIn)) return "kept";
  const gap = gaps.findLast(isIn);
  return gap === undefined ? null : `missing: ${gapWords(gap)}`;
}

/** Where footage was lost of what ended after `fromMs`. */
export function lostSince({ gaps }: FootageLine, fromMs: number): GapSide[] {
  return [...new Set(gaps.flatMap(({ toMs, reason }) => (toMs > fromMs ? [gapSides[reason]] : [])))];
}

/** A stretch is at least this wide, so that a lost segment can be seen among ten minutes. */
const leastWidth = 3;
const height = 4;

/** Along the bottom of the plot: a thin line where there is footage, a block where some is missing. */
export function drawFootage(plot: uPlot, { held, gaps }: FootageLine, colours: FootageColours): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  const bottom = bbox.top + bbox.height;
  const draw = ({ fromMs, toMs }: TimeRange, colour: string, tall: number) => {
    const from = Math.max(plot.valToPos(fromMs / 1000, "x", true), bbox.left);
    const to = Math.min(plot.valToPos(toMs / 1000, "x", true), bbox.left + bbox.width);
    if (to <= bbox.left || from >= bbox.left + bbox.width) return;
    ctx.fillStyle = colour;
    ctx.fillRect(from, bottom - tall * scale, Math.max(to - from, leastWidth * scale), tall * scale);
  };
  ctx.save();
  for (const stretch of held) draw(stretch, colours.held, height / 2);
  for (const gap of gaps) draw(gap, colours[gapSides[gap.reason]], height * 2);
  ctx.restore();
}
