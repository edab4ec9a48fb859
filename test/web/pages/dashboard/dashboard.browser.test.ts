// The dashboard in a real Chromium, on a phone and on a desk: what people press, and what they then see.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { defaultClipFlags } from "#core/clips/board/clip-flags.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import { emptyFeed } from "#core/channel/feed.ts";
import { type BoardServer, startBoardServer } from "../../../support/board-server.ts";
import { type Chromium, startChromium, type Tab } from "../../../support/chromium.ts";
import { aCandidate, aFailure, aJob, type JobPart } from "../../../support/clip-builders.ts";

let server: BoardServer;
let chromium: Chromium;
let page: Tab;

beforeAll(async () => {
  [server, chromium] = await Promise.all([startBoardServer(), startChromium()]);
  page = await chromium.open(server.address);
});
afterAll(async () => {
  await chromium?.close();
  await server?.close();
});

const startMs = Date.now();
const candidate = (id: string, minute: number): CandidateState => ({
  ...aCandidate({
    ...{ candidateId: id, title: `Title of ${id}`, sourceTsMs: startMs + minute * 60_000, confidence: 0.9 },
    contextExcerpt: "no way",
  }),
  status: "pending_approval",
  jobId: null,
});
const failed = (over: JobPart) =>
  aJob({
    jobId: "job-failed",
    title: "Overtime",
    status: "failed",
    failure: { ...aFailure, code: "clip_forbidden" },
    ...over,
  });

describe.each([
  ["a phone", 390, 844],
  ["a desk", 1440, 900],
])("on %s", (_, width, height) => {
  beforeAll(async () => {
    await page.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
  });
  beforeEach(() => {
    Object.assign(server, { role: "owner", refuseNext: null, isTelling: true, isDown: false });
    Object.assign(server.board, { channels: [], candidates: [], jobs: [], flags: defaultClipFlags, accounts: [] });
    server.asked.length = 0;
  });

  const open = async () => {
    await page.goTo(`${server.address}/?${Math.random()}`);
    await page.until(() => document.querySelector("#channels .empty, #channels .channel-name") !== null, 10_000);
  };

  test("approving takes the card away, brings the clip, and hands focus to the next card", async () => {
    server.board.candidates = [candidate("a1", 1), candidate("a2", 2)];
    await open();
    await press("#to-approve li:first-child [data-answer=approve]");
    await page.until(() => document.querySelectorAll("#to-approve .card").length === 1, 5000);
    expect(server.asked).toEqual(["POST /api/action-queue/a1/approve"]);
    expect(await textsOf("#clips h3")).toEqual(["Title of a1"]);
    expect(await focused()).toBe("Title of a2");
    expect(await overflow()).toBe(0);
  });

  test("the queue is answered by keyboard alone; after the last card its heading has focus", async () => {
    server.board.candidates = [candidate("a1", 1), candidate("a2", 2), candidate("a3", 3)];
    await open();
    for (const name of ["j", "j", "r"]) await key(name);
    await page.until(() => document.querySelectorAll("#to-approve .card").length === 2, 5000);
    expect(await focused()).toBe("Title of a3");
    await key("r");
    await page.until(() => document.querySelectorAll("#to-approve .card").length === 1, 5000);
    expect(await focused()).toBe("Title of a1");
    await key("a");
    await page.until(() => document.querySelectorAll("#to-approve .card").length === 0, 5000);
    expect(await focused()).toBe("To approve");
    expect(server.asked.map((asked) => asked.replace("/api/action-queue/", ""))).toEqual([
      "POST a2/reject",
      "POST a3/reject",
      "POST a1/approve",
    ]);
  });

  test("keys answer nothing that is not pointed at, and nothing while someone types", async () => {
    server.board.candidates = [candidate("a1", 1)];
    server.board.jobs = [failed({})];
    await open();
    await key("a");
    await press("#clips input[type=search]");
    for (const name of ["j", "a"]) await key(name);
    expect(await page.evaluate(() => document.querySelector<HTMLInputElement>("#clips input")?.value)).toBe("ja");
    expect(server.asked).toEqual([]);
  });

  test("an answer that is refused says why, and the card stays", async () => {
    server.board.candidates = [candidate("a1", 1)];
    server.refuseNext = "conflict";
    await open();
    await press("[data-answer=reject]");
    await page.until(() => document.querySelector(".toast.bad")?.textContent?.includes("present state"), 5000);
    expect(await textsOf("#to-approve h3")).toEqual(["Title of a1"]);
  });

  test("title and length are edited in a dialog, which says what is wrong before and after it asks", async () => {
    server.board.candidates = [candidate("a1", 1)];
    await open();
    await press("[data-answer=edit]");
    await fill("dialog[open] input[type=number]", "500");
    await press("dialog[open] button[type=submit]");
    expect(await textsOf("dialog[open] [role=alert]")).toEqual(["The length must be 5 to 180 seconds."]);
    expect(server.asked).toEqual([]);
    await fill("dialog[open] input[type=number]", "12.5");
    await fill("dialog[open] input:not([type])", "A better title");
    server.refuseNext = "forbidden_role";
    await press("dialog[open] button[type=submit]");
    await page.until(
      () => document.querySelector("dialog[open] [role=alert]")?.textContent === "Your role does not allow this.",
      5000,
    );
    await press("dialog[open] button[type=submit]");
    await page.until(() => document.querySelector("dialog[open]") === null, 5000);
    expect(server.asked.at(-1)).toBe('PATCH /api/action-queue/a1 {"title":"A better title","durationSeconds":12.5}');
    expect(await textsOf("#to-approve .card-head:first-child")).toEqual(["A better title13 s"]);
  });

  test("a failed clip is tried again in the way that is chosen", async () => {
    server.board.jobs = [failed({ executor: "twitch_live", alternatives: ["twitch_vod"], manualRetries: 1 })];
    await open();
    expect(await textsOf("#clips .error-code")).toEqual(["clip_forbidden"]);
    expect(await textsOf("#clips .card-actions")).toEqual(["Try againTry from the recording (VOD)2 left"]);
    await press("#clips .card-actions button:nth-of-type(2)");
    await page.until(() => document.querySelector("#clips .card")?.getAttribute("data-status") === "queued", 5000);
    expect(server.asked).toEqual(['POST /api/clip-jobs/job-failed/retry {"executor":"twitch_vod"}']);
  });

  test("a clip at its limit says so, and a viewer gets nothing to press", async () => {
    server.board.jobs = [failed({ manualRetries: 3 })];
    server.board.candidates = [candidate("a1", 1)];
    await open();
    expect(await textsOf("#clips .card-actions")).toEqual([
      "Try againIt has been tried again 3 times; that is the limit.",
    ]);
    expect(
      await page.evaluate(() => document.querySelector<HTMLButtonElement>("#clips .card-actions button")?.disabled),
    ).toBe(true);
    server.role = "viewer";
    await open();
    expect(await textsOf("main .card-actions, aside .card-actions, header [aria-label^=Twitch]")).toEqual([]);
  });

  test("clips are filtered by state, words and channel", async () => {
    const kick = { platform: "kick", channelId: "7" } as const;
    server.board.jobs = [
      failed({}),
      aJob({ jobId: "j2", title: "Last lap", status: "ready", clipId: "c2", createdAtMs: startMs }),
      aJob({ jobId: "j3", title: "Last word", status: "ready", clipId: "c3", channel: kick, login: "talk" }),
    ];
    await open();
    await press(".filter-chip:nth-child(6)");
    expect(await textsOf("#clips h3")).toEqual(["Last lap", "Last word"]);
    await fill("#clips input[type=search]", "word");
    expect(await textsOf("#clips h3")).toEqual(["Last word"]);
    expect(await textsOf(".filter-chip[aria-pressed=true]")).toEqual(["Ready 1"]);
    await page.evaluate(() => {
      const choice = document.querySelector<HTMLSelectElement>("#clips select");
      if (choice) choice.value = "twitch:1337";
      choice?.dispatchEvent(new Event("change", { bubbles: true }));
    });
    expect(await textsOf("#clips .empty p")).toEqual(["No clip fits this filter."]);
    await press("#clips .empty button");
    expect(await textsOf("#clips h3")).toEqual(["Last lap", "Overtime", "Last word"]);
  });

  test("a hundred clips are shown at first, and more when asked for", async () => {
    server.board.jobs = Array.from({ length: 250 }, (_, at) => aJob({ jobId: `j${at}`, createdAtMs: startMs + at }));
    await open();
    expect(await textsOf("#clips h3")).toHaveLength(100);
    await press("#clips .show-more");
    expect(await textsOf("#clips h3")).toHaveLength(200);
    expect(await overflow()).toBe(0);
  });

  test("a lost connection says so without moving anything, and comes back with the newest state", async () => {
    server.board.jobs = [failed({})];
    await open();
    const places = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("h1, h2, h3, header a")].map((one) => one.getBoundingClientRect().top),
      );
    const before = await places();
    server.isDown = true;
    server.cutLines();
    await page.until(() => document.querySelector(".connection-mark .badge") !== null, 5000);
    expect(await places()).toEqual(before);
    server.board.jobs = [aJob({ jobId: "other", title: "Made meanwhile" })];
    server.isDown = false;
    await page.until(() => document.querySelector("#clips h3")?.textContent === "Made meanwhile", 20_000);
    expect(await textsOf(".connection-mark .badge")).toEqual([]);
  });

  test("a dashboard that never connects says so and can be told to try now", async () => {
    server.isDown = true;
    await page.goTo(`${server.address}/?${Math.random()}`);
    await page.until(() => document.querySelector("#channels [role=alert]") !== null, 10_000);
    server.isDown = false;
    await press("#channels [role=alert] button");
    await page.until(() => document.querySelector("#channels .empty") !== null, 5000);
  });

  test("news arrive by themselves: a channel, a candidate, a clip that ends, a switch", async () => {
    server.board.jobs = [aJob({ jobId: "j1", title: "Last lap", executor: "twitch_live", status: "polling" })];
    await open();
    const { login, channelId } = { login: "neon_rally", channelId: "1337" };
    server.tell({
      type: "channels",
      channels: [
        {
          ...{
            platform: "twitch",
            channelId,
            login,
            displayName: "Neon_Rally",
            isLive: true,
            title: "",
            viewerCount: 9,
          },
          ...{ startedAtMs: startMs, moments: 1, clipsReady: 0, feed: emptyFeed },
        },
      ],
    });
    server.tell({ type: "candidate", candidate: candidate("a1", 1) });
    server.tell({ type: "flags", flags: { ...defaultClipFlags, clip_api_enabled: false } });
    const ready = { status: "ready", clipId: "c1", updatedAtMs: startMs } as const;
    server.tell({ type: "job", job: aJob({ jobId: "j1", title: "Last lap", executor: "twitch_live", ...ready }) });
    await page.until(() => document.querySelector(".toast")?.textContent === "Clip ready: Last lap", 5000);
    expect(await textsOf(".channel-name a")).toEqual(["Neon_Rally"]);
    expect(await textsOf("#to-approve h3")).toEqual(["Title of a1"]);
    expect(await textsOf(".alert-banner p")).toEqual([
      "Clips on Twitch are switched off: clips can be approved, but nothing is sent to Twitch.",
    ]);
    expect(await textsOf("#clips .card a")).toEqual(["someone", "Open"]);
  });

  test("an owner sees the accounts and switches; a switch that is refused goes back", async () => {
    server.board.accounts = [
      {
        ...{ userId: "42", login: "ed", displayName: "Eddy", purposes: ["editor"], scopes: ["clips:edit"] },
        ...{ status: "scopes_missing", problem: null, validatedAtMs: startMs },
      },
    ];
    await open();
    await press("header [aria-label^=Twitch]");
    await page.until(() => document.querySelector(".facts") !== null, 5000);
    expect(await textsOf(".account-card .badge")).toEqual(["Permissions are missing"]);
    expect(
      await page.evaluate(() =>
        [...document.querySelectorAll<HTMLAnchorElement>(".connect-offers a")].map((a) =>
          a.href.replace(location.origin, ""),
        ),
      ),
    ).toEqual([
      "/auth/twitch/connect?purpose=broadcaster&return_to=%2F",
      "/auth/twitch/connect?purpose=editor&return_to=%2F",
    ]);
    await press(".account-card .button");
    await press("[name=clip_api_enabled]");
    const isOn = () => document.querySelector<HTMLInputElement>("[name=clip_api_enabled]")?.checked;
    await page.until(
      () => document.querySelector("fieldset[aria-busy=false] [name=clip_api_enabled]:not(:checked)") !== null,
      5000,
    );
    expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("clip_api_enabled");
    server.refuseNext = "forbidden_role";
    await press("[name=clip_api_enabled]");
    await page.until(() => document.querySelector("dialog[open] fieldset .problem") !== null, 5000);
    expect(await page.evaluate(isOn)).toBe(false);
    expect(server.asked).toEqual([
      "POST /api/accounts/42/validate",
      'PATCH /api/flags {"clip_api_enabled":false}',
      'PATCH /api/flags {"clip_api_enabled":true}',
    ]);
    expect(await overflow()).toBe(0);
    server.role = "editor";
    await open();
    await press("header [aria-label^=Twitch]");
    await page.until(() => document.querySelector("[name=clip_api_enabled]:disabled") !== null, 5000);
    expect(await textsOf(".account-card .button")).toEqual(["Check now"]);
  });
});

/** A real press of the mouse, in the middle of what the selector finds first. */
async function press(selector: string): Promise<void> {
  const place = await page.until(
    (wanted) => {
      const element = document.querySelector(wanted);
      element?.scrollIntoView({ block: "center" });
      const box = element?.getBoundingClientRect();
      return box && { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    },
    5000,
    selector,
  );
  for (const type of ["mousePressed", "mouseReleased"]) {
    await page.send("Input.dispatchMouseEvent", { type, ...place, button: "left", clickCount: 1 });
  }
}

async function key(name: string): Promise<void> {
  const code = `Key${name.toUpperCase()}`;
  await page.send("Input.dispatchKeyEvent", { type: "keyDown", key: name, code, text: name });
  await page.send("Input.dispatchKeyEvent", { type: "keyUp", key: name, code });
}

async function fill(selector: string, text: string): Promise<void> {
  await press(selector);
  await page.evaluate((wanted) => document.querySelector<HTMLInputElement>(wanted)?.select(), selector);
  await page.send("Input.insertText", { text });
}

function textsOf(selector: string): Promise<(string | null)[]> {
  return page.evaluate((wanted) => [...document.querySelectorAll(wanted)].map((one) => one.textContent), selector);
}

/** The heading of the card that has focus, or the text of what else has it. */
function focused(): Promise<string | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element?.matches(".card")
      ? (element.querySelector("h3")?.textContent ?? null)
      : (element?.textContent ?? null);
  });
}

function overflow(): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
