// Which clips a filter shows.
import { expect, test } from "vitest";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { channelsOf, countByState, everyClip, filterClips } from "../../../../web/pages/dashboard/clip-filter.ts";
import { aFailure, aJob } from "../../../support/clip-builders.ts";

const kick = { platform: "kick", channelId: "7" } as const;
const jobs: readonly ClipJob[] = [
  aJob({ jobId: "a", status: "ready", title: "Last lap", login: "rally" }),
  aJob({
    jobId: "b",
    status: "failed",
    title: "Photo finish",
    login: "rally",
    failure: { ...aFailure, code: "clip_forbidden" },
  }),
  aJob({ jobId: "c", status: "ready", title: "Last word", login: "talk", channel: kick }),
];
const shown = (filter: Partial<typeof everyClip>) =>
  filterClips(jobs, { ...everyClip, ...filter }).map(({ jobId }) => jobId);

test.each([
  [{}, ["a", "b", "c"]],
  [{ state: "ready" }, ["a", "c"]],
  [{ state: "expired" }, []],
  [{ channel: "kick:7" }, ["c"]],
  [{ text: "LAST" }, ["a", "c"]],
  [{ text: " rally  last " }, ["a"]],
  [{ text: "forbidden" }, ["b"]],
  [{ text: "b" }, ["b"]],
  [{ state: "ready", channel: "twitch:1337", text: "last" }, ["a"]],
] as const)("%o shows %o", (filter, ids) => {
  expect(shown(filter)).toEqual(ids);
});

test("the chips count what they would show with the rest of the filter", () => {
  const counts = countByState(jobs, { state: "failed", channel: "twitch:1337", text: "" });
  expect(counts).toMatchObject({ all: 2, ready: 1, failed: 1, queued: 0, expired: 0 });
});

test("channels are listed once, by name", () => {
  expect(channelsOf(jobs)).toEqual([
    { key: "twitch:1337", login: "rally" },
    { key: "kick:7", login: "talk" },
  ]);
});
