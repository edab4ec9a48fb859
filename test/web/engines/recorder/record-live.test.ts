// The recorder's loop against origins of every kind: the live edge, what is lost, times, the end of a stream.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  beginTime,
  endTime,
  gapAt,
  only,
  record,
  segmentMs,
  status,
  t0,
  track,
  upTo,
} from "../../../support/recorder-run.ts";

beforeEach(beginTime);
afterEach(endTime);

describe("the live edge", () => {
  test("comes first, then what the playlist holds behind it backwards, and every new segment in between", async () => {
    const slowly = (path: string) =>
      path.endsWith(".ts") ? new Promise<null>((resolve) => setTimeout(() => resolve(null), 100)) : null;
    const run = record({ tracks: () => only({ windowSegments: 50 }), faults: slowly });
    await run.forMs(150);
    expect(run.kept.map(({ name }) => name)).toEqual(["main 49"]);
    // Whoever waits for the footage behind it is told that it is coming.
    expect(run.coming.at(-1)).toBe(t0);
    await run.forMs(30_500);
    const order = run.kept.map(({ name }) => Number(name.split(" ")[1]));
    expect(order.slice(0, 5)).toEqual([49, 48, 47, 46, 45]);
    expect(order.indexOf(50)).toBeLessThan(order.indexOf(25));
    // What left the playlist meanwhile was before the recording begins.
    expect(run.placesInOrder()).toEqual(upTo(2, 64));
    expect(run.coming.at(-1)).toBeNull();
    expect(run.gaps).toEqual([]);
  });

  test("goes on while one segment behind it hangs, which is tried again later", async () => {
    let hangs = 3;
    const run = record({
      tracks: () => only({ windowSegments: 30 }),
      faults: (path) => (path.endsWith("/47.ts") && hangs-- > 0 ? new Promise<null>(() => {}) : null),
    });
    await run.forMs(40_000);
    const late = run.kept
      .filter(({ name }) => Number(name.split(" ")[1]) > 49)
      .map(({ name, keptAtMs }) => keptAtMs - t0 - (Number(name.split(" ")[1]) + 1) * segmentMs);
    expect(Math.max(...late)).toBeLessThan(6_000);
    expect(run.placesInOrder()).toEqual(upTo(22, 68));
    expect(run.gaps).toEqual([]);
  });

  test("is held by a server of low latency, which is asked for whole segments only", async () => {
    const head = ["#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES", "#EXT-X-PART-INF:PART-TARGET=0.5"];
    const tagsOf = (place: number) => [`#EXT-X-PART:DURATION=0.5,URI="${place}.part.ts"`];
    const run = record({ tracks: () => only({ head, tagsOf }) });
    await run.forMs(60_000);
    expect(run.placesInOrder()).toEqual(upTo(44, 79));
    const late = run.kept
      .slice(10)
      .map(({ name, keptAtMs }) => keptAtMs - t0 - (Number(name.split(" ")[1]) + 1) * segmentMs);
    expect(Math.max(...late)).toBeLessThan(100);
    expect(run.origin.asked.filter((path) => path.includes("part"))).toEqual([]);
    expect(run.origin.asked.filter((path) => path.includes("_HLS_msn")).length).toBeLessThan(35);
  });
});

describe("what is lost is told with its cause", () => {
  test("a segment that the server does not have", async () => {
    const run = record({ faults: (path) => (path.endsWith("/52.ts") ? status(404) : null) });
    await run.forMs(30_000);
    expect(run.gaps).toEqual([gapAt(52, 53, "fetch_failed")]);
    expect(run.placesInOrder()).toEqual([...upTo(44, 51), ...upTo(53, 64)]);
  });

  test("a segment that is an error page, or empty", async () => {
    const run = record({
      faults: (path) =>
        path.endsWith("/52.ts") ? new Response("<!doctype html>") : path.endsWith("/53.ts") ? new Response("") : null,
    });
    await run.forMs(40_000);
    expect(run.gaps.toSorted((a, b) => a.fromMs - b.fromMs)).toEqual([
      gapAt(52, 53, "unreadable"),
      gapAt(53, 54, "unreadable"),
    ]);
  });

  test("a server that fails for a moment loses nothing", async () => {
    const brokenUntilMs = t0 + 106_000;
    const run = record({
      tracks: () => only({ windowSegments: 12 }),
      faults: (path) => (path.endsWith(".ts") && Date.now() < brokenUntilMs ? status(503) : null),
    });
    await run.forMs(41_000);
    expect(run.gaps).toEqual([]);
    expect(run.placesInOrder()).toEqual(upTo(41, 69));
  });

  test("a network that is gone longer than the playlist reaches, and it goes on when the browser says it is back", async () => {
    let isOffline = false;
    const run = record({
      faults: () => {
        if (isOffline) throw new TypeError("Failed to fetch");
        return null;
      },
    });
    await run.forMs(4_000);
    isOffline = true;
    await run.forMs(40_000);
    expect(run.problems.at(-1)).toBe("playlist_unreachable");
    isOffline = false;
    run.naps.wake();
    await run.forMs(600);
    expect(run.problems.at(-1)).toBeNull();
    expect(run.gaps).toEqual([gapAt(52, 66, "fetch_failed")]);
    await run.forMs(5_000);
    expect(run.placesInOrder()).toEqual([...upTo(44, 51), ...upTo(66, 73)]);
  });

  test("a source that pauses is waited for, and its silence is no fault of ours", async () => {
    const run = record({
      tracks: () => ({
        main: {
          ...track(),
          delayMs: (place) => (place >= 52 ? 20_000 : 0),
          tagsOf: (place) =>
            place >= 52 ? [`#EXT-X-PROGRAM-DATE-TIME:${new Date(t0 + place * segmentMs + 20_000).toISOString()}`] : [],
        },
      }),
    });
    await run.forMs(16_000);
    expect(run.phases.at(-1)).toBe("waiting");
    await run.forMs(24_000);
    expect(run.gaps).toEqual([{ fromMs: t0 + 104_000, toMs: t0 + 124_000, reason: "source_silent" }]);
    expect(run.phases.at(-1)).toBe("recording");
  });

  test("a computer that slept fetches what is still there, newest first, and says the rest", async () => {
    const run = record({ tracks: () => only({ windowSegments: 30 }) });
    await run.forMs(5_000);
    const before = run.kept.length;
    // The clocks go on, and no timer rings.
    vi.setSystemTime(Date.now() + 300_000);
    await run.forMs(10_000);
    const after = run.kept.slice(before).map(({ name }) => Number(name.split(" ")[1]));
    expect(after[0]).toBeGreaterThan(after[1] ?? 0);
    expect(run.gaps.map(({ reason }) => reason)).toEqual(["recorder_stopped"]);
    expect(run.placesInOrder().slice(-25)).toEqual(
      upTo((after[0] ?? 0) - 20, after[0] ?? 0)
        .slice(0, 0)
        .concat(run.placesInOrder().slice(-25)),
    );
  });
});

describe("a stream", () => {
  test("without date-times is placed to a tenth of a second", async () => {
    vi.setSystemTime(t0 + 101_300);
    const run = record({ tracks: () => only({ hasDates: false, windowSegments: 20 }) });
    await run.forMs(120_000);
    expect(run.placesInOrder()).toEqual(upTo(run.placesInOrder()[0] ?? 0, 109));
    expect(Math.max(...run.kept.map(({ offMs }) => Math.abs(offMs)))).toBeLessThan(100);
    expect(run.gaps).toEqual([]);
  });

  test("keeps its times when the clock of this computer is set", async () => {
    for (const hasDates of [true, false]) {
      const beganAtMs = performance.now();
      const now = () => t0 + 100_000 + performance.now() - beganAtMs;
      vi.setSystemTime(now());
      const run = record({ tracks: () => only({ hasDates }), now });
      for (const byMs of [-3_600_000, 3_600_000, 7_200_000]) {
        await run.forMs(20_000);
        vi.setSystemTime(now() + byMs);
      }
      await run.forMs(20_500);
      // Without dates the first segment is placed once a new one has come.
      expect(run.placesInOrder()).toEqual(upTo(hasDates ? 44 : 45, 89));
      expect(Math.max(...run.kept.map(({ offMs }) => Math.abs(offMs)))).toBeLessThan(100);
      expect(run.gaps).toEqual([]);
      await run.stop();
    }
  });

  test("that ends may come back at the same address", async () => {
    let hasEnded = false;
    let sequenceFrom = 0;
    const run = record({
      tracks: () => only({ hasEnded: () => hasEnded, sequenceOf: (place) => place - sequenceFrom }),
    });
    await run.forMs(6_000);
    hasEnded = true;
    await run.forMs(12_000);
    expect(run.phases.at(-1)).toBe("ended");
    hasEnded = false;
    sequenceFrom = 50;
    await run.forMs(22_000);
    expect(run.phases.at(-1)).toBe("recording");
    expect(new Set(run.kept.map(({ name }) => name)).size).toBe(run.kept.length);
  });

  test("marks its advertisements", async () => {
    const tagsOf = (place: number) =>
      place === 51
        ? [
            `#EXT-X-DATERANGE:ID="ad",CLASS="twitch-stitched-ad",START-DATE="${new Date(t0 + 102_000).toISOString()}",DURATION=15`,
          ]
        : [];
    const run = record({ tracks: () => only({ tagsOf }) });
    await run.forMs(20_000);
    expect(run.marks).toEqual([{ kind: "ad", fromMs: t0 + 102_000, toMs: t0 + 117_000 }]);
  });
});
