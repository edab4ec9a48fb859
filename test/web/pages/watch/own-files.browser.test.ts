// A person's own video file on the watch page: dropped, tied to the stream, corrected by keys, compared by a picture.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Channel } from "#core/channel/channel.ts";
import { type Chromium, startChromium, type Tab } from "../../../support/chromium.ts";
import { type Hands, handsOn } from "../../../support/hands.ts";
import { sharedProduct, type SharedProduct } from "../../../support/shared-product.ts";
import { datedMp4, madeFile } from "../../../media/made-file.ts";

let product: SharedProduct;
let chromium: Chromium;
let channel: Channel;
let page: Tab;
let hands: Hands;

beforeAll(async () => {
  [product, chromium] = await Promise.all([sharedProduct(), startChromium()]);
  channel = await product.newChannel();
  page = await product.openTab(chromium, product.owner, `/watch/twitch/${channel.login}`);
  hands = handsOn(page);
  await hands.sees(".watch-figures", "Hearing chat");
});
afterAll(() => chromium?.close());

/** Drops files on the page, as the browser tells it. */
async function drop(...files: { readonly name: string; readonly base64: string }[]): Promise<void> {
  await page.evaluate((given) => {
    const held = new DataTransfer();
    for (const { name, base64 } of given)
      held.items.add(new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], name));
    for (const type of ["dragover", "drop"])
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer: held, bubbles: true, cancelable: true }));
  }, files);
}

const offset = () =>
  page.evaluate(() => Number(document.querySelector<HTMLInputElement>(".own-file-offset input")?.value));

test("a dropped file says what it is and when it was, and can be moved and compared", async () => {
  const base64 = Buffer.from(datedMp4(await madeFile({ kind: "mp4", segments: 4 }), 0)).toString("base64");
  const diary = { name: "diary.mp4", base64: btoa("Dear diary, today I streamed.") };
  await drop({ name: "stream.mp4", base64 }, diary);
  await hands.sees(".own-file-facts", "MP4 · 1280×720 H.264, AAC · 8 s");
  await hands.sees(".own-file", "This is not sure: compare a picture");
  await hands.sees(".own-file .problem", "This is no video, whatever its name says.");
  await hands.sees(".own-files summary", "2 files, 1 with a problem");

  const before = await offset();
  await hands.press(".own-file-steps [aria-label='0.1 seconds later']");
  await hands.press(".own-file-steps [aria-label='10 seconds earlier']");
  await hands.sees(".own-file", "Set by you.");
  expect((await offset()) - before).toBeCloseTo(-9.9, 1);
  await hands.press(".own-file-check button");
  await page.until(() => document.querySelector(".own-file-check canvas[aria-busy=false]") !== null, 10_000);

  await hands.press(".own-file [aria-label='Remove diary.mp4']");
  await hands.sees(".own-files summary", "1 file");
  for (const width of [390, 1440]) {
    await page.send("Emulation.setDeviceMetricsOverride", {
      width,
      height: 900,
      deviceScaleFactor: 1,
      mobile: width < 500,
    });
    expect(await hands.overflow()).toBeLessThanOrEqual(0);
  }
});

test("a page that records nothing clips what the file has of now", async () => {
  await hands.press(".own-file-offset .quiet");
  await hands.sees(".own-file", "Counted back");
  await hands.press(".own-file-offset > .button");
  await hands.sees(".own-file", "Set by you.");
  await hands.key("c");
  await hands.sees(".toast", "Clipping the last 8 s");
  await hands.sees("[aria-labelledby=clips-title] .card[data-status=ready] a[href^='/c/']");
});
