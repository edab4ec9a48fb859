// Jobs from footage to a finished clip in a real Chromium: the real recorder, cutter and runner against the desk's own rules.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { retryJob } from "#core/clips/job/job-step.ts";
import { jobCore } from "#core/clips/job/job-transitions.ts";
import type { ClipRunner } from "../../../../web/engines/clip-runner/clip-runner.types.ts";
import { aJob, fields } from "../../../support/clip-builders.ts";
import { startChromium, type Chromium, type Tab } from "../../../support/chromium.ts";
import { createClipDeskServer, type ClipDeskServer } from "../../../support/clip-desk-server.ts";
import { startEngineServer, type EngineServer } from "../../../support/engine-server.ts";
import { createLiveOrigin, type LiveOrigin } from "../../../support/live-origin.ts";

declare global {
  var runner: ClipRunner;
  var cuts: number;
  var stages: string[];
}

let server: EngineServer;
let chromium: Chromium;
let tab: Tab;
let origin: LiveOrigin;
let desk: ClipDeskServer = createClipDeskServer();
let jobs = 0;

beforeAll(async () => {
  server = await startEngineServer();
  origin = await createLiveOrigin("/live/", { ageMs: 60_000, windowSegments: 60 });
  server.handlers.push((request, response) => origin.handle(request, response) || desk.handle(request, response));
  chromium = await startChromium();
  tab = await chromium.open(server.page);
  await record();
  await tab.until((ms) => (globalThis.engines.recorder?.status.toMs ?? 0) >= ms, 30_000, origin.startedAtMs + 58_000);
}, 60_000);

beforeEach(async () => {
  desk = createClipDeskServer();
  await tab.evaluate(() => globalThis.runner?.destroy());
});

afterAll(async () => {
  await chromium?.close();
  await server?.close();
});

async function record(): Promise<void> {
  await tab.evaluate((playlistUrl) => {
    const options = { channelKey: "twitch:1", login: "racer", sessionNumber: 1, playlistUrl };
    globalThis.engines.recorder = globalThis.engines.startRecorder(options);
  }, `${server.address}/live/index.m3u8`);
}

/** Starts a runner in the page; `assets` may point its cutter at nothing. */
async function run(
  pageId: string,
  open: readonly ClipJob[],
  assets?: { coreUrl: string; wasmUrl: string },
): Promise<void> {
  await tab.evaluate(
    (id, list, own) => {
      const { engines } = globalThis;
      if (engines.recorder === null) throw new Error("There is no recorder.");
      const cutter = engines.createFfmpegCutter(own ?? undefined);
      globalThis.cuts = 0;
      globalThis.stages = [];
      const counted = {
        ...cutter,
        cut: (...all: Parameters<typeof cutter.cut>) => (globalThis.cuts++, cutter.cut(...all)),
      };
      const runner = engines.createClipRunner({
        recorder: engines.recorder,
        finder: engines.createFootageFinder({ channelKey: "twitch:1", recorder: () => engines.recorder }),
        cutter: counted,
        pageId: id,
        renewEveryMs: 1000,
      });
      runner.subscribe((progress) => globalThis.stages.push(...progress.map((one) => one.stage)));
      runner.update(list);
      globalThis.runner = runner;
    },
    pageId,
    open,
    assets ?? null,
  );
}

function job(fromMs: number, toMs: number): ClipJob {
  return desk.add(`twitch-1-job${++jobs}`, { fromMs, toMs });
}

async function until(status: ClipJob["status"], { jobId }: ClipJob, timeoutMs = 30_000): Promise<ClipJob> {
  const giveUpAtMs = Date.now() + timeoutMs;
  for (;;) {
    const now = desk.jobs.get(jobId);
    if (now?.status === status) return now;
    if (Date.now() > giveUpAtMs)
      throw new Error(
        `The job is ${now?.status} (${now && fields(now).failure?.detail}), not ${status}: ${desk.asked.join(", ")}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function firstFrame({ jobId }: ClipJob): Promise<number> {
  const address = `/clips/${jobId}`;
  const reading = await tab.evaluate(
    async (path) => globalThis.engines.readClip(await (await fetch(path)).blob()),
    address,
  );
  return reading.frames[0] ?? -99;
}

const partsOf = ({ jobId }: ClipJob) => desk.asked.filter((asked) => asked.startsWith(`part ${jobId} `));

describe("a clip job", () => {
  test("waits for its footage, is cut and uploaded, and shows the asked picture first", async () => {
    const fromMs = Date.now() - 3000;
    const wanted = job(fromMs, fromMs + 6000);
    await run("page-a", [wanted]);
    expect(await until("ready", wanted)).toMatchObject({ clipId: `clip-${wanted.jobId}`, attempts: 1 });
    expect(Math.abs((await firstFrame(wanted)) - origin.frameAt(fromMs))).toBeLessThanOrEqual(1);
    expect(desk.posters.get(wanted.jobId)?.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    const stages = await tab.evaluate(() => [...new Set(globalThis.stages)]);
    expect(stages).toEqual(["waiting_for_footage", "cutting", "uploading", "finishing"]);
    await tab.until(() => globalThis.runner.progress.length === 0, 5000);
  });

  test("is done once when two pages hold its footage", async () => {
    const fromMs = origin.startedAtMs + 30_000;
    const wanted = job(fromMs, fromMs + 4000);
    await run("page-a", [wanted]);
    const rival = await tab.evaluate(
      (open) => {
        const { engines } = globalThis;
        if (engines.recorder === null) throw new Error("There is no recorder.");
        const runner = engines.createClipRunner({
          recorder: engines.recorder,
          finder: engines.createFootageFinder({ channelKey: "twitch:1", recorder: () => engines.recorder }),
          cutter: engines.createFfmpegCutter(),
          pageId: "page-b",
        });
        runner.update(open);
        setTimeout(() => runner.destroy(), 8000);
        return true;
      },
      [wanted],
    );
    expect(rival).toBe(true);
    expect(await until("ready", wanted)).toMatchObject({ attempts: 1 });
    expect(desk.asked.filter((asked) => asked.startsWith("lease"))).toHaveLength(2);
    expect(desk.asked.filter((asked) => asked.startsWith("upload/complete"))).toHaveLength(1);
  });

  test("is left alone when this page recorded none of it", async () => {
    const wanted = job(origin.startedAtMs - 3_600_000, origin.startedAtMs - 3_590_000);
    const own = job(origin.startedAtMs + 30_000, origin.startedAtMs + 34_000);
    await run("page-a", [wanted, own]);
    await until("ready", own);
    expect(desk.asked.filter((asked) => asked.includes(wanted.jobId))).toEqual([]);
    expect(
      await tab.evaluate((jobId) => globalThis.runner.progress.some((one) => one.jobId === jobId), wanted.jobId),
    ).toBe(false);
  });

  test("is left to Twitch when Twitch makes it, though this page holds the footage", async () => {
    const fromMs = origin.startedAtMs + 30_000;
    const twitch = (["twitch_live", "twitch_vod"] as const).map((executor) =>
      aJob({ ...jobCore(job(fromMs, fromMs + 4000)), executor }),
    );
    const own = job(fromMs, fromMs + 4000);
    await run("page-a", [...twitch, own]);
    await until("ready", own);
    expect(desk.asked.filter((asked) => !asked.endsWith(own.jobId) && !asked.includes(` ${own.jobId} `))).toEqual([]);
  });
});

describe("an upload", () => {
  test("that is interrupted goes on after a reload, without another cut or another byte than is missing", async () => {
    const fromMs = origin.startedAtMs + 20_000;
    const wanted = job(fromMs, fromMs + 10_000);
    let lineCuts = 0;
    desk.onPart = (part) => (part === 2 && lineCuts++ === 0 ? "cut_line" : part >= 4 ? "hang" : "take");
    await run("page-a", [wanted]);
    const giveUpAtMs = Date.now() + 30_000;
    while (!partsOf(wanted).some((part) => part.endsWith(" 4")) && Date.now() < giveUpAtMs)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(partsOf(wanted).map((part) => part.at(-1))).toEqual(["1", "2", "2", "3", "4"]);
    await tab.goTo(`${server.page}?reloaded`);
    desk.onPart = () => "take";
    desk.asked.length = 0;
    await record();
    await run("page-a", [...desk.jobs.values()]);
    await until("ready", wanted);
    expect(partsOf(wanted)[0]).toBe(`part ${wanted.jobId} 4`);
    expect(await tab.evaluate(() => globalThis.cuts)).toBe(0);
    expect(Math.abs((await firstFrame(wanted)) - origin.frameAt(fromMs))).toBeLessThanOrEqual(1);
    const left = await tab.evaluate(async () => {
      const cuts = await (await navigator.storage.getDirectory()).getDirectoryHandle("cuts");
      const names: string[] = [];
      for await (const name of cuts.keys()) names.push(name);
      return names;
    });
    expect(left).toEqual([]);
  });

  test("stops at once when another page has taken over", async () => {
    const fromMs = origin.startedAtMs + 24_000;
    const wanted = job(fromMs, fromMs + 4000);
    desk.onPart = () => "hang";
    await run("page-a", [wanted]);
    const giveUpAtMs = Date.now() + 20_000;
    while (partsOf(wanted).length === 0 && Date.now() < giveUpAtMs)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const held = desk.jobs.get(wanted.jobId) ?? wanted;
    if (!("lease" in held)) throw new Error("The page does not hold the job.");
    desk.jobs.set(wanted.jobId, { ...held, lease: { pageId: "page-b", expiresAtMs: Date.now() + 60_000 } });
    await tab.until(() => globalThis.runner.progress.length === 0, 15_000);
    expect(desk.asked.filter((asked) => asked.startsWith("fail"))).toEqual([]);
    expect(desk.jobs.get(wanted.jobId)).toMatchObject({ status: "creating", lease: { pageId: "page-b" } });
  });

  test("that the server refuses ends the try", async () => {
    const fromMs = origin.startedAtMs + 26_000;
    const wanted = job(fromMs, fromMs + 4000);
    desk.onPart = () => "too_large";
    await run("page-a", [wanted]);
    expect(await until("failed", wanted)).toMatchObject({
      failure: { code: "clip_upload_failed", detail: "That is larger than allowed." },
    });
  });
});

test("a cut that fails says why, and the job can be tried again", async () => {
  const fromMs = origin.startedAtMs + 28_000;
  const wanted = job(fromMs, fromMs + 4000);
  await run("page-a", [wanted], { coreUrl: "/nothing.js", wasmUrl: "/nothing.wasm.gz" });
  const failed = await until("failed", wanted);
  expect(failed).toMatchObject({
    failure: { code: "clip_cut_failed", detail: "The video tool could not be downloaded (404)." },
  });
  await tab.evaluate(() => globalThis.runner.destroy());
  const again = retryJob(failed, Date.now());
  desk.jobs.set(again.jobId, again);
  await run("page-a", [again]);
  expect(await until("ready", wanted)).toMatchObject({ attempts: 2, manualRetries: 1 });
});
