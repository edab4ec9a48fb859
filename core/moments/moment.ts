// A moment: a time in a stream with the triggers that noticed it and the numbers that explain them.
import { z } from "zod";
import { lineSchema } from "#core/text/clean-line.ts";

export const triggerTypes = [
  "viewer_spike",
  "chat_velocity",
  "keyword",
  "emote_spam",
  "clip_demand",
  "alert",
  "vision",
  "manual",
] as const;
export type TriggerType = (typeof triggerTypes)[number];

/** Why one signal fired. `value` and `baseline` share a unit, named in `unit`; `ratio` is value / baseline where that means something. */
export const triggerSchema = z.object({
  type: z.enum(triggerTypes),
  atMs: z.number().int(),
  windowSeconds: z.number().nonnegative(),
  value: z.number(),
  baseline: z.number().nullable(),
  ratio: z.number().nullable(),
  unit: z.string().max(40),
  /** The keyword or emote that counted, when one did. Bounded and already cleaned; never a whole message. */
  term: lineSchema(60).nullable(),
});
export type Trigger = z.infer<typeof triggerSchema>;

/** What the detector finds. Times are event time in epoch milliseconds. */
export const detectedMomentSchema = z.object({
  /** When the reaction began to rise. */
  onsetMs: z.number().int(),
  /** When the reaction was strongest. */
  peakMs: z.number().int(),
  /** When the detector was sure. */
  detectedMs: z.number().int(),
  /** 0 to 1. */
  score: z.number().min(0).max(1),
  triggers: z.array(triggerSchema).min(1).max(20),
  profile: z.enum(["seed", "adaptive", "manual"]),
  /** One sentence with numbers that a streamer understands. */
  explanation: lineSchema(400),
  viewerCount: z.number().int().nonnegative().nullable(),
});
export type DetectedMoment = z.infer<typeof detectedMomentSchema>;

/** A moment of a session. `number` counts from 1 within the session and appears in file names. */
export const momentSchema = detectedMomentSchema.extend({
  id: z.string().max(80),
  sessionId: z.string().max(80),
  number: z.number().int().positive(),
  streamElapsedSeconds: z.number().nonnegative(),
});
export type Moment = z.infer<typeof momentSchema>;

/** Event time. The database's calendar and the page's agree up to the year 9999. */
export const eventTimeSchema = z
  .number()
  .int()
  .nonnegative()
  .max(Date.UTC(9999, 11, 31));

/** A span of event time, from inclusive, to exclusive, epoch milliseconds. */
export const timeRangeSchema = z
  .object({ fromMs: eventTimeSchema, toMs: eventTimeSchema })
  .refine((range) => range.toMs > range.fromMs, "a range must end after it begins");
export type TimeRange = z.infer<typeof timeRangeSchema>;
