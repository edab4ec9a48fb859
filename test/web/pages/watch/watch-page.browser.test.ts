// The watch page in a real Chromium, on the real product: what each of its parts shows of a channel that is live.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Channel } from "#core/channel/channel.ts";
import { startChromium, type Chromium, type Tab } from "../../../support/chromium.ts";
import { sharedProduct, type SharedProduct } from "../../../support/shared-product.ts";

let product: SharedProduct;
let chromium: Chromium;
let channel: Channel;
let page: Tab;

beforeAll(async () => {
  [product, chromium] = await Promise.all([sharedProduct(), startChromium()]);
  channel = await product.newChannel({ steadyPerSecond: 2 });
  page = await product.openTab(chromium, product.owner, `/watch/twitch/${channel.login}`);
  await untilText(".watch-header", "LIVE");
}, 180_000);

afterAll(async () => {
  await chromium?.close();
});

/** Waits until the first element that fits says `text`. */
const untilText = (selector: string, text: string) =>
  page.until(
    (where, what) => document.querySelector<HTMLElement>(where)?.innerText.includes(what) ?? false,
    30_000,
    selector,
    text,
  );
const press = (name: string) =>
  page.until(
    (wanted) => {
      const button = [...document.querySelectorAll<HTMLElement>("button")].find(
        (one) => (one.ariaLabel ?? one.innerText).trim() === wanted && one.offsetParent !== null,
      );
      button?.click();
      return button !== undefined;
    },
    30_000,
    name,
  );
const untilDialog = (title: string) =>
  page.until((wanted) => document.querySelector("dialog[open] h2")?.textContent === wanted, 30_000, title);
const untilNoDialog = () => page.until(() => document.querySelector("dialog[open]") === null, 30_000);

test("a channel without an address shows the platform's player, and leads to both ways of recording it", async () => {
  await page.until(
    () => document.querySelector<HTMLIFrameElement>(".stage iframe")?.title.includes("on Twitch"),
    30_000,
  );
  await untilText(".capture", "Record this tab");
  await untilText(".capture", "Set an HLS address");
  await untilText(".health", "Not recording: this tab is not shared");
  await untilText("#moments", "No moments yet");
  expect(await page.evaluate(() => document.querySelector<HTMLButtonElement>(".clip-now")?.disabled)).toBe(true);
});

test("the chart counts what chat says", async () => {
  await page.until(() => document.querySelector(".chart-plot canvas") !== null, 30_000);
  await page.until(() => Number(document.querySelector(".legend-item b")?.textContent) > 0, 60_000);
});

test("the question mark shows the keys, and escape puts them away", async () => {
  await page.send("Input.dispatchKeyEvent", { type: "keyDown", key: "?", text: "?" });
  await page.send("Input.dispatchKeyEvent", { type: "keyUp", key: "?" });
  await untilDialog("Keyboard");
  await untilText("dialog[open]", "Clip the last 30 seconds");
  await page.send("Input.dispatchKeyEvent", {
    type: "keyDown",
    key: "Escape",
    code: "Escape",
    windowsVirtualKeyCode: 27,
  });
  await untilNoDialog();
});

test("an address that cannot be one is refused in words; one that can is kept, and the page tries to play it", async () => {
  await press("Channel settings");
  await untilDialog("Channel settings");
  const save = async (address: string) => {
    await page.evaluate((text) => {
      const input = document.querySelector<HTMLInputElement>("dialog[open] input[type=url]");
      if (input === null) throw new Error("There is no field for the address.");
      input.value = text;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }, address);
    await press("Save");
  };
  await save("nonsense");
  await page.until(() => (document.querySelector("dialog[open] .problem")?.textContent ?? "") !== "", 30_000);
  await save(`${product.simulator}/hls/nobody/live.m3u8`);
  await untilNoDialog();
  await untilText(".stage", "The stream's address");
  await untilText(".health", "The recorder keeps trying");
});

test("the what-if opens, and a person can ask why nothing was found", async () => {
  await press("What if…");
  await untilDialog("What if: other settings on a past stream");
  await press("Close");
  await untilNoDialog();
  await press("Why was nothing found lately?");
  await page.until(() => document.querySelector(".silence [role=alert], .silence [role=status]") !== null, 60_000);
});

test("a channel nobody watches has no page, and says so", async () => {
  await page.goTo(`${product.address}/watch/twitch/nobody_at_all`);
  await untilText("[role=alert]", "");
  await untilText("main", "This channel cannot be shown");
});
