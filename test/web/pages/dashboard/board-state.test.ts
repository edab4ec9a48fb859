// How messages of the live socket change what the dashboard knows.
import { describe, expect, test } from "vitest";
import { defaultClipFlags } from "#core/clips/board/clip-flags.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import { maxPendingCandidates } from "#core/clips/candidate/pending-candidates.ts";
import type { BoardMessage } from "#core/live/board-message.ts";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import { emptyFeed } from "#core/channel/feed.ts";
import {
  addBoardJob as addJobAt,
  applyBoardMessage as applyAt,
  type BoardState,
  maxBoardJobs,
} from "../../../../web/pages/dashboard/board-state.ts";
import { aCandidate, aJob, type JobPart } from "../../../support/clip-builders.ts";

const empty: BoardState = {
  ...{ channels: [], candidates: [], jobs: [], flags: defaultClipFlags, accounts: [], setAside: 0 },
  clockOffsetMs: 0,
};
/** The device's clock stands at zero, as the server's does in the snapshots below. */
const applyBoardMessage = (state: BoardState | null, message: BoardMessage) => applyAt(state, message, 0);
const addBoardJob = (state: BoardState, clipJob: ClipJob) => addJobAt(state, clipJob, 0);

const channel = (channelId: string, viewerCount: number): ChannelSummary => ({
  ...{ platform: "twitch", channelId, login: `c${channelId}`, displayName: `C${channelId}`, isLive: true, title: "" },
  ...{ viewerCount, startedAtMs: null, moments: 0, clipsReady: 0, feed: emptyFeed },
});
const told = (state: BoardState, candidate: CandidateState): BoardState =>
  applyBoardMessage(state, { type: "candidate", candidate }) ?? state;

const candidate = (
  id: string,
  sourceTsMs: number,
  status: CandidateState["status"] = "pending_approval",
): CandidateState => ({
  ...aCandidate({ candidateId: id, sourceTsMs }),
  status,
  jobId: null,
});
const job = (jobId: string, createdAtMs: number, over: JobPart = {}): ClipJob =>
  aJob({ jobId, createdAtMs, updatedAtMs: createdAtMs, ...over });
const snapshot = (over: Partial<BoardState> = {}): BoardMessage => ({
  ...{ type: "snapshot", serverNowMs: 0, channels: [], candidates: [], jobs: [] },
  ...{ flags: defaultClipFlags, accounts: [], setAside: 0 },
  ...(over as object),
});
const snapshotAt = (serverNowMs: number): BoardMessage => {
  const message = snapshot({});
  return message.type === "snapshot" ? { ...message, serverNowMs } : message;
};
const idsOf = (state: BoardState | null) => ({
  candidates: state?.candidates.map(({ candidateId }) => candidateId),
  jobs: state?.jobs.map(({ jobId }) => jobId),
});

test("a candidate that is edited keeps its place among those of the same moment", () => {
  const both = told(told(empty, candidate("a", 1)), candidate("b", 1));
  expect(idsOf(told(both, candidate("a", 1))).candidates).toEqual(["a", "b"]);
});

describe("a snapshot", () => {
  test("replaces everything, also what is no longer there", () => {
    const before = { ...empty, channels: [channel("1", 5)], jobs: [job("old", 1)], candidates: [candidate("old", 1)] };
    const after = applyBoardMessage(before, snapshot({ channels: [channel("2", 9)] }));
    expect(after).toEqual({ ...empty, channels: [channel("2", 9)] });
  });

  test("puts the queue oldest first and clips newest first", () => {
    const after = applyBoardMessage(
      null,
      snapshot({ candidates: [candidate("b", 2), candidate("a", 1)], jobs: [job("a", 1), job("b", 2)] }),
    );
    expect(idsOf(after)).toEqual({ candidates: ["a", "b"], jobs: ["b", "a"] });
  });

  test("of a very busy deployment does not pile up: the newest stay", () => {
    const jobs = Array.from({ length: maxBoardJobs + 5 }, (_, at) => job(`j${at}`, at));
    const candidates = Array.from({ length: maxPendingCandidates + 5 }, (_, at) => candidate(`a${at}`, at));
    const after = applyBoardMessage(null, snapshot({ jobs, candidates }));
    expect([after?.jobs.length, after?.jobs.at(-1)?.jobId]).toEqual([maxBoardJobs, "j5"]);
    expect([after?.candidates.length, after?.candidates[0]?.candidateId]).toEqual([maxPendingCandidates, "a5"]);
  });
});

test.each<BoardMessage>([
  { type: "channels", channels: [channel("1", 1)] },
  { type: "candidate", candidate: candidate("a", 1) },
  { type: "job", job: job("a", 1) },
  { type: "flags", flags: defaultClipFlags },
  { type: "accounts", accounts: [] },
  { type: "set_aside", setAside: 1 },
])("before the first snapshot a $type changes nothing", (message) => {
  expect(applyBoardMessage(null, message)).toBeNull();
});

test("channels replace by key and keep their place", () => {
  const before = { ...empty, channels: [channel("1", 5), channel("2", 6)] };
  const after = applyBoardMessage(before, { type: "channels", channels: [channel("1", 50), channel("3", 7)] });
  expect(after?.channels).toEqual([channel("1", 50), channel("2", 6), channel("3", 7)]);
});

describe("the queue", () => {
  test("takes a new candidate at its place, and an edited one once", () => {
    const before = told(told(empty, candidate("late", 9)), candidate("early", 1));
    const edited = {
      ...candidate("late", 9),
      title: "New",
    };
    const after = told(before, edited);
    expect(idsOf(after).candidates).toEqual(["early", "late"]);
    expect(after.candidates[1]?.title).toBe("New");
  });

  test.each(["approved", "rejected", "expired"] as const)("lets one go that is %s", (status) => {
    const before = told(empty, candidate("a", 1));
    const after = applyBoardMessage(before, { type: "candidate", candidate: candidate("a", 1, status) });
    expect(after?.candidates).toEqual([]);
  });
});

describe("jobs", () => {
  test("an answer that was overtaken does not bring back an older state", () => {
    const ready = addBoardJob(empty, job("j", 10, { status: "ready", updatedAtMs: 20 }));
    expect(addBoardJob(ready, job("j", 10, { updatedAtMs: 15 })).jobs[0]?.status).toBe("ready");
  });

  test("are ordered by the server's clock, however wrong the device's is", () => {
    const behindMs = 10 * 60_000;
    const board = applyAt(empty, snapshotAt(behindMs), 0);
    const ready = addJobAt(board ?? empty, job("j", 10, { status: "ready", updatedAtMs: behindMs + 20 }), 20);
    expect(addJobAt(ready, job("j", 10, { updatedAtMs: behindMs + 15 }), 30).jobs[0]?.status).toBe("ready");
  });

  test("of the same time count as newer", () => {
    const first = addBoardJob(empty, job("j", 10));
    expect(addBoardJob(first, job("j", 10, { status: "polling" })).jobs.map(({ status }) => status)).toEqual([
      "polling",
    ]);
  });
});

test("flags, accounts and what was set aside replace, and leave lists untouched, so that they are not drawn again", () => {
  const before = { ...empty, jobs: [job("j", 1)], candidates: [candidate("a", 1)] };
  const flags = { ...defaultClipFlags, clip_api_enabled: false };
  const after = applyBoardMessage(before, { type: "flags", flags });
  expect(after?.flags).toEqual(flags);
  expect(after?.jobs).toBe(before.jobs);
  expect(applyBoardMessage(before, { type: "accounts", accounts: [] })?.candidates).toBe(before.candidates);
  expect(applyBoardMessage(before, { type: "set_aside", setAside: 2 })).toEqual({ ...before, setAside: 2 });
});
