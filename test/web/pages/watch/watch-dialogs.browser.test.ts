// The dialogs of a channel's page, whose code is fetched apart from it.
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
  page = await product.openTab(chromium, product.owner, `/watch/twitch/${channel.login}`);
  hands = handsOn(page);
});
afterAll(() => chromium?.close());

test("the settings say what is wrong with a number, and are saved", async () => {
  await hands.press("[aria-label='Channel settings']");
  await page.until(() => document.activeElement?.textContent === "Channel settings", 5000);
  await hands.press("dialog[open] .more-settings summary");
  await hands.fill("dialog[open] .number-field input", "none");
  await hands.press("dialog[open] [type=submit]");
  await hands.sees("dialog[open] .number-field .problem", "This is not a number.");
  await hands.fill("dialog[open] .number-field input", "7.5");
  await hands.press("dialog[open] [type=submit]");
  await hands.missesAll("dialog[open]");
  const { settings } = (await product.owner.call("GET", `/api/channels/twitch/${channel.login}`)) as {
    settings: object;
  };
  expect(settings).toMatchObject({ detection: { seed: { chatVelocityThreshold: 7.5 } } });
});

test("the what-if opens and names what it can be tried on", async () => {
  await page.evaluate(() => {
    const buttons = [...document.querySelectorAll<HTMLElement>("button")];
    buttons.find((one) => one.textContent?.startsWith("What if"))?.click();
  });
  await hands.sees("dialog[open] .what-if label", "Session of this channel");
});
