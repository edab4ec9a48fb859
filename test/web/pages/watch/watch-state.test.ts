// How messages of the live socket change what the page knows.
import { describe, expect, test } from "vitest";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { ServerMessage } from "#core/live/live-message.ts";
import type { Moment } from "#core/moments/moment.ts";
import {
  addJob,
  addSettings,
  applyMessage,
  maxMoments,
  startWatching,
} from "../../../../web/pages/watch/watch-state.ts";
import { aCandidate, aJob } from "../../../support/clip-builders.ts";

const settings = { version: 3, hlsUrl: null, autoApprove: false, profile: "adaptive" as const, alarmsPerHour: 4 };
const channel = { platform: "twitch" as const, channelId: "1337", login: "name", displayName: "Name" };
const feed = { status: "connected" as const, lagMs: 300, badFrames: 0, unknownEvents: 0, detail: null };
const begin = () => startWatching({ channel, settings, session: null, moments: [], jobs: [], candidates: [] });

const moment = (number: number, peakMs = number * 1000): Moment => ({
  id: `m${number}`,
  sessionId: "s",
  number,
  streamElapsedSeconds: peakMs / 1000,
  onsetMs: peakMs - 5,
  peakMs,
  detectedMs: peakMs + 5,
  score: 0.5,
  triggers: [
    { type: "manual", atMs: peakMs, windowSeconds: 0, value: 1, baseline: null, ratio: null, unit: "", term: null },
  ],
  profile: "manual",
  explanation: "",
  viewerCount: null,
});

const job = (jobId: string, updatedAtMs: number, status: ClipJob["status"] = "queued"): ClipJob =>
  aJob({ jobId, status, createdAtMs: 0, updatedAtMs });

const snapshot = (over: Partial<Extract<ServerMessage, { type: "snapshot" }>> = {}): ServerMessage => ({
  type: "snapshot",
  serverNowMs: 5_000,
  channel,
  settings,
  session: null,
  feed,
  counts: [],
  moments: [],
  jobs: [],
  candidates: [],
  recorders: [],
  ...over,
});

describe("a snapshot", () => {
  test("replaces everything and tells how far the clocks are apart", () => {
    const before = applyMessage(begin(), { type: "moment", moment: moment(1) }, 0);
    const after = applyMessage(before, snapshot({ moments: [moment(2)] }), 4_400);
    expect(after.moments.map((one) => one.number)).toEqual([2]);
    expect(after.clockOffsetMs).toBe(600);
  });
});

describe("candidates", () => {
  const waiting = (candidateId: string, sourceTsMs: number) => ({
    ...aCandidate({ candidateId, sourceTsMs }),
    ...({ status: "pending_approval", jobId: null } as const),
  });
  const ids = ({ candidates }: { candidates: readonly { candidateId: string }[] }) =>
    candidates.map(({ candidateId }) => candidateId);

  test("come with the snapshot, then one by one, and leave when they are decided", () => {
    let state = applyMessage(begin(), snapshot({ candidates: [waiting("b", 2), waiting("a", 1)] }), 0);
    state = applyMessage(state, { type: "candidate", candidate: waiting("c", 3) }, 0);
    expect(ids(state)).toEqual(["a", "b", "c"]);
    const edited = { ...waiting("b", 2), title: "New" };
    state = applyMessage(state, { type: "candidate", candidate: edited }, 0);
    expect(state.candidates[1]?.title).toBe("New");
    const rejected = { ...waiting("a", 1), status: "rejected" as const };
    state = applyMessage(state, { type: "candidate", candidate: rejected }, 0);
    expect(ids(state)).toEqual(["b", "c"]);
    expect(ids(applyMessage(state, snapshot(), 0))).toEqual([]);
  });
});

describe("moments", () => {
  test("are listed newest first, each once", () => {
    let state = begin();
    for (const number of [1, 3, 2, 3]) state = applyMessage(state, { type: "moment", moment: moment(number) }, 0);
    expect(state.moments.map((one) => one.number)).toEqual([3, 2, 1]);
  });

  test("of a very long session do not pile up; the newest stay", () => {
    const many = Array.from({ length: maxMoments + 40 }, (_, index) => moment(index + 1));
    const state = applyMessage(begin(), snapshot({ moments: many }), 0);
    expect(state.moments).toHaveLength(maxMoments);
    expect(state.moments[0]?.number).toBe(maxMoments + 40);
  });
});

describe("jobs", () => {
  test("an answer that was overtaken does not bring back an older state", () => {
    const ready = addJob(begin(), job("j", 20, "ready"));
    expect(addJob(ready, job("j", 10, "queued")).jobs.map((one) => one.status)).toEqual(["ready"]);
  });

  test("a renewed lease has the same time and still counts as newer", () => {
    const first = addJob(begin(), job("j", 20));
    const renewed = { ...job("j", 20), lease: { pageId: "p", expiresAtMs: 99 } };
    expect(addJob(first, renewed).jobs).toEqual([renewed]);
  });
});

test("settings of an older version are ignored", () => {
  const state = addSettings(begin(), { ...settings, version: 2, autoApprove: true });
  expect(state.settings.autoApprove).toBe(false);
  expect(addSettings(state, { ...settings, version: 4, autoApprove: true }).settings.autoApprove).toBe(true);
});

test("counts bring the feed along and leave moments and jobs untouched, so that lists are not drawn again", () => {
  const before = begin();
  const second = { atMs: 1_000, messages: 3, chatters: 2, reactions: 0, demand: 0, viewers: 9 };
  const after = applyMessage(before, { type: "counts", counts: [second], feed }, 0);
  expect(after.counts).toEqual([second]);
  expect(after.feed).toEqual(feed);
  expect(after.moments).toBe(before.moments);
  expect(after.jobs).toBe(before.jobs);
});
