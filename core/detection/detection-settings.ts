// Every number of detection, with its default and bounds. Windows are bounded by the seconds the detector keeps.
import { z } from "zod";
import { defaultBots } from "#core/chat/default-bots.ts";
import { defaultKeywords } from "#core/chat/keywords.ts";
import { triggerTypes } from "#core/moments/moment.ts";
import { seenLineSchema } from "#core/text/clean-line.ts";

const shortWindow = z.number().int().min(1).max(60);
const names = (most: number) => z.array(seenLineSchema(60)).max(most);

/** The fixed rules, as the first clippers had them. They are compared as written: `>` for rates and ratios, `≥` for counts. */
export const seedSettingsSchema = z.object({
  /** Fires above this many times the viewers of the baseline. */
  viewerSpikeThreshold: z.number().min(1).max(1000).default(3),
  viewerBaselineSeconds: z.number().int().min(10).max(900).default(60),
  /** The baseline reaches back over at least this many distinct counts: Kick's count changes once a minute. */
  viewerBaselineSamples: z.number().int().min(1).max(15).default(5),
  /** Fires above this many messages a second. */
  chatVelocityThreshold: z.number().min(0.1).max(10_000).default(5),
  chatWindowSeconds: shortWindow.default(10),
  clipKeywords: names(50).default([...defaultKeywords]),
  /** Messages with a keyword within `chatWindowSeconds`. */
  keywordThreshold: z.number().int().min(1).max(10_000).default(3),
  /** Times the same emote was written within `emoteSpamWindowSeconds`. */
  emoteSpamThreshold: z.number().int().min(1).max(10_000).default(10),
  emoteSpamWindowSeconds: shortWindow.default(5),
  /** From the first signal of a moment; signals within it belong to that moment. */
  cooldownSeconds: z.number().int().min(1).max(600).default(30),
  /** The peak has passed when the rate has not risen for so long. */
  peakConfirmSeconds: shortWindow.default(4),
  /** A moment is told at most this long after its first signal, peak or not. */
  maxWaitSeconds: shortWindow.default(12),
});

/** Judges people's reactions against this channel's own recent behaviour and keeps to an alarm budget. */
export const adaptiveSettingsSchema = z.object({
  alarmsPerHour: z.number().min(0.5).max(60).default(4),
  /** Until so much of the channel's normal is known, the seed rules stand in. */
  warmUpSeconds: z.number().int().min(60).max(1800).default(600),
  /** The normal is learnt from what is at least this old, so that a moment does not become its own normal. */
  baselineLagSeconds: shortWindow.default(15),
  /** Least deviation in units of √count. Chat is more uneven than chance alone (where it would be 1). */
  deviationFloor: z.number().min(0.5).max(10).default(1.5),
  /** What each person who asks for a clip adds to the score, up to `demandCap` people. */
  demandWeight: z.number().min(0).max(10).default(1.5),
  demandCap: z.number().int().min(0).max(20).default(3),
  /** So many people asking within 30 s are a trigger whatever the score. */
  clipDemandPeople: z.number().int().min(1).max(50).default(2),
  /**
   * Score at which a channel nobody knows yet starts, at a budget of four an hour. This and the next
   * are what the rule of `bench/detect/choose-thresholds.ts` gives on all its streams; it looks at no label.
   */
  startThreshold: z.number().min(0).max(20).default(3.1),
  /** How much lower it starts for twice the budget. */
  startThresholdPerDoubling: z.number().min(0).max(5).default(0.75),
  /** Below this score even a quiet channel has no moment: four people in a sleepy chat are not a crowd. */
  thresholdFloor: z.number().min(0).max(20).default(1),
  /** Above this the threshold never climbs, so that one wild quarter of an hour does not silence the evening. */
  thresholdCeiling: z.number().min(1).max(50).default(6),
  /**
   * How far one alarm raises the threshold at a budget of four an hour or more; it sinks back at the rate that makes the
   * budget come out even. A channel whose scores lie two points from the start shall be within 40 % of its budget after four
   * hours, which are sixteen alarms: 2 / (0.4 × 16) = 0.31 or more.
   */
  controllerGain: z.number().min(0).max(5).default(0.35),
  cooldownSeconds: z.number().int().min(1).max(600).default(60),
  peakConfirmSeconds: shortWindow.default(8),
  maxWaitSeconds: shortWindow.default(20),
  /** After a raid the chat greets the raiders: a jump of chat alone is no moment for so long. */
  raidGuardSeconds: z.number().int().min(0).max(600).default(90),
  /** The same after gifted subscriptions, for gifts of at least `giftGuardAmount`. */
  giftGuardSeconds: z.number().int().min(0).max(600).default(40),
  giftGuardAmount: z.number().int().min(1).max(1000).default(5),
});

/** The least amount of an alert that is a moment by itself; null: it only accompanies one. */
const alertAmounts = z.object({
  subscription: z.number().int().positive().nullable().default(null),
  gift: z.number().int().positive().nullable().default(50),
  bits: z.number().int().positive().nullable().default(10_000),
  kicks: z.number().int().positive().nullable().default(10_000),
  raid: z.number().int().positive().nullable().default(null),
});

export const detectionSettingsSchema = z.object({
  profile: z.enum(["seed", "adaptive"]).default("adaptive"),
  seed: seedSettingsSchema.prefault({}),
  adaptive: adaptiveSettingsSchema.prefault({}),
  alertAmounts: alertAmounts.prefault({}),
  /** Logins whose messages count zero. */
  bots: names(200).default([...defaultBots]),
  /** Emotes of browser extensions, which no platform marks; a word of the list is counted like an emote. */
  emoteNames: names(2000).default([]),
  /** How much each trigger counts; 1 unless people's feedback says otherwise. */
  triggerWeights: z.partialRecord(z.enum(triggerTypes), z.number().min(0.1).max(10)).default({}),
});
export type DetectionSettings = z.infer<typeof detectionSettingsSchema>;
export type AdaptiveSettings = z.infer<typeof adaptiveSettingsSchema>;

export const defaultDetectionSettings: DetectionSettings = detectionSettingsSchema.parse({});

/** The channel's own choices over the defaults. Build it once per change of settings: the lists are compiled by identity. */
export function detectionSettingsFor(channel: {
  readonly profile: DetectionSettings["profile"];
  readonly alarmsPerHour: number;
}): DetectionSettings {
  return {
    ...defaultDetectionSettings,
    profile: channel.profile,
    adaptive: { ...defaultDetectionSettings.adaptive, alarmsPerHour: channel.alarmsPerHour },
  };
}
