// What a clip lacks of the range it was asked for, because the recording lacks it. Told with the clip for as long as it exists.
import { z } from "zod";
import type { TimeRange } from "#core/moments/moment.ts";
import { lackingIn, missingIn } from "#core/recording/coverage.ts";
import type { Piece } from "#core/recording/piece.ts";

/** No clip is longer. */
const longestMs = 600_000;
const lengthSchema = z.number().int().nonnegative().max(longestMs);

export const footageLackSchema = z.object({
  /** Neither picture nor sound: left out of the clip. */
  missingMs: lengthSchema,
  withoutPictureMs: lengthSchema,
  withoutSoundMs: lengthSchema,
});
export type FootageLack = z.infer<typeof footageLackSchema>;

export const nothingLacks: FootageLack = { missingMs: 0, withoutPictureMs: 0, withoutSoundMs: 0 };

export function footageLack(pieces: readonly Piece[], range: TimeRange): FootageLack {
  const lacking = lackingIn(pieces, range);
  return {
    missingMs: lengthOf(missingIn(pieces, range)),
    withoutPictureMs: lengthOf(lacking.filter(({ lacks }) => lacks === "picture")),
    withoutSoundMs: lengthOf(lacking.filter(({ lacks }) => lacks === "sound")),
  };
}

function lengthOf(ranges: readonly TimeRange[]): number {
  const ms = ranges.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  return Math.min(longestMs, Math.round(ms));
}
