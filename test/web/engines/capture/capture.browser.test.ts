// A page in a real Chromium captures a part of itself into a recording, and a clip of that says what the clock showed.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Footage } from "#core/recording/footage.ts";
import { startChromium, type Chromium, type Tab } from "../../../support/chromium.ts";
import { startEngineServer, type EngineServer } from "../../../support/engine-server.ts";

let server: EngineServer;
let chromium: Chromium;
let page: Tab;
let pieces: Footage["pieces"] = [];

beforeAll(async () => {
  [server, chromium] = await Promise.all([startEngineServer(), startChromium({ sharesTab: true })]);
  page = await chromium.open(server.page);
  await page.evaluate(() => void (engines.probe = engines.captureProbe()));
});

afterAll(async () => {
  await Promise.all([chromium?.close(), server?.close()]);
});

test("a share becomes pieces of a recording, and says what it sees and how late it is", async () => {
  const status = await page.evaluate(() => engines.probe?.begin());
  expect(status).toMatchObject({ phase: "recording", problem: null, scope: "restricted", hasSound: true });
  expect(status?.latency?.latencyMs).toBeGreaterThan(0);
  expect(await page.evaluate(() => engines.probe?.sight())).toMatchObject({
    ...{ width: 640, height: 360, picture: "seen", sound: "heard" },
  });
  await page.evaluate(() => engines.probe?.untilPieces(1));
});

test("a hidden tab is recorded on, and a share that the browser's bar ends keeps all until then", async () => {
  const other = await chromium.open(`${server.address}/nothing`);
  await page.hideBehind(other);
  await page.evaluate(() => engines.probe?.untilPieces(2));
  await other.hideBehind(page);
  await other.close();
  const status = await page.evaluate(() => engines.probe?.endFromBar());
  expect(status).toMatchObject({ phase: "ended", problem: null });
  const footage = await page.evaluate(() => engines.probe?.footage());
  ({ pieces } = footage ?? { pieces: [] });
  expect(footage?.gaps).toEqual([]);
  expect(footage?.formats).toMatchObject([{ video: { width: 640, height: 360 }, audio: { channels: 2 } }]);
  expect(pieces.map(({ run, lacks, startsWithKey }) => ({ run, lacks, startsWithKey }))).toEqual(
    pieces.map(() => ({ run: 0, lacks: null, startsWithKey: true })),
  );
  // Each follows on the one before.
  const seams = pieces.slice(1).map((piece, index) => piece.startMs - endOf(pieces[index]));
  expect(Math.max(...seams.map(Math.abs))).toBeLessThan(0.1);
});

test("what is cut from it shows what the clock showed, with sound, and nothing that lay over it", async () => {
  const range = {
    fromMs: Math.ceil((pieces[0]?.startMs ?? 0) + 500),
    toMs: Math.floor((pieces[0]?.startMs ?? 0) + 3500),
  };
  const clip = await page.evaluate((wanted) => engines.probe?.cut(wanted, engines.readClip), range);
  const errors = clip?.errorsMs.toSorted((a, b) => a - b) ?? [];
  expect({ ...clip, errorsMs: errors.length > 30 }).toEqual({
    ...{ errorsMs: true, unreadable: 0 },
    hasAudio: true,
    missingMs: 0,
  });
  // Far from what a busy machine adds, and near what a wrong clock would give.
  expect(Math.abs(errors[errors.length >> 1] ?? Number.NaN)).toBeLessThan(150);
});

test("sharing again goes on with the recording in a new run, and the time between is a gap that says why", async () => {
  await page.evaluate(() => engines.probe?.begin());
  await page.evaluate((count) => engines.probe?.untilPieces(count), pieces.length + 1);
  const footage = await page.evaluate(() => engines.probe?.footage());
  const next = footage?.pieces[pieces.length];
  expect(next?.run).toBe(1);
  expect(footage?.gaps).toEqual([{ fromMs: endOf(pieces.at(-1)), toMs: next?.startMs, reason: "share_ended" }]);
  await page.evaluate(() => engines.probe?.destroy());
});

function endOf(piece: Footage["pieces"][number] | undefined): number {
  return piece === undefined ? Number.NaN : piece.startMs + piece.durationMs;
}
