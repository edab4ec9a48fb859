// The list that joins the parts of a cut for ffmpeg's concat demuxer.

export interface ListedPart {
  readonly file: string;
  /** How long its footage lasts from its first picture, milliseconds. */
  readonly pictureMs: number;
  /** How far its sound is ahead of its first picture, milliseconds. */
  readonly leadMs: number;
}

/**
 * ffmpeg lays each file's earliest timestamp, picture or sound, where the file before ends by its `duration`. The
 * durations below are such that pictures follow pictures: sound that is ahead of a part's first picture overlaps the
 * end of the part before by a few milliseconds instead of delaying the picture.
 */
export function concatList(parts: readonly ListedPart[]): string {
  const lines = parts.flatMap(({ file, pictureMs, leadMs }, index) => {
    const durationMs = leadMs + pictureMs - (parts[index + 1]?.leadMs ?? 0);
    return [`file ${file}`, `duration ${(durationMs / 1000).toFixed(6)}`];
  });
  return ["ffconcat version 1.0", ...lines, ""].join("\n");
}
