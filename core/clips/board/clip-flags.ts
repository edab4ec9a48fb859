// Switches for clipping on a whole deployment. They act at once, without a deploy.
import { z } from "zod";
import { clipModes } from "#core/clips/job/clip-mode.ts";

/** The names are those an operator knows from the runbook. */
export const clipFlagsSchema = z.object({
  /** Off: moments only; no candidates, no jobs. */
  clip_pipeline_enabled: z.boolean(),
  /** Off: candidates and approvals, and nothing is sent to Twitch. */
  clip_api_enabled: z.boolean(),
  /** How a Twitch clip is made where both ways are open. */
  clip_mode_default: z.enum(clipModes),
});
export type ClipFlags = z.infer<typeof clipFlagsSchema>;

/** Any of them; a switch that is misspelled must not look as if it had been thrown, hence strict. */
export const flagsPatchSchema = clipFlagsSchema.partial().strict();
export type FlagsPatch = z.infer<typeof flagsPatchSchema>;

export const defaultClipFlags: ClipFlags = {
  clip_pipeline_enabled: true,
  clip_api_enabled: true,
  clip_mode_default: "live",
};

/** What somebody is told who asks for a clip while the pipeline is off. */
export const clippingIsOff = "Clipping is switched off on this deployment. An owner can switch it on.";
