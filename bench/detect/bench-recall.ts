// Alarms an hour, recall beside chance and how well the budget is kept, on real logs. Whatever was chosen for a channel's
// streams was chosen on other channels' streams.
import { defaultDetectionSettings, detectionSettingsFor } from "#core/detection/detection-settings.ts";
import { countChat } from "#core/detection/count-chat.ts";
import { replay } from "#core/detection/replay.ts";
import type { Row } from "../row.ts";
import { chooseThresholds, play, withThresholds } from "./choose-thresholds.ts";
import { alarmsPerHour, budgetSpread, recallOf, type CountedStream, type StreamOutcome } from "./outcome.ts";
import { listUnlabelled, readLog, readManifest } from "./read-log.ts";
import { clipDemandWindow, clipLinkWindow } from "./recall.ts";

const budgets = [4, 2, 8];
const seed = detectionSettingsFor({ profile: "seed", alarmsPerHour: 4 });
const suffixOf = (budget: number) => (budget === 4 ? "" : `.budget_${budget}`);

type Figure = Omit<Row, "baseline" | "ratio">;

/** @param dataDirectory in the format of `readManifest`. */
export async function benchRecall(dataDirectory: string): Promise<Figure[]> {
  const streams: CountedStream[] = [];
  for (const stream of await readManifest(dataDirectory)) {
    streams.push({ stream, kept: countChat(await readLog(stream.file), defaultDetectionSettings) });
  }
  const figures = [...heldOutFigures(streams), ...outcomeFigures(play(streams, seed), ".seed", null)];
  const all = chooseThresholds(streams);
  figures.push(...thresholdFigures(all, ".all_channels"));
  const shipped = play(streams, defaultDetectionSettings);
  figures.push(...outcomeFigures(shipped, ".shipped", 4));
  return [...figures, ...(await unlabelledFigures(dataDirectory))];
}

/** Each channel with the thresholds that the others gave, then all of them together. */
function heldOutFigures(streams: readonly CountedStream[]): Figure[] {
  const channels = [...new Set(streams.map(({ stream }) => stream.channel))];
  if (channels.length < 2) return [];
  const pooled = new Map<number, StreamOutcome[]>();
  const figures = channels.flatMap((channel, index) => {
    const thresholds = chooseThresholds(streams.filter(({ stream }) => stream.channel !== channel));
    const heldOut = streams.filter(({ stream }) => stream.channel === channel);
    // The names of other people's channels are not kept with the sources.
    const suffix = `.held_out_${index + 1}`;
    const perBudget = budgets.flatMap((budget) => {
      const outcomes = play(heldOut, withThresholds(thresholds, budget));
      pooled.set(budget, [...(pooled.get(budget) ?? []), ...outcomes]);
      return outcomeFigures(outcomes, suffix + suffixOf(budget), budget);
    });
    return [...perBudget, ...thresholdFigures(thresholds, suffix)];
  });
  for (const [budget, outcomes] of pooled) figures.push(...outcomeFigures(outcomes, suffixOf(budget), budget));
  return figures;
}

function outcomeFigures(outcomes: readonly StreamOutcome[], suffix: string, budget: number | null): Figure[] {
  const figures: Figure[] = [
    { key: `detect.alarms_per_hour${suffix}`, value: alarmsPerHour(outcomes), unit: "alarms an hour" },
  ];
  const recalls = {
    clip_links: recallOf(outcomes, clipLinkWindow, (stream) => stream.clipLinkSeconds),
    clip_demand: recallOf(outcomes, clipDemandWindow, (stream) => stream.clipDemandSeconds),
  };
  for (const [name, { value, random, standardError }] of Object.entries(recalls)) {
    // A channel may have no labels of a kind.
    if (Number.isNaN(value)) continue;
    figures.push({ key: `detect.recall_${name}${suffix}`, value, unit: "recall", random });
    figures.push({ key: `detect.recall_${name}_se${suffix}`, value: standardError, unit: "standard error" });
  }
  if (budget !== null) {
    const value = budgetSpread(outcomes, budget);
    figures.push({ key: `detect.budget_spread${suffix}`, value, unit: "share of streams" });
  }
  return figures;
}

function thresholdFigures(thresholds: ReturnType<typeof chooseThresholds>, suffix: string): Figure[] {
  return [
    { key: `detect.chosen_start${suffix}`, value: thresholds.startThreshold, unit: "score" },
    { key: `detect.chosen_start_per_doubling${suffix}`, value: thresholds.startThresholdPerDoubling, unit: "score" },
  ];
}

async function unlabelledFigures(dataDirectory: string): Promise<Figure[]> {
  const counted = [];
  for (const { file } of await listUnlabelled(dataDirectory)) {
    const messages = await readLog(file);
    const kept = countChat(messages, defaultDetectionSettings);
    const seconds = (kept.at(-1)?.[0] ?? 0) - (kept[0]?.[0] ?? 0) + 1;
    counted.push({ kept, seconds, rate: messages.length / seconds, isUnspaced: isHan(messages) });
  }
  const spaced = counted.filter(({ isUnspaced }) => !isUnspaced).toSorted((a, b) => a.rate - b.rate);
  const chinese = counted.filter(({ isUnspaced }) => isUnspaced);
  const named = [
    ...spaced.map((log, index) => ({ log, name: sizeOf(index, spaced.length) })),
    ...chinese.map((log, index) => ({ log, name: index === 0 ? "chinese" : `chinese_${index + 1}` })),
  ];
  return named.flatMap(({ log: { kept, seconds, rate }, name }) => {
    const at = (settings: typeof seed, suffix: string): Figure => ({
      key: `detect.alarms_per_hour.log_${name}${suffix}`,
      value: replay(kept, settings).moments.length / (seconds / 3600),
      unit: "alarms an hour",
    });
    return [
      { key: `detect.chat_rate.log_${name}`, value: rate, unit: "messages a second" },
      ...budgets.map((budget) =>
        at(detectionSettingsFor({ profile: "adaptive", alarmsPerHour: budget }), suffixOf(budget)),
      ),
      at(seed, ".seed"),
    ];
  });
}

/** By messages a second, in order: the first is the small one, the last the big one. */
function sizeOf(index: number, count: number): string {
  if (index === count - 1) return "big";
  if (index === 0) return "small";
  return count === 3 ? "middle" : `middle_${index}`;
}

function isHan(messages: readonly { readonly text: string }[]): boolean {
  const sample = messages.slice(0, 500);
  // Emotes and numbers are most of any chat; a fifth with Han characters is no accident.
  return sample.filter(({ text }) => /\p{Script=Han}/u.test(text)).length > sample.length / 5;
}
