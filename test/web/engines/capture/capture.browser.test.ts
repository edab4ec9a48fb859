// A page in a real Chromium captures a part of itself, and reads back from the pieces what the clock showed.
import { afterAll, beforeAll, expect, test } from "vitest";
import { startChromium, type Chromium, type Tab } from "../../../support/chromium.ts";
import { startEngineServer, type EngineServer } from "../../../support/engine-server.ts";

let server: EngineServer;
let chromium: Chromium;
let page: Tab;

beforeAll(async () => {
  [server, chromium] = await Promise.all([startEngineServer(), startChromium({ sharesTab: true })]);
  page = await chromium.open(server.page);
});

afterAll(async () => {
  await Promise.all([chromium?.close(), server?.close()]);
});

test("a captured part of the page becomes groups of pictures with sound, in event time, without what lies over it", async () => {
  const reading = await page.evaluate(() => engines.captureItself(2, engines.readClip));
  expect(reading.size).toEqual([640, 360]);
  // Sound, and a picture that moves; what lies over the stage would be all there is to see.
  expect(reading.looks.at(-1)).toMatchObject({ brightest: expect.toSatisfy((luma: number) => luma > 200) });
  expect(Math.max(...reading.looks.map(({ peak }) => peak))).toBeGreaterThan(0.1);
  // Two whole groups, and what was on its way when the share ended.
  expect(reading.groups.map(({ run }) => run)).toEqual([0, 0, 0]);
  // Every group follows on the one before, to the rounding of a number.
  expect(Math.max(...reading.seamsMs.map(Math.abs))).toBeLessThan(0.01);
  for (const { durationMs, pictures, sounds } of reading.groups.slice(0, 2)) {
    expect(Math.abs(durationMs - 2000)).toBeLessThan(500);
    expect(pictures).toBeGreaterThan(10);
    expect(sounds).toBeGreaterThan(50);
  }
  const readable = reading.errorsMs.length / reading.groups.reduce((sum, { pictures }) => sum + pictures, 0);
  expect(readable).toBeGreaterThan(0.9);
  // A picture is from when it was drawn; far from what a busy machine adds, and near what a wrong clock would give.
  const errors = reading.errorsMs.toSorted((a, b) => a - b);
  expect(Math.abs(errors[errors.length >> 1] ?? Number.NaN)).toBeLessThan(150);
  expect(reading.latency).not.toBeNull();
  if (process.env["SHOW"])
    console.log(
      JSON.stringify({ ...reading, errorsMs: [errors[0], errors[errors.length >> 1], errors.at(-1)] }, null, 1),
    );
});
