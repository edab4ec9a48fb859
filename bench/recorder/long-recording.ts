// Four hours of a stream through the recorder in a real Chromium at many times its speed, and half a minute of a stream
// of 6 Mb/s at its own.
import { mkdtemp, rm } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { later, madeSegment, samplePackets } from "../../test/media/made-segment.ts";
import { startChromium, type Tab } from "../../test/support/chromium.ts";
import { startEngineServer, type EngineServer } from "../../test/support/engine-server.ts";
import type { Row } from "../row.ts";
import { browserCost } from "./browser-cost.ts";
import { fillUp } from "./fill-up.ts";

const segmentMs = 2000;
const hoursMs = 4 * 3_600_000;
const speed = 40;
/** What the browser takes up at the beginning is not growth. */
const warmUpMs = 20 * 60_000;
/** Less than the four hours take, so that the ring turns. */
const budgetBytes = 1_000_000_000;
const windowSegments = 240;
/** The stream is this many different segments, and begins anew after them. */
const distinctSegments = 60;
const realTimeMs = 40_000;
const realTimeBytes = 1_500_000;

export async function longRecording(): Promise<Row[]> {
  const server = await startEngineServer();
  try {
    const growth = await inBrowser(server, "fast", null, speed, async (tab, profile) => {
      await untilRecorded(tab, warmUpMs);
      const before = await browserCost(profile);
      await untilRecorded(tab, hoursMs);
      return (await browserCost(profile)).pageBytes - before.pageBytes;
    });
    const share = await inBrowser(server, "live", realTimeBytes, 1, async (tab, profile) => {
      await untilRecorded(tab, 10_000);
      const [beganAtMs, before] = [performance.now(), await browserCost(profile)];
      await new Promise((resolve) => setTimeout(resolve, realTimeMs));
      return ((await browserCost(profile)).cpuMs - before.cpuMs) / (performance.now() - beganAtMs);
    });
    return [
      { key: "recorder.memory_growth_mb_4h", value: growth / 1e6, unit: "MB", baseline: null, ratio: null },
      { key: "recorder.cpu_share", value: share, unit: "cores", baseline: null, ratio: null },
    ];
  } finally {
    await server.close();
  }
}

/** Records a stream of its own; `bytes` is the size its segments are filled up to. */
async function inBrowser<T>(
  server: EngineServer,
  name: string,
  bytes: number | null,
  times: number,
  measure: (tab: Tab, profile: string) => Promise<T>,
): Promise<T> {
  const segments = await makeSegments(bytes);
  const beganAtMs = Date.now();
  // In the past, so that the end of it is now.
  const startMs = beganAtMs - hoursMs;
  server.handlers.push((request, response) => {
    const path = request.url ?? "";
    if (!path.startsWith(`/${name}/`)) return false;
    const place = /(\d+)\.ts$/.exec(path)?.[1];
    if (place === undefined)
      sendPlaylist(response, startMs, Math.floor(((Date.now() - beganAtMs) * times) / segmentMs));
    else response.writeHead(200, { "content-type": "video/mp2t" }).end(segments[Number(place) % segments.length]);
    return true;
  });
  const profile = await mkdtemp(join(tmpdir(), "recorder-bench-"));
  const chromium = await startChromium({ profile });
  try {
    const tab = await chromium.open(server.page);
    await tab.evaluate(
      (playlistUrl, budget) => {
        const options = { channelKey: "kick:1", login: "bench", sessionNumber: 1, playlistUrl, budgetBytes: budget };
        globalThis.engines.recorder = globalThis.engines.startRecorder(options);
      },
      `${server.address}/${name}/live.m3u8`,
      budgetBytes,
    );
    return await measure(tab, profile);
  } finally {
    await chromium.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function makeSegments(bytes: number | null): Promise<Buffer[]> {
  const { pictures, sounds, config } = await samplePackets(3);
  const shown = bytes === null ? pictures : fillUp(pictures, bytes);
  const made: Buffer[] = [];
  for (let index = 0; index < distinctSegments; index++) {
    const from = (index * segmentMs) / 1000;
    const own = { pictures: later(shown, from), sounds: later(sounds, from) };
    made.push(Buffer.from((await madeSegment({ container: "ts", ...own, config })).bytes));
  }
  return made;
}

function sendPlaylist(response: ServerResponse, startMs: number, until: number): void {
  const from = Math.max(0, until - windowSegments);
  const lines = ["#EXTM3U", "#EXT-X-VERSION:3", `#EXT-X-TARGETDURATION:${segmentMs / 1000}`];
  lines.push(`#EXT-X-MEDIA-SEQUENCE:${from}`);
  for (let place = from; place < until; place++) {
    if (place > 0 && place % distinctSegments === 0) lines.push("#EXT-X-DISCONTINUITY");
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(startMs + place * segmentMs).toISOString()}`);
    lines.push(`#EXTINF:${(segmentMs / 1000).toFixed(3)},`, `${place}.ts`);
  }
  response.writeHead(200, { "content-type": "application/vnd.apple.mpegurl" }).end(`${lines.join("\n")}\n`);
}

/** Waits until so much has gone through the recorder, whether the ring still holds it or not. */
async function untilRecorded(tab: Tab, lengthMs: number): Promise<void> {
  await tab.evaluate(() => {
    const bench = globalThis as unknown as { firstMs?: number };
    bench.firstMs ??= Number.POSITIVE_INFINITY;
    globalThis.engines.recorder?.subscribe(({ fromMs }) => {
      bench.firstMs = Math.min(bench.firstMs ?? Number.POSITIVE_INFINITY, fromMs ?? Number.POSITIVE_INFINITY);
    });
  });
  await tab.until(
    (wanted) => {
      const { firstMs = Number.POSITIVE_INFINITY } = globalThis as unknown as { firstMs?: number };
      return (globalThis.engines.recorder?.status.toMs ?? 0) - firstMs >= wanted;
    },
    15 * 60_000,
    lengthMs - 2 * segmentMs,
  );
}
