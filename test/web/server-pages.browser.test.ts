// What a stranger gets to see: the pages that the Worker renders, as a browser shows them, and files with their headers.
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { documentHead } from "#core/document-head.ts";
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

test.each(["/sign-in", "/c/there-is-no-such-clip", "/licences.html"])("%s begins with the one head", async (path) => {
  const html = await (await fetch(`${product.address}${path}`)).text();
  expect(html.slice(html.indexOf("<head>"))).toMatch(/^<head>\s*<meta charset="utf-8" \/>/);
  expect(html).toContain(documentHead);
});

const securityHeaders = [
  "x-content-type-options",
  "referrer-policy",
  "permissions-policy",
  "strict-transport-security",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
];
const asked = (path: string) => fetch(`${product.address}${path}`, { redirect: "manual" });
/** `*` stands for a name that the build chooses. */
const builtName = (path: string) =>
  path.includes("*")
    ? `/assets/${readdirSync("dist/web/assets").find((name) => name.endsWith(path.slice("/assets/*".length)))}`
    : path;

test.each([
  "/licences.html",
  "/licences/zod.txt",
  "/server-pages.css",
  "/theme.js",
  "/copy-link.js",
  "/favicon.svg",
  "/ffmpeg/ffmpeg-core.js",
  "/ffmpeg/ffmpeg-core.wasm.gz",
  "/assets/*.js",
  "/assets/*.css",
])("%s carries the headers that the Worker's answers carry", async (path) => {
  const [file, answer] = await Promise.all([asked(builtName(path)), asked("/healthz")]);
  const of = ({ headers }: Response) => securityHeaders.map((name) => `${name}: ${headers.get(name)}`);
  await file.body?.cancel();
  expect([file.status, of(file)]).toEqual([200, of(answer)]);
  expect(of(answer).join()).not.toContain("null");
  // A worker's script is bound by the policy that comes with it, so that one is for pages alone.
  const policy = file.headers.get("content-security-policy");
  expect([path, policy !== null]).toEqual([path, path.endsWith(".html")]);
  expect(policy ?? "").not.toMatch(/https?:/);
});

test("every stylesheet begins with the order of the layers, because any may be the first that a page reads", () => {
  const sheets = readdirSync("dist/web/assets").filter((name) => name.endsWith(".css") && !name.startsWith("uPlot"));
  const late = sheets.filter((name) => !/^@layer tokens[,{]/.test(readFileSync(`dist/web/assets/${name}`, "utf8")));
  expect(sheets.length).toBeGreaterThan(3);
  expect(late).toEqual([]);
});

test.each([
  "/index.html",
  "/watch.html",
  "/recordings.html",
  "/index%2ehtml",
  "/w%61tch.html",
  "/.vite/manifest.json",
  "/_headers",
])("%s is no address", async (path) => {
  const answer = await asked(path);
  expect([answer.status, await answer.json()]).toMatchObject([404, { error: { code: "not_found" } }]);
});
