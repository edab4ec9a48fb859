// What a clip lacks of the range it was asked for, because the recording lacks it. Told with the clip for as long as it exists.
import { z } from "zod";

/** No clip is longer. */
export const longestLackMs = 600_000;
const lengthSchema = z.number().int().nonnegative().max(longestLackMs);

export const footageLackSchema = z.object({
  /** Neither picture nor sound: left out of the clip. */
  missingMs: lengthSchema,
  withoutPictureMs: lengthSchema,
  withoutSoundMs: lengthSchema,
});
export type FootageLack = z.infer<typeof footageLackSchema>;

export const nothingLacks: FootageLack = { missingMs: 0, withoutPictureMs: 0, withoutSoundMs: 0 };
