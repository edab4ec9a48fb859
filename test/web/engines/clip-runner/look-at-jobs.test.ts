// What a page does with the jobs of its channel before it works on one: it keeps their footage, and looks at each.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { TimeRange } from "#core/moments/moment.ts";
import { createClipRunner } from "../../../../web/engines/clip-runner/clip-runner.ts";
import type { FootageFinder } from "../../../../web/engines/recordings/find-footage.ts";
import { idleRecorder } from "../../../../web/engines/recorder/idle-recorder.ts";
import { aJob } from "../../../support/clip-builders.ts";

const nowMs = Date.UTC(2026, 0, 17, 16, 0, 0);

beforeEach(() => {
  vi.useFakeTimers({ now: nowMs, toFake: ["Date"] });
  vi.stubGlobal(
    "Worker",
    class {
      terminate = () => {};
    },
  );
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const waits: FootageFinder["find"] = async (range) => ({
  footage: { folder: "", pieces: [], formats: [] },
  coverage: { status: "waiting", coveredMs: 0, missing: [range], lacking: [] },
});

function page(find: FootageFinder["find"] = waits) {
  const idle = idleRecorder({ channelKey: "twitch:1", login: "racer", sessionNumber: 1, playlistUrl: null });
  const pinned = new Set<TimeRange>();
  const runner = createClipRunner({
    recorder: {
      ...idle,
      status: { ...idle.status, phase: "recording" },
      pin(range) {
        pinned.add(range);
        return () => void pinned.delete(range);
      },
    },
    finder: { find },
    cutter: { cut: () => Promise.reject(new Error("Nothing is cut here.")), destroy: () => undefined } as never,
    pageId: "page-a",
  });
  return { runner, pinnedFrom: () => [...pinned].map(({ fromMs }) => fromMs) };
}

const job = (jobId: string, part: Parameters<typeof aJob>[0] = {}): ClipJob =>
  aJob({ jobId, range: { fromMs: nowMs - 10_000, toMs: nowMs + 10_000 }, ...part });

test("footage that cannot be looked for keeps no other job waiting", async () => {
  const report = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const broken = { fromMs: nowMs - 60_000, toMs: nowMs - 30_000 };
  const { runner } = page(async (range) => {
    if (range.fromMs === broken.fromMs) throw new Error("The index cannot be read.");
    return waits(range);
  });
  const progress = new Promise((resolve) => runner.subscribe((list) => resolve(list.map(({ jobId }) => jobId))));
  runner.update([job("twitch-1-broken", { range: broken }), job("twitch-1-well")]);
  expect(await progress).toEqual(["twitch-1-well"]);
  expect(report).toHaveBeenCalledOnce();
  runner.destroy();
});

test("footage of a job is kept while another page has it, and until it has ended", () => {
  const { runner, pinnedFrom } = page();
  const lease = { pageId: "page-b", expiresAtMs: nowMs + 30_000 };
  runner.update([job("twitch-1-a")]);
  expect(pinnedFrom()).toEqual([nowMs - 20_000]);
  runner.update([job("twitch-1-a", { status: "creating", lease })]);
  expect(pinnedFrom()).toEqual([nowMs - 20_000]);
  runner.update([job("twitch-1-a", { status: "ready" })]);
  expect(pinnedFrom()).toEqual([]);
  runner.destroy();
});
