// The dashboard where the server refuses, is away, or has more than fits a screen.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import { type BoardServer, emptyBoard, startBoardServer } from "../../../support/board-server.ts";
import { type Chromium, startChromium, type Tab } from "../../../support/chromium.ts";
import { aCandidate, aFailure, aJob, type JobPart } from "../../../support/clip-builders.ts";
import { type Hands, handsOn } from "../../../support/hands.ts";

let server: BoardServer;
let chromium: Chromium;
let page: Tab;
let hands: Hands;

beforeAll(async () => {
  [server, chromium] = await Promise.all([startBoardServer(), startChromium()]);
  page = await chromium.open(server.address);
  hands = handsOn(page);
});
afterAll(async () => {
  await chromium?.close();
  await server?.close();
});
beforeEach(() => {
  Object.assign(server, { board: emptyBoard, nextAnswer: {}, isDown: false });
  server.asked.length = 0;
});

const waiting: CandidateState = {
  ...aCandidate({ candidateId: "a1", title: "Last lap" }),
  status: "pending_approval",
  jobId: null,
};
const failed = (over: JobPart) =>
  aJob({
    ...{ jobId: "job-failed", title: "Overtime", status: "failed" },
    ...{ failure: { ...aFailure, code: "clip_forbidden" }, ...over },
  });

async function openWith(board: Partial<typeof emptyBoard>): Promise<void> {
  server.board = { ...emptyBoard, ...board };
  await page.goTo(`${server.address}/?${Math.random()}`);
  await hands.sees("#channels .empty");
}

test("an answer that is refused says why, and the card stays", async () => {
  await openWith({ candidates: [waiting] });
  server.nextAnswer = "conflict";
  await hands.press("[data-answer=reject]");
  await hands.sees(".toast.bad", "present state");
  expect(await hands.texts("#to-approve h3")).toEqual(["Last lap"]);
  expect(server.asked).toEqual(["POST /api/action-queue/a1/reject"]);
});

test("a change that is refused says why in its dialog, which stays with what was typed", async () => {
  await openWith({ candidates: [waiting] });
  server.nextAnswer = "forbidden_role";
  await hands.press("[data-answer=edit]");
  await hands.fill("dialog[open] input:not([type])", "A better title");
  await hands.press("dialog[open] [type=submit]");
  await hands.sees("dialog[open] [role=alert]", "Your role does not allow this.");
  await hands.sees("dialog[open] [type=submit][aria-busy=false]");
  expect(await page.evaluate(() => document.querySelector<HTMLInputElement>("dialog[open] input")?.value)).toBe(
    "A better title",
  );
});

test("a switch that is refused goes back and keeps focus", async () => {
  await openWith({});
  server.nextAnswer = "forbidden_role";
  await hands.press("header [aria-label^=Twitch]");
  await hands.press("[name=clip_api_enabled]");
  await hands.sees("dialog[open] fieldset .problem", "Your role does not allow this.");
  await hands.sees("[name=clip_api_enabled]:checked:focus");
});

test("a failed clip is tried again in the way that is chosen", async () => {
  const job = failed({ executor: "twitch_live", alternatives: ["twitch_vod"], manualRetries: 1 });
  await openWith({ jobs: [job] });
  expect(await hands.texts("#clips .error-code")).toEqual(["clip_forbidden"]);
  expect(await hands.texts("#clips .card-actions")).toEqual(["Try againTry from the recording (VOD)2 left"]);
  server.nextAnswer = { job: aJob({ jobId: job.jobId, status: "queued", updatedAtMs: job.updatedAtMs + 1 }) };
  await hands.press("#clips .card-actions button:nth-of-type(2)");
  await hands.sees("#clips .card[data-status=queued]");
  expect(server.asked).toEqual(["POST /api/clip-jobs/job-failed/retry"]);
});

test("a clip at its limit says so", async () => {
  await openWith({ jobs: [failed({ manualRetries: 3 })] });
  expect(await hands.texts("#clips .card-actions")).toEqual([
    "Try againIt has been tried again 3 times; that is the limit.",
  ]);
  expect(await hands.texts("#clips .card-actions button:disabled")).toEqual(["Try again"]);
});

test("a hundred clips are shown at first, and more when asked for", async () => {
  await openWith({ jobs: Array.from({ length: 250 }, (_, at) => aJob({ jobId: `j${at}`, createdAtMs: at })) });
  expect(await hands.texts("#clips h3")).toHaveLength(100);
  await hands.press("#clips .show-more");
  expect(await hands.texts("#clips h3")).toHaveLength(200);
});

test("a lost connection says so without moving anything, and comes back with the newest state", async () => {
  await openWith({ jobs: [failed({})] });
  const places = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("h1, h2, h3, header a")].map((one) => one.getBoundingClientRect().top),
    );
  const before = await places();
  server.isDown = true;
  server.cutLines();
  await hands.sees(".connection-mark .badge", "Reconnecting…");
  expect(await places()).toEqual(before);
  server.board = { ...emptyBoard, jobs: [aJob({ jobId: "other", title: "Made meanwhile" })] };
  server.isDown = false;
  await hands.sees("#clips h3", "Made meanwhile");
  await hands.missesAll(".connection-mark .badge");
});

test("a dashboard that never connects says so and can be told to try now", async () => {
  server.isDown = true;
  await page.goTo(`${server.address}/?${Math.random()}`);
  await hands.sees("#channels [role=alert]");
  server.isDown = false;
  await hands.press("#channels [role=alert] button");
  await hands.sees("#channels .empty");
});

test("a dialog whose code cannot be fetched says so and stays closed", async () => {
  await page.send("Network.enable");
  await page.send("Network.setBlockedURLs", { urls: ["*add-channel-dialog*"] });
  await openWith({});
  await hands.press("#channels .empty button");
  await hands.sees(".toast.bad", "This could not be loaded.");
  await hands.missesAll("dialog[open]");
  await page.send("Network.setBlockedURLs", { urls: [] });
});
