// Back through what a page has recorded of a live stream, by keys and by the bar, and back to live.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Chromium, startChromium, type Tab } from "../../../support/chromium.ts";
import { type Hands, handsOn } from "../../../support/hands.ts";
import { sharedProduct } from "../../../support/shared-product.ts";

let chromium: Chromium;
let page: Tab;
let hands: Hands;

beforeAll(async () => {
  const [product, started] = await Promise.all([sharedProduct(), startChromium()]);
  chromium = started;
  // Older than the window of its playlist, so that there is something to go back to at once.
  const channel = await product.newChannel({ ageMs: 60_000 });
  const hlsUrl = `${product.simulator}/hls/${channel.login}/live.m3u8`;
  await product.owner.call("PATCH", `/api/channels/twitch/${channel.login}/settings`, { hlsUrl });
  page = await product.openTab(chromium, product.owner, `/watch/twitch/${channel.login}`);
  hands = handsOn(page);
}, 180_000);
afterAll(() => chromium?.close());

/** Waits until the slider is so many seconds or more before the end, with a picture of there. */
const untilBehind = (seconds: number) =>
  page.until(
    (wanted) => {
      const slider = document.querySelector("[role=slider]");
      const video = document.querySelector("video");
      const behind = Number(slider?.ariaValueMax) - Number(slider?.ariaValueNow);
      return video !== null && video.readyState >= 2 && !video.seeking && behind >= wanted;
    },
    60_000,
    seconds,
  );
const press = async (key: string) => {
  await page.send("Input.dispatchKeyEvent", { type: "keyDown", key, code: key });
  await page.send("Input.dispatchKeyEvent", { type: "keyUp", key, code: key });
};

test("the bar reaches as far back as what is recorded, and says what it is made of", async () => {
  await page.until(() => Number(document.querySelector("[role=slider]")?.ariaValueMax) >= 18, 60_000);
  await hands.sees(".rewind-row", "H.264, AAC");
  await hands.sees(".rewind-row", "Sound as it was broadcast");
});

test("arrows lead back from anywhere, and L to the newest picture", async () => {
  await press("ArrowLeft");
  await press("ArrowLeft");
  await untilBehind(16);
  await hands.sees(".rewind-row", "Back to live");
  await hands.key("l");
  await hands.sees(".rewind-row", "At the live edge");
});

test("the slider has the keys of a slider, and a press leads where it points", async () => {
  await page.evaluate(() => document.querySelector<HTMLElement>("[role=slider]")?.focus());
  await press("Home");
  await untilBehind(18);
  await press("End");
  await hands.sees(".rewind-row", "At the live edge");
  const place = await page.evaluate(() => {
    const { left, top, height } = document.querySelector("[role=slider]")?.getBoundingClientRect() ?? new DOMRect();
    return { x: left + 4, y: top + height / 2 };
  });
  for (const type of ["mousePressed", "mouseReleased"])
    await page.send("Input.dispatchMouseEvent", { type, ...place, button: "left", clickCount: 1 });
  await untilBehind(16);
  expect(await page.evaluate(() => document.querySelector("[role=slider]")?.ariaValueText)).toMatch(
    /^\d\d:\d\d:\d\d, .* before the end$/,
  );
});

test("plus and minus turn the sound up and down", async () => {
  const sound = () =>
    page.evaluate(() => [document.querySelector("video")?.muted, document.querySelector("video")?.volume]);
  await page.send("Input.dispatchKeyEvent", { type: "keyDown", key: "+", text: "+" });
  expect(await sound()).toEqual([false, 1]);
  await page.send("Input.dispatchKeyEvent", { type: "keyDown", key: "-", text: "-" });
  expect(await sound()).toEqual([false, 0.9]);
});
