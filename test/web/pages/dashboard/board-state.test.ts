// How messages of the live socket change what the dashboard knows.
import { describe, expect, test } from "vitest";
import { defaultClipFlags } from "#core/clips/board/clip-flags.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import type { BoardMessage } from "#core/live/board-message.ts";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import { emptyFeed } from "#core/channel/feed.ts";
import {
  addAction,
  addBoardJob,
  applyBoardMessage,
  type BoardState,
  maxBoardActions,
  maxBoardJobs,
} from "../../../../web/pages/dashboard/board-state.ts";
import { aCandidate, aJob } from "../../../support/clip-builders.ts";

const empty: BoardState = { channels: [], actions: [], jobs: [], flags: defaultClipFlags, accounts: [] };

const channel = (channelId: string, viewerCount: number): ChannelSummary => ({
  ...{ platform: "twitch", channelId, login: `c${channelId}`, displayName: `C${channelId}`, isLive: true, title: "" },
  ...{ viewerCount, startedAtMs: null, moments: 0, clipsReady: 0, feed: emptyFeed },
});
const action = (
  id: string,
  sourceTsMs: number,
  status: CandidateState["status"] = "pending_approval",
): CandidateState => ({
  candidate: aCandidate({ candidateId: id, sourceTsMs }),
  status,
  jobId: null,
});
const job = (jobId: string, createdAtMs: number, over: Partial<ClipJob> = {}): ClipJob =>
  aJob({ jobId, createdAtMs, updatedAtMs: createdAtMs, ...over });
const snapshot = (over: Partial<BoardState> = {}): BoardMessage => ({
  ...{ type: "snapshot", serverNowMs: 0, channels: [], actions: [], jobs: [] },
  ...{ flags: defaultClipFlags, accounts: [] },
  ...(over as object),
});
const idsOf = (state: BoardState | null) => ({
  actions: state?.actions.map(({ candidate }) => candidate.candidateId),
  jobs: state?.jobs.map(({ jobId }) => jobId),
});

describe("a snapshot", () => {
  test("replaces everything, also what is no longer there", () => {
    const before = { ...empty, channels: [channel("1", 5)], jobs: [job("old", 1)], actions: [action("old", 1)] };
    const after = applyBoardMessage(before, snapshot({ channels: [channel("2", 9)] }));
    expect(after).toEqual({ ...empty, channels: [channel("2", 9)] });
  });

  test("puts the queue oldest first and clips newest first", () => {
    const after = applyBoardMessage(
      null,
      snapshot({ actions: [action("b", 2), action("a", 1)], jobs: [job("a", 1), job("b", 2)] }),
    );
    expect(idsOf(after)).toEqual({ actions: ["a", "b"], jobs: ["b", "a"] });
  });

  test("of a very busy deployment does not pile up: the newest stay", () => {
    const jobs = Array.from({ length: maxBoardJobs + 5 }, (_, at) => job(`j${at}`, at));
    const actions = Array.from({ length: maxBoardActions + 5 }, (_, at) => action(`a${at}`, at));
    const after = applyBoardMessage(null, snapshot({ jobs, actions }));
    expect([after?.jobs.length, after?.jobs.at(-1)?.jobId]).toEqual([maxBoardJobs, "j5"]);
    expect([after?.actions.length, after?.actions[0]?.candidate.candidateId]).toEqual([maxBoardActions, "a5"]);
  });
});

test.each<BoardMessage>([
  { type: "channels", channels: [channel("1", 1)] },
  { type: "action", action: action("a", 1) },
  { type: "job", job: job("a", 1) },
  { type: "flags", flags: defaultClipFlags },
  { type: "accounts", accounts: [] },
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
    const before = addAction(addAction(empty, action("late", 9)), action("early", 1));
    const edited = {
      ...action("late", 9),
      candidate: aCandidate({ candidateId: "late", sourceTsMs: 9, title: "New" }),
    };
    const after = addAction(before, edited);
    expect(idsOf(after).actions).toEqual(["early", "late"]);
    expect(after.actions[1]?.candidate.title).toBe("New");
  });

  test.each(["approved", "rejected", "expired"] as const)("lets one go that is %s", (status) => {
    const before = addAction(empty, action("a", 1));
    const after = applyBoardMessage(before, { type: "action", action: action("a", 1, status) });
    expect(after?.actions).toEqual([]);
  });
});

describe("jobs", () => {
  test("an answer that was overtaken does not bring back an older state", () => {
    const ready = addBoardJob(empty, job("j", 10, { status: "ready", updatedAtMs: 20 }));
    expect(addBoardJob(ready, job("j", 10, { updatedAtMs: 15 })).jobs[0]?.status).toBe("ready");
  });

  test("of the same time count as newer", () => {
    const first = addBoardJob(empty, job("j", 10));
    expect(addBoardJob(first, job("j", 10, { isLate: true })).jobs.map(({ isLate }) => isLate)).toEqual([true]);
  });
});

test("flags and accounts replace, and leave lists untouched, so that they are not drawn again", () => {
  const before = { ...empty, jobs: [job("j", 1)], actions: [action("a", 1)] };
  const flags = { ...defaultClipFlags, clip_api_enabled: false };
  const after = applyBoardMessage(before, { type: "flags", flags });
  expect(after?.flags).toEqual(flags);
  expect(after?.jobs).toBe(before.jobs);
  expect(applyBoardMessage(before, { type: "accounts", accounts: [] })?.actions).toBe(before.actions);
});
