// A person's own files in a real Chromium: a dropped file, one that grows, and a watched folder, down to the clip's pictures.
import { nothingLacks } from "#core/recording/footage-lack.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OwnFile, OwnFiles, OwnFilesView } from "../../../../web/engines/files/files.types.ts";
import { startChromium, type Chromium, type Tab } from "../../../support/chromium.ts";
import { createClipDeskServer } from "../../../support/clip-desk-server.ts";
import { startEngineServer, type EngineServer } from "../../../support/engine-server.ts";
import { datedMp4, madeFile } from "../../../media/made-file.ts";

declare global {
  var files: OwnFiles;
}

let server: EngineServer;
let chromium: Chromium;
let tab: Tab;
let channels = 0;
const made = new Map<string, Uint8Array>();
const desk = createClipDeskServer();
const began = Date.UTC(2026, 0, 17, 14, 32, 16);

beforeAll(async () => {
  server = await startEngineServer();
  server.handlers.push((request, response) => desk.handle(request, response));
  server.handlers.push((request, response) => {
    const bytes = made.get(request.url ?? "");
    if (bytes === undefined) return false;
    response.end(bytes);
    return true;
  });
  made.set("/made/mp4_fragmented", datedMp4(await madeFile({ kind: "mp4_fragmented", segments: 6 }), 0));
  made.set("/made/mkv_live", await madeFile({ kind: "mkv_live", segments: 6 }));
  const dated = datedMp4(await madeFile({ kind: "mp4", segments: 6 }), began);
  made.set("/made/dated", dated);
  chromium = await startChromium();
  tab = await chromium.open(server.page);
}, 60_000);

afterAll(async () => {
  await chromium?.close();
  await server?.close();
});

async function start(): Promise<string> {
  const channelKey = `twitch:own${++channels}`;
  await tab.evaluate((key) => {
    globalThis.files?.destroy();
    globalThis.files = globalThis.engines.startFiles({ channelKey: key, login: `own${key.slice(10)}` });
  }, channelKey);
  return channelKey;
}

const view = () => tab.evaluate(() => globalThis.files.view) as Promise<OwnFilesView>;
const untilFile = async (told: Partial<OwnFile> = {}): Promise<OwnFile> =>
  tab.until(
    (wanted) =>
      globalThis.files.view.files.find(
        (file) =>
          (file.media !== null || file.problem !== null) &&
          Object.entries(wanted).every(
            ([name, value]) => JSON.stringify(file[name as keyof OwnFile]) === JSON.stringify(value),
          ),
      ),
    10_000,
    told,
  ) as Promise<OwnFile>;

/** Cuts a range out of what was taken over for the channel, and reads the clip's pictures. */
async function clipOf(channelKey: string, fromMs: number, toMs: number) {
  // An index cannot be read while it is written; whoever wants a clip looks again, with nothing remembered.
  await tab.until(
    async (key, range) => {
      const finder = globalThis.engines.createFootageFinder({ channelKey: key, recorder: () => null });
      return (await finder.find(range)).footage.pieces.length > 0;
    },
    15_000,
    channelKey,
    { fromMs, toMs },
  );
  return tab.evaluate(
    async (key, range) => {
      const { engines } = globalThis;
      const finder = engines.createFootageFinder({ channelKey: key, recorder: () => null });
      const { footage } = await finder.find(range);
      const cutter = engines.createFfmpegCutter();
      const result = await cutter.cut({ footage, range }, () => {});
      cutter.destroy();
      return { ...(await engines.readClip(result.file)), lacks: result.lacks };
    },
    channelKey,
    { fromMs, toMs },
  );
}

test("a dropped file becomes a clip that begins with the asked picture", async () => {
  const channelKey = await start();
  await tab.evaluate(async () => {
    const bytes = await (await fetch("/made/dated")).arrayBuffer();
    globalThis.files.add([new File([bytes], "stream.mp4", { lastModified: Date.UTC(2026, 0, 17, 14, 32, 28) })]);
  });
  const file = await untilFile();
  expect(file).toMatchObject({
    name: "stream.mp4",
    problem: null,
    isGrowing: false,
    media: { format: "MP4", isShown: true },
  });
  expect(file.guesses[0]).toMatchObject({ by: "creation", sureness: "sure", beginMs: began + 500 });

  const shown = await tab.evaluate(async (id) => {
    const picture = await globalThis.files.pictureAt(id, 5000);
    return picture && globalThis.engines.counterOf(picture, picture.width, picture.height);
  }, file.id);
  expect(shown).toBe(150);

  const range = { fromMs: began + 500 + 3000, toMs: began + 500 + 7000 };
  await tab.evaluate((wanted) => globalThis.files.want([wanted]), range);
  await tab.until(() => globalThis.files.view.files[0]?.takenOver.length === 1, 10_000);
  const clip = await clipOf(channelKey, range.fromMs, range.toMs);
  expect(clip.frames.slice(0, 120)).toEqual(Array.from({ length: 120 }, (_, index) => 90 + index));
  expect(clip).toMatchObject({ hasAudio: true, lacks: nothingLacks, firstInVideo: 90 });

  // The job of an earlier session, in a page that records nothing of that time: leased, cut and uploaded as any other.
  const job = desk.add("twitch-1-own", range);
  await tab.evaluate(
    async (key, open) => {
      const { engines } = globalThis;
      const recorder = engines.startRecorder({
        channelKey: key,
        login: "own",
        sessionNumber: 9,
        playlistUrl: "/none.m3u8",
      });
      const finder = engines.createFootageFinder({ channelKey: key, recorder: () => recorder });
      const cutter = engines.createFfmpegCutter();
      const runner = engines.createClipRunner({ recorder, finder, cutter, pageId: "page-own" });
      runner.update([open]);
      Object.assign(globalThis, { endRun: () => (runner.destroy(), cutter.destroy(), recorder.destroy()) });
    },
    channelKey,
    job,
  );
  await expect.poll(() => desk.jobs.get(job.jobId)?.status, { timeout: 15_000 }).toBe("ready");
  await tab.evaluate(() => (globalThis as unknown as { endRun(): Promise<void> }).endRun());
  const uploaded = await tab.evaluate(
    async (path) => globalThis.engines.readClip(await (await fetch(path)).blob()),
    `/clips/${job.jobId}`,
  );
  expect(uploaded.frames.slice(0, 120)).toEqual(clip.frames.slice(0, 120));

  // A second later by hand: the same time now shows the picture of a second before.
  await tab.evaluate((id, beginMs) => globalThis.files.setBegin(id, beginMs), file.id, began + 1500);
  await tab.until((ms) => globalThis.files.view.files[0]?.takenOver[0]?.fromMs === ms, 10_000, range.fromMs - 2000);
  expect((await clipOf(channelKey, range.fromMs, range.toMs)).firstInVideo).toBe(60);
});

test("a folder's recording is found, grows, and gives a clip of its newest part", async () => {
  const channelKey = await start();
  const name = await tab.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle("obs", { create: true });
    await globalThis.files.watchFolder(folder);
    await folder.getFileHandle("notes.txt", { create: true });
    const bytes = await (await fetch("/made/mp4_fragmented")).arrayBuffer();
    const pad = (value: number) => String(value).padStart(2, "0");
    const at = new Date(Math.floor(Date.now() / 1000) * 1000 - 4000);
    const day = [at.getFullYear(), pad(at.getMonth() + 1), pad(at.getDate())].join("-");
    const file = await folder.getFileHandle(
      `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(pad).join("-")}.mp4`,
      { create: true },
    );
    const write = async (to: number) => {
      const stream = await file.createWritable();
      await stream.write(bytes.slice(0, to));
      await stream.close();
    };
    await write(Math.floor(bytes.byteLength / 2));
    Object.assign(globalThis, { writeRest: () => write(bytes.byteLength) });
    return file.name;
  });
  const early = await untilFile({ isGrowing: true });
  expect(early).toMatchObject({ name, from: "folder", problem: null });
  expect(early.media?.durationMs).toBeGreaterThan(2000);
  expect(early.media?.durationMs).toBeLessThan(8000);
  const beginMs = early.guesses[0]?.beginMs ?? 0;
  expect(early.guesses[0]?.by).toBe("name");

  const range = { fromMs: beginMs + 8500, toMs: beginMs + 11_500 };
  await tab.evaluate((wanted) => globalThis.files.want([wanted]), range);
  await tab.evaluate(() => (globalThis as unknown as { writeRest(): Promise<void> }).writeRest());
  await tab.until(() => globalThis.files.view.files[0]?.takenOver.length === 1, 10_000);
  const clip = await clipOf(channelKey, range.fromMs, range.toMs);
  expect(clip.frames[0]).toBe(255);
  expect(clip.frames.length).toBeGreaterThanOrEqual(90);

  // The folder is remembered for this channel, in another life of the page too.
  await tab.evaluate((key) => {
    globalThis.files.destroy();
    globalThis.files = globalThis.engines.startFiles({ channelKey: key, login: "again" });
  }, channelKey);
  await untilFile({ name });
  expect((await view()).folder).toEqual({ status: "watched", name: "obs" });
  await tab.evaluate(() => globalThis.files.forgetFolder());
  await tab.until(
    () => globalThis.files.view.folder.status === "none" && globalThis.files.view.files.length === 0,
    5000,
  );
});

test("a file that is none, one that is put in another's place, and one that goes away say so", async () => {
  await start();
  await tab.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const file = await root.getFileHandle("a.mp4", { create: true });
    const put = async (content: BlobPart) => {
      const stream = await file.createWritable();
      await stream.write(content);
      await stream.close();
    };
    await put(await (await fetch("/made/dated")).arrayBuffer());
    globalThis.files.add([new File(["Dear diary"], "diary.mp4"), new File([], "nothing.mkv"), file]);
    Object.assign(globalThis, {
      replace: async () => put(await (await fetch("/made/mkv_live")).arrayBuffer()),
      take: () => root.removeEntry("a.mp4"),
    });
  });
  await untilFile({ name: "a.mp4" });
  const problems = (await view()).files.map(({ name, problem }) => [name, problem?.code ?? null]);
  expect(problems).toEqual([
    ["diary.mp4", "no_video_file"],
    ["nothing.mkv", "empty"],
    ["a.mp4", null],
  ]);
  await tab.evaluate(() => (globalThis as unknown as { replace(): Promise<void> }).replace());
  expect(await untilFile({ name: "a.mp4", isReplaced: true })).toMatchObject({ media: { format: "MKV" } });
  await tab.evaluate(() => (globalThis as unknown as { take(): Promise<void> }).take());
  const gone = await tab.until(
    () => globalThis.files.view.files.find(({ problem }) => problem?.code === "gone"),
    10_000,
  );
  expect(gone.problem?.message).toContain("no longer where it was");
});
