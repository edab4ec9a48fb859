// The sample stream on disk: a loop of MPEG-TS segments and what happens in its picture.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const sampleSchema = z.object({
  fps: z.number().positive(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  frames: z.number().int().positive(),
  segmentSeconds: z.number().positive(),
  segments: z
    .array(z.string().regex(/^[\w-]+\.ts$/))
    .min(1)
    .max(1000),
  events: z
    .array(
      z.object({
        id: z.string().max(60),
        title: z.string().max(120),
        /** The strongest picture of the event, seconds from the start of the loop. */
        atSeconds: z.number().nonnegative(),
        durationSeconds: z.number().positive(),
      }),
    )
    .max(50),
});
export type Sample = z.infer<typeof sampleSchema>;
export type SampleEvent = Sample["events"][number];

/** Reads `sample.json` of a media folder. Throws when it is missing or not of this form. */
export async function readSample(mediaDirectory: string): Promise<Sample> {
  const text = await readFile(join(mediaDirectory, "sample.json"), "utf8");
  return sampleSchema.parse(JSON.parse(text));
}

/** Length of the loop in milliseconds. */
export function loopMsOf(sample: Sample): number {
  return Math.round(sample.segments.length * sample.segmentSeconds * 1000);
}
