// Which settings a replay of kept seconds cannot answer, and why: they decide what is counted while there is text.
import type { DetectionSettings } from "./detection-settings.ts";

type SettingPath =
  | keyof Omit<DetectionSettings, "seed" | "adaptive">
  | `seed.${keyof DetectionSettings["seed"]}`
  | `adaptive.${keyof DetectionSettings["adaptive"]}`;

/** A sentence for a person, by setting; every setting that is not here can be tried on a past session. */
export const replayLimits: Partial<Record<SettingPath, string>> = {
  "seed.clipKeywords": "The text of past messages is not kept; only the keywords of that time were counted.",
  bots: "Who wrote past messages is not kept; only the bots listed at that time were left out.",
  emoteNames: "The text of past messages is not kept; only the emotes listed at that time were counted.",
  "seed.viewerBaselineSeconds": "The viewers' baseline is kept as it was worked out at that time.",
  "seed.viewerBaselineSamples": "The viewers' baseline is kept as it was worked out at that time.",
};
