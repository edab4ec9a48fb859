// Which part of a file an open clip is to be given.
import type { TimeRange } from "#core/moments/moment.ts";
import { extentOfFile, hasTrustedBegin, type OwnFile } from "./files.types.ts";

/** Sound and picture around a clip; the key picture before it comes by itself. */
const aroundMs = 2_000;

/**
 * What of a wanted range this file is to give: all that it holds of it, once no more of it can come. Null when it holds
 * none, has given it, or is not sure when it was: then a person says so first.
 */
export function partToTake(file: OwnFile, range: TimeRange): TimeRange | null {
  const extent = extentOfFile(file);
  if (extent === null || !hasTrustedBegin(file)) return null;
  const held = { fromMs: Math.max(extent.fromMs, range.fromMs), toMs: Math.min(extent.toMs, range.toMs) };
  if (held.fromMs >= held.toMs) return null;
  if (file.isGrowing && extent.toMs < range.toMs) return null;
  if (file.takenOver.some((taken) => taken.fromMs <= held.fromMs && taken.toMs >= held.toMs)) return null;
  return {
    fromMs: Math.max(extent.fromMs, range.fromMs - aroundMs),
    toMs: Math.min(extent.toMs, range.toMs + aroundMs),
  };
}
