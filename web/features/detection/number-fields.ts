// The numbers of detection a person can change: plain words, units, and the bounds the server holds them to.
import type { z } from "zod";
import {
  defaultDetectionSettings,
  type DetectionSettings,
  detectionSettingsSchema,
  seedSettingsSchema,
} from "#core/detection/detection-settings.ts";
import { replayLimits } from "#core/detection/replay-limits.ts";
import type { DetectionChoices } from "#core/channel/detection-choices.ts";

type SeedNumber = Exclude<keyof DetectionSettings["seed"], "clipKeywords">;
type AlertName = keyof NonNullable<DetectionChoices["alertAmounts"]>;

export interface NumberField {
  readonly part: "seed" | "alertAmounts";
  readonly name: SeedNumber | AlertName;
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
  /** Null: off. Only alerts can be. */
  readonly byDefault: number | null;
  /** Why a past session cannot answer for it; null when it can. */
  readonly limit: string | null;
}

const seedWords: Record<SeedNumber, readonly [label: string, unit: string]> = {
  chatVelocityThreshold: ["Chat is fast above", "messages a second"],
  chatWindowSeconds: ["Measured over", "seconds"],
  keywordThreshold: ["Messages with a keyword in that time", "messages"],
  emoteSpamThreshold: ["The same emote is written", "times"],
  emoteSpamWindowSeconds: ["Within", "seconds"],
  viewerSpikeThreshold: ["Viewers rise above their usual number", "times"],
  viewerBaselineSeconds: ["Usual means the last", "seconds"],
  viewerBaselineSamples: ["And at least", "different counts"],
  cooldownSeconds: ["Between two moments at least", "seconds"],
  peakConfirmSeconds: ["The peak has passed after", "calm seconds"],
  maxWaitSeconds: ["A moment is told at the latest after", "seconds"],
};

const alertWords: Record<AlertName, readonly [label: string, unit: string]> = {
  subscription: ["Subscription for", "months"],
  gift: ["Gifted subscriptions", "at once"],
  bits: ["Cheer of", "bits"],
  kicks: ["Gift of", "kicks"],
  raid: ["Raid of", "viewers"],
};

export const seedFields: readonly NumberField[] = (Object.keys(seedWords) as SeedNumber[]).map((name) => {
  const [label, unit] = seedWords[name];
  const limit = replayLimits[`seed.${name}`] ?? null;
  const bounds = boundsOf(seedSettingsSchema.shape[name].unwrap());
  return { part: "seed", name, label, unit, limit, ...bounds, byDefault: defaultDetectionSettings.seed[name] };
});

export const alertFields: readonly NumberField[] = (Object.keys(alertWords) as AlertName[]).map((name) => {
  const [label, unit] = alertWords[name];
  const number = detectionSettingsSchema.shape.alertAmounts.unwrap().shape[name].unwrap().unwrap();
  const byDefault = defaultDetectionSettings.alertAmounts[name];
  return { part: "alertAmounts", name, label, unit, limit: null, ...boundsOf(number), byDefault };
});

function boundsOf(number: z.ZodNumber): Pick<NumberField, "min" | "max" | "isWhole"> {
  const isWhole = number.format !== null && number.format !== undefined;
  const min = number.minValue ?? 0;
  // `positive` excludes its bound.
  return { min: isWhole ? Math.max(min, 1) : min, max: Math.min(number.maxValue ?? 1_000_000, 1_000_000), isWhole };
}

/** What the channel has chosen for a field; undefined where it has the default. */
export function choiceOf(choices: DetectionChoices, { part, name }: NumberField): number | null | undefined {
  return (choices[part] as Partial<Record<string, number | null>> | undefined)?.[name];
}

/** The choices with one changed; undefined goes back to the default. */
export function withChoice(
  choices: DetectionChoices,
  { part, name, byDefault }: NumberField,
  value: number | null | undefined,
): DetectionChoices {
  const { [name]: _, ...others } = (choices[part] ?? {}) as Record<string, number | null>;
  const changed = value === undefined || value === byDefault ? others : { ...others, [name]: value };
  const { [part]: __, ...parts } = choices;
  return Object.keys(changed).length === 0 ? parts : { ...parts, [part]: changed };
}

export type Typed =
  | { readonly ok: true; readonly value: number | null | undefined }
  | { readonly ok: false; readonly problem: string };

/** Reads what a person typed: nothing is the default, or off for an alert. */
export function typedNumber({ part, min, max, isWhole }: NumberField, text: string): Typed {
  const trimmed = text.trim();
  if (trimmed === "") return { ok: true, value: part === "alertAmounts" ? null : undefined };
  // Large numbers are shown as 10,000 here, and are understood when they are typed so.
  const isGrouped = /^[1-9]\d{0,2}(,\d{3})+$/.test(trimmed);
  const value = Number(isGrouped ? trimmed.replaceAll(",", "") : trimmed.replace(",", "."));
  if (!Number.isFinite(value)) return { ok: false, problem: "This is not a number." };
  if (isWhole && !Number.isInteger(value)) return { ok: false, problem: "Only whole numbers." };
  if (value < min || value > max) return { ok: false, problem: `Between ${min} and ${max.toLocaleString("en")}.` };
  return { ok: true, value };
}
