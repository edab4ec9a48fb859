// The detector's settings for one channel: the defaults, its own choices over them, and the weights of its feedback.
import { type DetectionSettings, detectionSettingsFor } from "#core/detection/detection-settings.ts";
import type { DetectionChoices } from "#core/channel/detection-choices.ts";
import type { HeardSettings } from "#core/channel/heard-settings.ts";

type Relevant = Pick<HeardSettings, "profile" | "alarmsPerHour" | "detection" | "triggerWeights">;

/** Build it once per change of settings: the detector compiles its lists by identity. */
export function channelDetection(channel: Relevant): DetectionSettings {
  const settings = withChoices(detectionSettingsFor(channel), channel.detection ?? {});
  return channel.triggerWeights === undefined ? settings : { ...settings, triggerWeights: channel.triggerWeights };
}

function withChoices(settings: DetectionSettings, choices: DetectionChoices): DetectionSettings {
  return {
    ...settings,
    seed: { ...settings.seed, ...made(choices.seed) },
    alertAmounts: { ...settings.alertAmounts, ...made(choices.alertAmounts) },
    bots: choices.bots ?? settings.bots,
    emoteNames: choices.emoteNames ?? settings.emoteNames,
  };
}

type Made<Part> = { [Name in keyof Part]: Exclude<Part[Name], undefined> };

function made<Part extends object>(part: Part | undefined): Made<Part> {
  return Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined)) as Made<Part>;
}
