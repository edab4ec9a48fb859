// Measures the detector on real chat logs: alarms an hour, recall beside chance, and how well the budget is kept.
//   node bench/detect/bench-detect.ts --data DIR
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { detectionSettingsFor, type DetectionSettings } from "#core/detection/detection-settings.ts";
import { listUnlabelled, logStartSecond, readLog, readManifest, type LabelledStream } from "./read-log.ts";
import { clipDemandWindow, clipLinkWindow, countFound, countFoundShifted, type LabelWindow } from "./recall.ts";
import { countLog, replay } from "./replay-log.ts";

/** One measured figure. `random` is the same measure for the same alarms shifted in time. */
export interface Row {
  readonly key: string;
  readonly value: number;
  readonly unit: string;
  readonly random?: number;
  /** How many labels or streams the figure rests on. */
  readonly of: number;
}

interface Variant {
  /** Ends a figure's key; empty for the one that is meant when nothing is said. */
  readonly suffix: string;
  readonly settings: DetectionSettings;
  readonly budget: number | null;
}

const variants: readonly Variant[] = [
  { suffix: "", settings: detectionSettingsFor({ profile: "adaptive", alarmsPerHour: 4 }), budget: 4 },
  { suffix: ".budget_2", settings: detectionSettingsFor({ profile: "adaptive", alarmsPerHour: 2 }), budget: 2 },
  { suffix: ".budget_8", settings: detectionSettingsFor({ profile: "adaptive", alarmsPerHour: 8 }), budget: 8 },
  { suffix: ".seed", settings: detectionSettingsFor({ profile: "seed", alarmsPerHour: 4 }), budget: null },
];

/** What one variant did on one stream. */
export interface StreamOutcome {
  readonly stream: LabelledStream;
  readonly peakSeconds: readonly number[];
}

/** @param dataDirectory in the format of {@link readManifest}. */
export async function benchDetect({ dataDirectory }: { dataDirectory: string }): Promise<Row[]> {
  const measured = variants.map((variant) => ({ variant, outcomes: [] as StreamOutcome[] }));
  for (const stream of await readManifest(dataDirectory)) {
    const seconds = countLog(await readLog(stream.file));
    for (const { variant, outcomes } of measured) {
      outcomes.push({ stream, peakSeconds: peaksOf(replay(seconds, variant.settings)) });
    }
  }
  const rows = measured.flatMap(({ variant, outcomes }) => streamRows(variant, outcomes));
  return [...rows, ...(await unlabelledRows(dataDirectory))];
}

function peaksOf(moments: readonly { readonly peakMs: number }[]): number[] {
  return moments.map(({ peakMs }) => peakMs / 1000 - logStartSecond);
}

function streamRows({ suffix, budget }: Variant, outcomes: readonly StreamOutcome[]): Row[] {
  const rows: Row[] = [
    {
      key: `detect.alarms_per_hour${suffix}`,
      value: alarmsPerHour(outcomes),
      unit: "alarms an hour",
      of: outcomes.length,
    },
    recallRow(`detect.recall_clip_links${suffix}`, outcomes, clipLinkWindow, (stream) => stream.clipLinkSeconds),
    recallRow(`detect.recall_clip_demand${suffix}`, outcomes, clipDemandWindow, (stream) => stream.clipDemandSeconds),
  ];
  if (budget !== null) rows.push(spreadRow(suffix, budget, outcomes));
  return rows;
}

export function alarmsPerHour(outcomes: readonly StreamOutcome[]): number {
  const hours = outcomes.reduce((sum, { stream }) => sum + stream.durationSeconds / 3600, 0);
  return outcomes.reduce((sum, { peakSeconds }) => sum + peakSeconds.length, 0) / hours;
}

function recallRow(
  key: string,
  outcomes: readonly StreamOutcome[],
  window: LabelWindow,
  labelsOf: (stream: LabelledStream) => readonly number[],
): Row {
  let labels = 0;
  let found = 0;
  let random = 0;
  for (const { stream, peakSeconds } of outcomes) {
    labels += labelsOf(stream).length;
    found += countFound(labelsOf(stream), peakSeconds, window);
    random += countFoundShifted(labelsOf(stream), peakSeconds, window, stream.durationSeconds);
  }
  return { key, value: found / labels, unit: "recall", random: random / labels, of: labels };
}

/** Streams too short or too quiet to owe anybody a budget are left out. */
const leastStreamSeconds = 2 * 3600;
const leastMessagesPerSecond = 0.2;
const spreadTolerance = 0.4;

function spreadRow(suffix: string, budget: number, outcomes: readonly StreamOutcome[]): Row {
  const judged = outcomes.filter(
    ({ stream }) => stream.durationSeconds >= leastStreamSeconds && stream.messagesPerSecond >= leastMessagesPerSecond,
  );
  const kept = judged.filter((outcome) => Math.abs(alarmsPerHour([outcome]) / budget - 1) <= spreadTolerance);
  return {
    key: `detect.budget_spread${suffix}`,
    value: kept.length / judged.length,
    unit: "share of streams",
    of: judged.length,
  };
}

async function unlabelledRows(dataDirectory: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, file } of await listUnlabelled(dataDirectory)) {
    const seconds = countLog(await readLog(file));
    for (const { suffix, settings } of variants) {
      const value = replay(seconds, settings).length / (seconds.length / 3600);
      rows.push({ key: `detect.alarms_per_hour.${name}${suffix}`, value, unit: "alarms an hour", of: 1 });
    }
  }
  return rows;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { data: { type: "string" } } });
  if (values.data === undefined) {
    console.error("Which logs? --data DIR");
    process.exitCode = 2;
  } else {
    for (const { key, value, random, of, unit } of await benchDetect({ dataDirectory: values.data })) {
      const beside = random === undefined ? "" : `  (shifted in time ${random.toFixed(3)})`;
      console.log(`${key.padEnd(48)} ${value.toFixed(3)} ${unit}${beside}  of ${of}`);
    }
  }
}
