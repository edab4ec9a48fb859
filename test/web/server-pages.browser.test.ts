// The pages that the Worker renders, as a stranger's browser shows them.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Chromium, startChromium, type Tab } from "../support/chromium.ts";
import { type Hands, handsOn } from "../support/hands.ts";
import { sharedProduct, type SharedProduct } from "../support/shared-product.ts";

let product: SharedProduct;
let chromium: Chromium;
let page: Tab;
let hands: Hands;

beforeAll(async () => {
  [product, chromium] = await Promise.all([sharedProduct(), startChromium()]);
  page = await chromium.open(`${product.address}/sign-in`);
  hands = handsOn(page);
});
afterAll(() => chromium?.close());

/** What of a page tells that its styles have come: the layers, and a button that does not look like a link. */
const looks = () =>
  page.evaluate(() => ({
    sheets: [...document.styleSheets].map(({ href }) => new URL(href ?? "").pathname),
    isCentred: getComputedStyle(document.body).display === "grid",
    colour: getComputedStyle(document.documentElement).backgroundColor !== "rgba(0, 0, 0, 0)",
  }));

test.each([
  ["a phone", 390, 844],
  ["a desk", 1440, 900],
])("whoever is not signed in is asked to, on %s", async (_, width, height) => {
  await hands.resize(width, height);
  await page.goTo(`${product.address}/`);
  await hands.sees("main .button.primary", "Sign in with Twitch");
  expect(await looks()).toEqual({ sheets: ["/server-pages.css"], isCentred: true, colour: true });
  expect(await hands.overflow()).toBe(0);
});

test("someone who is no member is told so", async () => {
  await page.goTo(`${product.address}/sign-in?problem=refused`);
  await hands.sees("[role=alert]", "This account is not a member here.");
});

test("a clip that does not exist is a page that leads back", async () => {
  await page.goTo(`${product.address}/c/there-is-no-such-clip`);
  expect(await looks()).toEqual({ sheets: ["/server-pages.css"], isCentred: true, colour: true });
  await hands.press("main a");
  await page.until(() => location.pathname === "/sign-in", 20_000);
});

test("the licences are readable by everyone", async () => {
  await page.goTo(`${product.address}/licences.html`);
  await hands.sees("main.prose h1", "Licences");
  expect((await looks()).sheets).toEqual(["/server-pages.css"]);
});
