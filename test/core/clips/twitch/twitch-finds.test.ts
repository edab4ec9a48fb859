// A clip whose creation was not answered is recognised among those that Twitch shows.
import { expect, test } from "vitest";
import type { FoundClip } from "#core/clips/twitch/clip-calls.ts";
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import { aFoundClip, allGrants, type Answering, approvedJob, runJob } from "../../../support/twitch-run.ts";

const startMs = Date.UTC(2026, 0, 17, 16);

test("a clip that one account asked for is recognised after another was asked for it", () => {
  const other: ClipContext = {
    ...allGrants,
    grants: { live: { accountId: "9002" }, manage: { accountId: "9002", editorId: "9002" } },
  };
  const late = aFoundClip({ createdAtMs: startMs + 8500 });
  const answering =
    (clips: readonly FoundClip[]): Answering =>
    (call) =>
      call.stage === "create_live"
        ? { status: "refused", httpStatus: 503, message: "" }
        : { status: "ok", value: clips };
  const first = runJob(approvedJob(startMs), startMs, answering([]), { mostSteps: 3 });
  expect([first.job.status, first.calls.map(({ stage }) => stage)]).toEqual(["queued", ["create_live", "lookup"]]);
  const second = runJob(first.job, first.nowMs, answering([late]), { context: other });
  expect(second.calls.map(({ stage, accountId }) => [stage, accountId]).slice(0, 2)).toEqual([
    ["create_live", "9002"],
    ["lookup", "9002"],
  ]);
  expect([second.job.status, second.job.creation?.twitchClipId]).toEqual(["ready", late.twitchClipId]);
});
