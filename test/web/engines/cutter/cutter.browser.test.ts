// Clips cut by ffmpeg.wasm in a real Chromium, read back picture by picture by their burned-in numbers.
import { nothingLacks } from "#core/recording/footage-lack.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChromium, type Chromium, type Tab } from "../../../support/chromium.ts";
import { startEngineServer, type EngineServer } from "../../../support/engine-server.ts";
import { createLiveOrigin, type LiveOrigin } from "../../../support/live-origin.ts";

const frameMs = 1000 / 30;
let server: EngineServer;
let chromium: Chromium;
let tab: Tab;
let origin: LiveOrigin;
let joinMs: number;

beforeAll(async () => {
  server = await startEngineServer();
  // The stream is a minute old and the sample starts anew twenty seconds ago: everything needed is in the first playlist.
  const { sample } = await createLiveOrigin("/live/", { ageMs: 0 });
  origin = await createLiveOrigin("/live/", {
    ageMs: 60_000,
    windowSegments: 60,
    firstSampleSegment: sample.segments.length - 20,
  });
  joinMs = origin.joinAtMs(origin.startedAtMs + 1);
  server.handlers.push((request, response) => origin.handle(request, response));
  chromium = await startChromium();
  tab = await chromium.open(server.page);
  await tab.evaluate((playlistUrl) => {
    const options = { channelKey: "twitch:1", login: "racer", sessionNumber: 1, playlistUrl };
    globalThis.engines.recorder = globalThis.engines.startRecorder(options);
  }, `${server.address}/live/index.m3u8`);
  await untilRecorded(origin.startedAtMs, origin.startedAtMs + 58_000);
}, 60_000);

/** The newest footage comes first, so its end does not say that the beginning is there. */
async function untilRecorded(fromMs: number, toMs: number): Promise<void> {
  await tab.until(
    async (range) => {
      const { recorder, missingIn } = globalThis.engines;
      if (recorder === null) return false;
      const { pieces } = await recorder.footageOf(range);
      return missingIn(pieces, range).length === 0;
    },
    30_000,
    { fromMs, toMs },
  );
}

afterAll(async () => {
  await chromium?.close();
  await server?.close();
});

async function cut(fromMs: number, toMs: number) {
  return tab.evaluate(
    async (range) => {
      const { engines } = globalThis;
      const recorder = engines.recorder;
      if (recorder === null) throw new Error("There is no recorder.");
      const cutter = engines.createFfmpegCutter();
      const progress: number[] = [];
      const footage = await recorder.footageOf(range);
      const result = await cutter.cut({ footage, range }, (fraction) => void progress.push(fraction));
      cutter.destroy();
      const poster = result.poster === null ? null : await createImageBitmap(result.poster);
      const reading = await engines.readClip(result.file);
      const { durationMs, lacks } = result;
      const posterFrame = poster === null ? null : engines.counterOf(poster, poster.width, poster.height);
      return { ...reading, durationMs, lacks, progress, posterFrame, bytes: result.file.size };
    },
    { fromMs, toMs },
  );
}

/** When a picture of the stream's beginning was broadcast. */
function pictureMs(frame: number): number {
  return origin.startedAtMs + (frame - origin.frameAt(origin.startedAtMs)) * frameMs;
}

/** Where the pictures do not count on by one. */
function jumpsIn(
  frames: readonly (number | null)[],
): { readonly at: number; readonly from: number | null; readonly to: number | null }[] {
  return frames.flatMap((frame, at) => {
    const before = frames[at - 1];
    return at > 0 && before !== undefined && frame !== (before ?? 0) + 1 ? [{ at, from: before, to: frame }] : [];
  });
}

describe("a cut", () => {
  for (const offsetMs of [0, 1234, 3999]) {
    test(`starts with the picture of the asked time or the one after it, ${offsetMs} ms into the recording`, async () => {
      const fromMs = origin.startedAtMs + 6000 + offsetMs;
      const clip = await cut(fromMs, fromMs + 8000);
      const asked = origin.frameAt(fromMs);
      expect([asked, asked + 1]).toContain(clip.frames[0]);
      expect([asked, asked + 1]).toContain(clip.firstInVideo);
      // The sample's sound is ahead of its picture by less than a frame: forgetting it shows only in when pictures come.
      const offBy = clip.frames.map(
        (frame, index) => (clip.times[index] ?? 0) * 1000 - (pictureMs(frame ?? 0) - fromMs),
      );
      expect(Math.max(...offBy.map(Math.abs))).toBeLessThan(3);
      // Eight seconds without a break; the last pictures may lack the ones they were to be shown after.
      expect(jumpsIn(clip.frames.slice(0, 236))).toEqual([]);
      expect(clip.frames.length).toBeGreaterThanOrEqual(239);
      expect(clip).toMatchObject({ durationMs: 8000, lacks: nothingLacks, hasAudio: true });
    });
  }

  test("goes across a discontinuity without losing or doubling a picture", async () => {
    const fromMs = joinMs - 5300;
    const clip = await cut(fromMs, joinMs + 4700);
    const asked = origin.frameAt(fromMs);
    expect(Math.abs((clip.frames[0] ?? -99) - asked)).toBeLessThanOrEqual(1);
    const jumps = jumpsIn(clip.frames.slice(0, 296));
    expect(jumps).toHaveLength(1);
    expect(jumps[0]).toMatchObject({ from: origin.frameAt(joinMs - frameMs / 2), to: 0 });
    const steps = clip.times.slice(1, 296).map((time, index) => time - (clip.times[index] ?? 0));
    expect(Math.max(...steps) * 1000).toBeLessThan(2 * frameMs);
    expect(Math.abs((clip.times[jumps[0]?.at ?? 0] ?? 0) * 1000 - 5300)).toBeLessThanOrEqual(frameMs);
  });

  test("has a poster from about three fifths of the way, and says how far it is", async () => {
    const fromMs = origin.startedAtMs + 8000;
    const clip = await cut(fromMs, fromMs + 10_000);
    expect(Math.abs((clip.posterFrame ?? -99) - origin.frameAt(fromMs + 6000))).toBeLessThanOrEqual(1);
    expect(clip.progress.at(-1)).toBe(1);
    expect(clip.progress).toEqual(clip.progress.toSorted((a, b) => a - b));
  });

  test("of footage that is partly missing tells how much", async () => {
    const clip = await cut(origin.startedAtMs - 3000, origin.startedAtMs + 4000);
    expect(clip).toMatchObject({ durationMs: 4000, lacks: { ...nothingLacks, missingMs: 3000 } });
    expect(clip.frames[0]).toBe(origin.frameAt(origin.startedAtMs));
  });
});

describe("a cut that fails", () => {
  test("says so in words and leaves the cutter usable", async () => {
    const answer = await tab.evaluate(
      async (range) => {
        const { engines } = globalThis;
        const recorder = engines.recorder;
        if (recorder === null) throw new Error("There is no recorder.");
        const cutter = engines.createFfmpegCutter();
        const footage = await recorder.footageOf(range);
        const message = (error: unknown) => (error as Error).message;
        const gone = { ...footage, pieces: footage.pieces.map((piece) => ({ ...piece, file: "gone.m4s" })) };
        const lost = await cutter.cut({ footage: gone, range }, () => {}).catch(message);
        const nothing = await cutter.cut({ footage: { ...footage, pieces: [] }, range }, () => {}).catch(message);
        const stopped = new AbortController();
        const aborted = cutter
          .cut({ footage, range }, () => stopped.abort(new Error("enough")), stopped.signal)
          .catch(message);
        const after = await cutter.cut({ footage, range }, () => {});
        return { lost, nothing, aborted: await aborted, bytes: after.file.size };
      },
      { fromMs: origin.startedAtMs + 4000, toMs: origin.startedAtMs + 8000 },
    );
    expect(answer).toMatchObject({
      lost: "Part of the footage is no longer on disk.",
      nothing: "The footage for this clip was not recorded.",
      aborted: "enough",
    });
    expect(answer.bytes).toBeGreaterThan(10_000);
  });
});
