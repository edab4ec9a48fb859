// A channel's own choices of detection numbers over the defaults: what may be chosen, and within which bounds.
import { z } from "zod";
import { detectionSettingsSchema, seedSettingsSchema } from "#core/detection/detection-settings.ts";

const { alertAmounts, bots, emoteNames } = detectionSettingsSchema.shape;

/**
 * Every part may be left out, and every number in a part: what is left out is the default, also when the default of a
 * later version is another.
 */
export const detectionChoicesSchema = z.strictObject({
  seed: chosen(seedSettingsSchema.shape).optional(),
  alertAmounts: chosen(alertAmounts.unwrap().shape).optional(),
  bots: bots.unwrap().optional(),
  emoteNames: emoteNames.unwrap().optional(),
});
export type DetectionChoices = z.infer<typeof detectionChoicesSchema>;

type Chosen<Shape extends Record<string, z.ZodDefault>> = {
  [Name in keyof Shape]: z.ZodOptional<ReturnType<Shape[Name]["unwrap"]>>;
};

/** The same fields without their defaults: a choice that was not made must not look like one. */
function chosen<Shape extends Record<string, z.ZodDefault>>(shape: Shape) {
  const fields = Object.entries(shape).map(([name, field]) => [name, z.optional(field.unwrap())]);
  return z.strictObject(Object.fromEntries(fields) as Chosen<Shape>);
}
