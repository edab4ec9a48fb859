// The watch page of a channel whose chat jumps: the moment's card, what a person answers to it, and a clip until it is ready.
import { afterAll, beforeAll, test } from "vitest";
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
  const hlsUrl = `${product.simulator}/hls/${channel.login}/live.m3u8`;
  await product.owner.call("PATCH", `/api/channels/twitch/${channel.login}/settings`, { hlsUrl, autoApprove: false });
  page = await product.openTab(chromium, product.owner, `/watch/twitch/${channel.login}`);
  hands = handsOn(page);
  await hands.sees(".watch-figures", "Hearing chat");
});
afterAll(() => chromium?.close());

test("a jump of chat becomes a card that says why, and waits for approval", async () => {
  await product.order("burst", { channel: channel.login, messagesPerSecond: 8, seconds: 3, lines: ["clip it now"] });
  await hands.sees("#moments .card .chip", "clip it");
  await hands.sees("#moments .card meter");
  await hands.sees("[aria-labelledby=clips-title] .candidate-card");
});

test("the keys lead to the card, and Enter opens its numbers", async () => {
  await hands.key("j");
  await page.until(() => document.activeElement?.matches("#moments .card") ?? false, 30_000);
  await enter();
  await hands.sees("#moments details[open] .evidence td");
});

test("a person keeps the moment, which the channel remembers, and takes that back", async () => {
  await hands.press("#moments .moment-feedback button");
  await hands.sees("#moments [aria-pressed=true]", "Kept");
  await page.goTo(`${product.address}/watch/twitch/${channel.login}?again`);
  await hands.press("#moments [aria-pressed=true]");
  await hands.missesAll("#moments [aria-pressed=true]");
});

test("C clips what was just seen, and card and moment lead to the clip once it is ready", async () => {
  await hands.sees(".health", "Recording");
  await page.until(() => (document.querySelector("video")?.currentTime ?? 0) > 6, 60_000);
  await hands.key("c");
  await hands.sees(".toast", "Clipping the last");
  await hands.sees("[aria-labelledby=clips-title] .card[data-status=ready] a[href^='/c/']");
  await hands.sees("#moments .card a[href^='/c/']", "Open clip");
});

async function enter(): Promise<void> {
  const key = { key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, text: "\r" };
  await page.send("Input.dispatchKeyEvent", { type: "keyDown", ...key });
  await page.send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
}
