// What the detector did on labelled streams, and the figures read from it.
import type { SecondRow } from "#core/detection/second-row.ts";
import type { DetectedMoment } from "#core/moments/moment.ts";
import { logStartSecond, type LabelledStream } from "./read-log.ts";
import { countFound, countFoundShifted, type LabelWindow } from "./recall.ts";

export interface CountedStream {
  readonly stream: LabelledStream;
  readonly kept: readonly SecondRow[];
}

export interface StreamOutcome {
  readonly stream: LabelledStream;
  readonly moments: readonly DetectedMoment[];
}

export interface Recall {
  readonly value: number;
  /** The same alarms shifted in time. */
  readonly random: number;
  /** Of `value`, over streams: labels of one stream are not independent of each other. */
  readonly standardError: number;
}

/** Streams too short or too quiet to owe anybody a budget are left out. */
const leastStreamSeconds = 2 * 3600;
const leastMessagesPerSecond = 0.2;
const budgetTolerance = 0.4;

export function alarmsPerHour(outcomes: readonly StreamOutcome[]): number {
  const hours = outcomes.reduce((sum, { stream }) => sum + stream.durationSeconds / 3600, 0);
  return outcomes.reduce((sum, { moments }) => sum + moments.length, 0) / hours;
}

/** Null for a stream too short or too quiet to be judged. */
export function keepsBudget(outcome: StreamOutcome, budget: number): boolean | null {
  const { durationSeconds, messagesPerSecond } = outcome.stream;
  if (durationSeconds < leastStreamSeconds || messagesPerSecond < leastMessagesPerSecond) return null;
  return Math.abs(alarmsPerHour([outcome]) / budget - 1) <= budgetTolerance;
}

export function budgetSpread(outcomes: readonly StreamOutcome[], budget: number): number {
  const judged = outcomes.map((outcome) => keepsBudget(outcome, budget)).filter((keeps) => keeps !== null);
  return judged.filter(Boolean).length / judged.length;
}

export function recallOf(
  outcomes: readonly StreamOutcome[],
  window: LabelWindow,
  labelsOf: (stream: LabelledStream) => readonly number[],
): Recall {
  const streams = outcomes.map(({ stream, moments }) => {
    const labels = labelsOf(stream);
    const peaks = moments.map(({ peakMs }) => peakMs / 1000 - logStartSecond);
    return {
      labels: labels.length,
      found: countFound(labels, peaks, window),
      random: countFoundShifted(labels, peaks, window, stream.durationSeconds),
    };
  });
  const sum = (read: (stream: (typeof streams)[number]) => number) => streams.reduce((all, one) => all + read(one), 0);
  const labels = sum((one) => one.labels);
  const value = sum((one) => one.found) / labels;
  const standardError = Math.sqrt(sum((one) => (one.found - value * one.labels) ** 2)) / labels;
  return { value, random: sum((one) => one.random) / labels, standardError };
}
