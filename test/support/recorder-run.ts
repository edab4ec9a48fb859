// Runs the recorder's loop against an origin, by a clock of the test's own, and writes down what it does.
import { vi } from "vitest";
import type { PlannedSegment } from "#core/recording/fetch-plan.ts";
import type { Gap, Mark } from "#core/recording/piece.ts";
import { beginLive, type LiveState } from "#core/recording/take-reading.ts";
import { createPlaylistReader, type PlaylistReader } from "../../web/engines/recorder/playlist-reader.ts";
import { recordLive, type LiveStore } from "../../web/engines/recorder/record-live.ts";
import type { StreamChoice } from "#core/recording/stream-choice.ts";
import type { RecorderPhase, RecorderProblemCode } from "../../web/engines/recorder/recorder.types.ts";
import { createWakeable, type Wakeable } from "../../web/engines/recorder/wakeable.ts";
import {
  createHlsOrigin,
  nameIn,
  originAddress,
  type HlsOrigin,
  type HlsOriginOptions,
  type OriginTrack,
} from "./hls-origin.ts";

export const t0 = Date.parse("2026-11-21T20:00:00.000Z");
export const segmentMs = 2000;

interface Kept {
  readonly name: string;
  readonly sound: string | null;
  readonly run: number;
  /** Seconds after the place that the bytes name began. */
  readonly offMs: number;
  readonly keptAtMs: number;
}

export interface Run {
  readonly origin: HlsOrigin;
  readonly reader: PlaylistReader;
  readonly naps: Wakeable;
  readonly kept: Kept[];
  readonly gaps: Gap[];
  readonly marks: Mark[];
  readonly problems: (RecorderProblemCode | null)[];
  readonly phases: RecorderPhase[];
  /** Where footage begins that is still to be fetched, at each report. */
  readonly coming: (number | null)[];
  readonly planned: PlannedSegment[];
  placesInOrder(): number[];
  /** Lets the stream run until something has come about, however long the work that no clock measures takes. */
  until(isDone: () => boolean): Promise<void>;
  /** Lets the stream run. */
  forMs(ms: number): Promise<void>;
  stop(): Promise<void>;
}

const running: Run[] = [];
const stepMs = 50;
let decrypting = 0;

/** Begins a test at a moment of its own, a hundred seconds after the streams began. */
export function beginTime(): void {
  vi.useFakeTimers({ now: t0 + 100_000, toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
  for (const verb of ["decrypt", "encrypt", "importKey"] as const) countCalls(verb);
}

/** Stops what a test started and gives the clocks back. */
export async function endTime(): Promise<void> {
  for (const run of running.splice(0)) await run.stop();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
}

/** Calls go through; how many are under way is counted. */
function countCalls(verb: "decrypt" | "encrypt" | "importKey"): void {
  const original = crypto.subtle[verb].bind(crypto.subtle) as (...input: unknown[]) => Promise<unknown>;
  const counted = async (...input: unknown[]) => {
    decrypting += 1;
    return original(...input).finally(() => (decrypting -= 1));
  };
  vi.spyOn(crypto.subtle, verb).mockImplementation(counted as never);
}

export const track = (change: Partial<OriginTrack> = {}): OriginTrack => ({
  segmentMs,
  windowSegments: 6,
  startedAtMs: t0,
  ...change,
});
export const only = (change: Partial<OriginTrack> = {}) => ({ main: track(change) });

interface Options extends Partial<HlsOriginOptions> {
  readonly path?: string;
  readonly choice?: StreamChoice;
  readonly begin?: LiveState;
  /** What else is done with what was fetched. */
  readonly keep?: (...input: Parameters<LiveStore["add"]>) => Promise<void>;
}

export function record({
  path = "main/index.m3u8",
  choice,
  begin,
  keep,
  tracks = () => only(),
  ...rest
}: Options): Run {
  const origin = createHlsOrigin({ tracks, ...rest });
  vi.stubGlobal("fetch", origin.fetch);
  const reader = createPlaylistReader(
    originAddress(path),
    originAddress(""),
    choice ?? { quality: null, sound: null },
    () => true,
  );
  const naps = createWakeable();
  const stopping = new AbortController();
  const kept: Kept[] = [];
  const gaps: Gap[] = [];
  const marks: Mark[] = [];
  const problems: (RecorderProblemCode | null)[] = [];
  const phases: RecorderPhase[] = [];
  const coming: (number | null)[] = [];
  const planned: PlannedSegment[] = [];
  const done = recordLive({
    reader,
    naps,
    signal: stopping.signal,
    begin: begin ?? beginLive([], null, []),
    report(phase, problem, stretches) {
      coming.push(stretches[0]?.fromMs ?? null);
      if (phases.at(-1) !== phase) phases.push(phase);
      if (problems.at(-1) !== problem) problems.push(problem);
    },
    store: {
      async add(segment, media) {
        const { video, audio } = media;
        await keep?.(segment, media);
        const name = nameIn(video.bytes);
        const place = Number(name.split(" ")[1]);
        planned.push(segment);
        kept.push({
          name,
          sound: audio === null ? null : nameIn(audio.bytes),
          run: segment.run,
          offMs: segment.startMs - (t0 + place * segmentMs),
          keptAtMs: Date.now(),
        });
        return null;
      },
      addGap: async (gap) => void gaps.push(gap),
      addMark: async (mark) => void marks.push(mark),
      opened: async () => {},
    },
  });
  const run: Run = {
    origin,
    reader,
    naps,
    kept,
    gaps,
    marks,
    problems,
    phases,
    coming,
    planned,
    placesInOrder: () => kept.map(({ name }) => Number(name.split(" ")[1])).toSorted((a, b) => a - b),
    async forMs(ms) {
      for (let passedMs = 0; passedMs < ms; passedMs += stepMs) {
        await vi.advanceTimersByTimeAsync(Math.min(stepMs, ms - passedMs));
        // Decryption takes time of its own, which the test's clock does not know.
        for (let waits = 0; decrypting > 0 && waits < 10_000; waits++) await new Promise(setImmediate);
      }
    },
    async until(isDone) {
      while (!isDone()) {
        await vi.advanceTimersByTimeAsync(1);
        await new Promise(setImmediate);
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all([done.catch(() => {}), vi.advanceTimersByTimeAsync(100)]);
    },
  };
  running.push(run);
  return run;
}

export const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
export const gapAt = (fromPlace: number, toPlace: number, reason: Gap["reason"]): Gap => ({
  fromMs: t0 + fromPlace * segmentMs,
  toMs: t0 + toPlace * segmentMs,
  reason,
});
export const status = (code: number) => new Response("no", { status: code });
