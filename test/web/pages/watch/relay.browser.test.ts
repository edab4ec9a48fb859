// A stream whose host lets no other site read it, from the page that cannot play it to one that records it.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Channel } from "#core/channel/channel.ts";
import { type Chromium, startChromium, type Tab } from "../../../support/chromium.ts";
import { type Hands, handsOn } from "../../../support/hands.ts";
import { sharedProduct, type SharedProduct } from "../../../support/shared-product.ts";

let product: SharedProduct;
let chromium: Chromium;
let channel: Channel;
let page: Tab;
let hands: Hands;

beforeAll(async () => {
  [product, chromium] = await Promise.all([sharedProduct(), startChromium()]);
  channel = await product.newChannel();
  const hlsUrl = `${product.simulator}/hls-closed/${channel.login}/live.m3u8`;
  await product.owner.call("PATCH", `/api/channels/twitch/${channel.login}/settings`, { hlsUrl });
  page = await product.openTab(chromium, product.owner, `/watch/twitch/${channel.login}`);
  hands = handsOn(page);
});
afterAll(() => chromium?.close());

test("an editor reads why there is no picture and what helps, and by one press there is one, recorded", async () => {
  await hands.sees(".notice", "does not let other pages read its stream (CORS)");
  await hands.press(".notice button");
  await hands.missesAll(".notice");
  await hands.sees(".health", "kept");
  await page.until(() => (document.querySelector("video")?.currentTime ?? 0) > 0.2, 30_000);
});

test("the settings tell what it costs, and end it", async () => {
  await hands.press("[aria-label='Channel settings']");
  await hands.sees("dialog[open] .choice", "3,600 requests an hour");
  await hands.sees("dialog[open] .indent .hint", "requests; this stream");
  await page.evaluate(() => {
    const [allow] = [...document.querySelectorAll<HTMLElement>("dialog[open] .choice")].filter((one) =>
      one.textContent?.includes("Send it through this deployment"),
    );
    allow?.querySelector("input")?.click();
  });
  await hands.press("dialog[open] [type=submit]");
  await hands.missesAll("dialog[open]");
  const { address, use } = (await product.owner.call("GET", `/api/channels/twitch/${channel.login}/relay`)) as {
    address: string | null;
    use: { today: { bytes: number } };
  };
  expect([address, use.today.bytes > 10_000]).toEqual([null, true]);
});

test("what the relay says is on the page when there is no picture by it", async () => {
  const relay = { origins: ["http://127.0.0.1:9"], gigabytesADay: 1 };
  const hlsUrl = "http://127.0.0.1:9/live.m3u8";
  await product.owner.call("PATCH", `/api/channels/twitch/${channel.login}/settings`, { hlsUrl, relay });
  await hands.sees(".notice", "The stream is sent through this deployment. 127.0.0.1:9/live.m3u8 did not answer.");
});
