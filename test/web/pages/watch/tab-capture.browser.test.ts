// The watch page of a channel without an address, in a real Chromium on the real product: it shows the platform's own
// player, and records it from one press on.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Channel } from "#core/channel/channel.ts";
import { startChromium, type Chromium, type Tab } from "../../../support/chromium.ts";
import { sharedProduct, type SharedProduct } from "../../../support/shared-product.ts";
import { twitchPlayer } from "../../../support/twitch-player.ts";

let product: SharedProduct;
let chromium: Chromium;
let channel: Channel;
let page: Tab;

beforeAll(async () => {
  [product, chromium] = await Promise.all([sharedProduct(), startChromium({ sharesTab: true })]);
  channel = await product.newChannel();
  page = await product.openTab(chromium, product.owner, "/");
  await page.standInFor("https://player.twitch.tv", twitchPlayer);
  await page.goTo(`${product.address}/watch/twitch/${channel.login}`);
}, 180_000);

afterAll(async () => {
  await chromium?.close();
});

/** Waits until the first element that fits says `text`, and returns all that it says. */
const untilText = (selector: string, text: string) =>
  page.until(
    (where, what) => {
      const said = document.querySelector<HTMLElement>(where)?.innerText ?? "";
      return said.includes(what) && said;
    },
    30_000,
    selector,
    text,
  );
const press = (name: string) =>
  page.until(
    (wanted) => {
      const button = [...document.querySelectorAll<HTMLElement>("button")].find(
        (one) => one.innerText.trim() === wanted && one.offsetParent !== null,
      );
      button?.click();
      return button !== undefined;
    },
    30_000,
    name,
  );

test("one press records the player, and the page says what it sees, how late it is and who says so", async () => {
  await untilText(".capture", "Twitch gives its video to no other site");
  expect(await untilText(".health", "Not recording")).toContain("this tab is not shared");
  await press("Record this tab");
  await untilText(".capture", "A small square blinks");
  const said = await untilText(".capture", "Twitch's player 3.2 s behind (as it says)");
  expect(said).toMatch(/Recording this tab/);
  await untilText(".capture", "with sound");
  await untilText(".health", "kept");
  await page.until(() => document.querySelector<HTMLButtonElement>(".clip-now")?.disabled === false, 30_000);
  expect(await page.evaluate(() => document.querySelectorAll(".capture [role=alert]").length)).toBe(0);
});

test("loading the page anew ends the share; the page says so, keeps the footage and goes on with one press", async () => {
  await page.goTo(`${product.address}/watch/twitch/${channel.login}`);
  await untilText(".capture", "loading the page ended the share");
  await untilText(".health", "kept");
  await press("Go on recording");
  await untilText(".capture", "Recording this tab");
  await untilText(".health", "1 gap");
  await press("Stop");
  await untilText(".capture", "Not recording: the share has ended");
});
