// The dashboard as its members use it, with the product itself behind it.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Chromium, startChromium, type Tab } from "../../../support/chromium.ts";
import { type Hands, handsOn } from "../../../support/hands.ts";
import { sharedProduct, type SharedProduct } from "../../../support/shared-product.ts";

let product: SharedProduct;
let chromium: Chromium;
let page: Tab;
let hands: Hands;

beforeAll(async () => {
  [product, chromium] = await Promise.all([sharedProduct(), startChromium()]);
  page = await product.openTab(chromium, product.owner, "/");
  hands = handsOn(page);
  await hands.resize(1440, 900);
});
afterAll(() => chromium?.close());

test("layers of styles are in the order of the folders", async () => {
  const order = await page.evaluate(() => {
    const layers = [...document.styleSheets].flatMap(({ cssRules }) =>
      [...cssRules].flatMap((rule) => {
        if (rule instanceof CSSLayerStatementRule) return [...rule.nameList];
        return rule instanceof CSSLayerBlockRule ? [rule.name] : [];
      }),
    );
    return [...new Set(layers)];
  });
  expect(order).toEqual(["tokens", "base", "ui", "features", "pages"]);
});

test("a channel is added by its name, and the dialog says why another cannot be", async () => {
  const login = uniqueName();
  await product.order("addChannel", { platform: "twitch", login, reacts: false });
  await hands.press("#channels .section-head .primary");
  await hands.sees("dialog[open] input:focus");
  await hands.press("dialog[open] [type=submit]");
  await hands.sees("dialog[open] [role=alert]", "Please enter a name or an address.");
  await hands.fill("dialog[open] input", `twitch:${uniqueName()}`);
  await hands.press("dialog[open] [type=submit]");
  await hands.sees("dialog[open] [role=alert]:not(:empty):not(:focus)", "There is no");
  await hands.fill("dialog[open] input", `https://www.twitch.tv/${login}`);
  await hands.press("dialog[open] [type=submit]");
  await hands.missesAll("dialog[open]");
  await hands.sees(".channel-name a", login);
});

describe("with moments that wait for approval", () => {
  /** Of candidates, one a channel, in the order of the queue. */
  let mine: string[];
  const cardOf = (login: string) => `#to-approve .card:has(a[href$="/${login}"])`;
  const focusOn = (login: string) =>
    page.evaluate((card) => document.querySelector<HTMLElement>(card)?.focus(), cardOf(login));
  const focusedChannel = () =>
    page.evaluate(() => document.activeElement?.querySelector<HTMLElement>(".channel-link")?.textContent ?? null);

  beforeAll(async () => {
    const channels = await Promise.all([1, 2, 3, 4].map(() => product.newChannel()));
    const logins = channels.map(({ login }) => login);
    for (const login of logins) await hands.sees(`.channel-row:has(a[href$="/${login}"])`, "Hearing chat");
    await Promise.all(
      logins.map((channel) =>
        product.order("burst", { channel, messagesPerSecond: 8, seconds: 3, lines: ["clip it now"] }),
      ),
    );
    for (const login of logins) await hands.sees(cardOf(login));
    const queue = (await hands.texts("#to-approve .channel-link")).join();
    mine = logins.toSorted((a, b) => queue.indexOf(a) - queue.indexOf(b));
  });

  test("approving takes the card away, brings the clip, and hands focus to the next card", async () => {
    await hands.press(`${cardOf(mine[0] ?? "")} [data-answer=approve]`);
    await hands.missesAll(cardOf(mine[0] ?? ""));
    await hands.sees("#clips .channel-link", mine[0] ?? "");
    expect(await focusedChannel()).toContain(mine[1]);
  });

  test("title and length are edited in a dialog, which says what is wrong before it asks", async () => {
    await hands.press(`${cardOf(mine[1] ?? "")} [data-answer=edit]`);
    await hands.fill("dialog[open] input[type=number]", "500");
    await hands.press("dialog[open] [type=submit]");
    await hands.sees("dialog[open] [role=alert]", "The length must be 5 to 180 seconds.");
    await hands.fill("dialog[open] input[type=number]", "12.5");
    await hands.fill("dialog[open] input:not([type])", "A better title");
    await hands.press("dialog[open] [type=submit]");
    await hands.missesAll("dialog[open]");
    await hands.sees(`${cardOf(mine[1] ?? "")} .card-head`, "A better title13 s");
  });

  test("keys answer nothing while someone types, and nothing that is not pointed at", async () => {
    await hands.press("#clips input[type=search]");
    for (const name of ["j", "a"]) await hands.key(name);
    expect(await page.evaluate(() => document.querySelector<HTMLInputElement>("#clips input")?.value)).toBe("ja");
    await hands.fill("#clips input[type=search]", "");
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await hands.key("a");
    expect(await hands.texts(cardOf(mine[1] ?? ""))).toHaveLength(1);
  });

  test("the queue is answered by keyboard alone", async () => {
    await focusOn(mine[1] ?? "");
    await hands.key("j");
    expect(await focusedChannel()).toContain(mine[2]);
    await hands.key("r");
    await hands.missesAll(cardOf(mine[2] ?? ""));
    expect(await focusedChannel()).toContain(mine[3]);
    await hands.key("k");
    expect(await focusedChannel()).toContain(mine[1]);
    await hands.key("a");
    await hands.missesAll(cardOf(mine[1] ?? ""));
    await hands.sees("#clips h3", "A better title");
  });

  test("clips are filtered by channel, words and state", async () => {
    await hands.fill("#clips input[type=search]", "better");
    expect(await hands.texts("#clips h3")).toEqual(["A better title"]);
    await page.evaluate((login) => {
      const choice = document.querySelector<HTMLSelectElement>("#clips select");
      const option = [...(choice?.options ?? [])].find((one) => one.text === login);
      if (choice && option) choice.value = option.value;
      choice?.dispatchEvent(new Event("change", { bubbles: true }));
    }, mine[0] ?? "");
    await hands.sees("#clips .empty p", "No clip fits this filter.");
    await hands.press("#clips .empty button");
    await hands.sees("#clips .channel-link", mine[0] ?? "");
    await hands.press(".filter-chip:last-child");
    expect(await hands.texts(".filter-chip[aria-pressed=true]")).toEqual([expect.stringMatching(/^Expired \d+$/)]);
    await hands.press(".filter-chip:first-child");
  });

  test.each([
    ["a phone", 390, 844],
    ["a desk", 1440, 900],
  ])("nothing is wider than %s", async (_, width, height) => {
    await hands.resize(width, height);
    expect(await hands.overflow()).toBe(0);
  });

  test("a viewer sees what waits and gets nothing to press", async () => {
    const viewer = await product.newMember("viewer");
    onTestFinished(async () => {
      page = await product.openTab(chromium, product.owner, "/");
      hands = handsOn(page);
    });
    const tab = await product.openTab(chromium, viewer, "/");
    const eyes = handsOn(tab);
    await eyes.sees(cardOf(mine[3] ?? ""));
    // A finished clip's link is anybody's; which clips there are by now depends on what else uses the product.
    const pressed = await eyes.texts("main .card-actions button, aside .card-actions, header [aria-label^=Twitch]");
    expect(pressed.filter((text) => text !== "Copy link")).toEqual([]);
    await tab.close();
  });
});

test("an owner lets somebody in and out", async () => {
  const login = uniqueName();
  await hands.press("header .menu summary");
  await hands.press("header .menu-list button");
  await hands.fill("dialog[open] input", "no/name/at all");
  await hands.press("dialog[open] [type=submit]");
  await hands.sees("dialog[open] form [role=alert]", "That is not the name of a Twitch or Kick account.");
  await hands.fill("dialog[open] input", `kick:${login}`);
  await hands.press("dialog[open] [type=submit]");
  await hands.sees("dialog[open] .member-row", login);
  expect(await page.evaluate(() => document.querySelector<HTMLInputElement>("dialog[open] input")?.value)).toBe("");
  await hands.press(`dialog[open] [aria-label="Remove ${login}"]`);
  await hands.missesAll(`dialog[open] [aria-label="Remove ${login}"]`);
  await hands.press("dialog[open] [aria-label=Close]");
});

describe("in the dialog of accounts and switches", () => {
  const open = async () => {
    await hands.press("header [aria-label^=Twitch]");
    await hands.sees("dialog[open] .facts", "Channels, live");
  };

  test("a streamer's account is connected on Twitch's page, checked, and disconnected", async () => {
    const { login } = await product.newChannel();
    await open();
    await hands.press("dialog[open] .connect-offers li:first-child a");
    const twitch = await page.until((ours) => location.origin !== ours && location.href, 20_000, product.address);
    await page.goTo(`${twitch}&login_as=${login}`);
    await open();
    const card = `dialog[open] [aria-label="Twitch account ${login}"]`;
    await hands.sees(`${card} .badge`, "Connected");
    await hands.press(`${card} .card-actions button:first-child`);
    await hands.sees(".toast", `${login}: connected.`);
    await page.evaluate(() => (window.confirm = () => true));
    await hands.press(`${card} .card-actions .danger`);
    await hands.missesAll(card);
    await hands.press("dialog[open] [aria-label=Close]");
  });

  test("a switch acts at once and is told on top of the page", async () => {
    try {
      await open();
      await hands.press("[name=clip_api_enabled]");
      await hands.sees(".alert-banner", "Clips on Twitch are switched off");
      expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("clip_api_enabled");
      await hands.missesAll("dialog[open] fieldset[aria-busy=true]");
      await hands.press("[name=clip_api_enabled]");
      await hands.missesAll(".alert-banner");
    } finally {
      await product.owner.call("PATCH", "/api/flags", { clip_api_enabled: true });
    }
  });
});

function uniqueName(): string {
  return `d${crypto.randomUUID().replaceAll("-", "").slice(0, 14)}`;
}
