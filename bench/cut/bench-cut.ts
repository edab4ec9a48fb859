// Times the cut of a minute out of recorded segments: in a real Chromium with the product's cutter, and by a native ffmpeg.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startChromium } from "../../test/support/chromium.ts";
import { startEngineServer } from "../../test/support/engine-server.ts";
import { createLiveOrigin, sampleFolder } from "../../test/support/live-origin.ts";
import { readMedia } from "../../web/engines/pieces/read-media.ts";
import type { Row } from "../row.ts";

const run = promisify(execFile);
const cutMs = 60_000;
/** Into the second segment, so that the cut has pictures to hide before its first. */
const offsetMs = 1_300;
const rounds = 5;

/**
 * Medians of five. `copy` is what the native command does as well: read, copy packets, write. `whole` is what a user
 * waits for in the page: loading ffmpeg and drawing the poster come on top.
 */
export async function benchCut(): Promise<Row[]> {
  const nativeMs = await nativeCutMs();
  const page = await pageCutMs();
  const beside = (key: string, value: number): Row => ({
    ...{ key, value, unit: "ms", baseline: nativeMs },
    ratio: nativeMs === null ? null : value / nativeMs,
  });
  return [beside("cut.copy_60s_ratio", page.copyMs), beside("cut.whole_60s_ratio", page.wholeMs)];
}

async function pageCutMs(): Promise<{ copyMs: number; wholeMs: number }> {
  const server = await startEngineServer();
  const origin = await createLiveOrigin("/live/", { ageMs: 70_000, windowSegments: 40 });
  server.handlers.push((request, response) => origin.handle(request, response));
  const chromium = await startChromium();
  try {
    const tab = await chromium.open(server.page);
    await tab.evaluate((playlistUrl) => {
      const options = { channelKey: "twitch:1", login: "bench", sessionNumber: 1, playlistUrl };
      globalThis.engines.recorder = globalThis.engines.startRecorder(options);
    }, `${server.address}/live/index.m3u8`);
    const fromMs = origin.startedAtMs + offsetMs;
    const range = { fromMs, toMs: fromMs + cutMs };
    await tab.until(
      async (asked) => {
        const { recorder, missingIn } = globalThis.engines;
        const footage = await recorder?.footageOf(asked);
        return footage !== undefined && missingIn(footage.pieces, asked).length === 0;
      },
      60_000,
      range,
    );
    const copies: number[] = [];
    const wholes: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const one = await tab.evaluate(async (asked) => {
        const { recorder, createFfmpegCutter } = globalThis.engines;
        if (recorder === null) throw new Error("There is no recorder.");
        const footage = await recorder.footageOf(asked);
        const cutter = createFfmpegCutter();
        const beganMs = performance.now();
        const marks: { fraction: number; atMs: number }[] = [];
        const mark = (fraction: number) => void marks.push({ fraction, atMs: performance.now() });
        await cutter.cut({ footage, range: asked }, mark);
        const wholeMs = performance.now() - beganMs;
        cutter.destroy();
        // The cutter says 0 before it loads ffmpeg, the next mark after, and the last but one before the poster.
        return { wholeMs, copyMs: (marks.at(-2)?.atMs ?? 0) - (marks[1]?.atMs ?? 0) };
      }, range);
      copies.push(one.copyMs);
      wholes.push(one.wholeMs);
    }
    return { copyMs: median(copies), wholeMs: median(wholes) };
  } finally {
    await chromium.close();
    await server.close();
  }
}

/** Null where there is no native ffmpeg. */
async function nativeCutMs(): Promise<number | null> {
  const version = await run("ffmpeg", ["-version"]).catch(() => null);
  if (version === null) return null;
  const folder = await mkdtemp(join(tmpdir(), "bench-cut-"));
  try {
    const { sample } = await createLiveOrigin("/", { ageMs: 0 });
    const count = Math.ceil((offsetMs + cutMs) / 1000 / sample.segmentSeconds);
    const parts = await Promise.all(sample.segments.slice(0, count).map((name) => readFile(join(sampleFolder, name))));
    const input = join(folder, "in.ts");
    await writeFile(input, Buffer.concat(parts));
    const aheadMs = offsetMs + (await audioLeadMs(parts[0] ?? new Uint8Array()));
    const ahead = ["-itsoffset", `-${aheadMs / 1000}`];
    const copy = ["-t", String(cutMs / 1000), "-c", "copy", "-movflags", "+faststart", join(folder, "out.mp4")];
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const beganMs = performance.now();
      await run("ffmpeg", ["-v", "error", "-y", ...ahead, "-i", input, ...copy]);
      times.push(performance.now() - beganMs);
    }
    return median(times);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** How far the sound of a segment is ahead of its picture. */
async function audioLeadMs(segment: Uint8Array): Promise<number> {
  const { picture, sound } = await readMedia({ bytes: new Uint8Array(segment).buffer, init: null });
  return Math.max(0, ((picture?.packets[0]?.timestamp ?? 0) - (sound?.packets[0]?.timestamp ?? 0)) * 1000);
}
