// The recorder where room runs out, and where its worker dies: what is kept, what is told, and that nothing is torn.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { RecorderStatus } from "../../../../web/engines/recorder/recorder.types.ts";
import { startChromium, type Chromium, type Tab } from "../../../support/chromium.ts";
import { startEngineServer, type EngineServer } from "../../../support/engine-server.ts";
import { createLiveOrigin, type LiveOrigin } from "../../../support/live-origin.ts";

let server: EngineServer;
let chromium: Chromium;
let tab: Tab;
let channels = 0;

beforeAll(async () => {
  server = await startEngineServer();
  chromium = await startChromium();
}, 60_000);

afterEach(async () => {
  await tab.evaluate(() => globalThis.engines.recorder?.destroy()).catch(() => undefined);
  await tab.send("Storage.overrideQuotaForOrigin", { origin: server.address });
  await tab.close();
});

afterAll(async () => {
  await chromium?.close();
  await server?.close();
});

const statusOf = () => tab.evaluate(() => globalThis.engines.recorder?.status ?? null) as Promise<RecorderStatus>;

/** Chromium sets a mebibyte aside for each file that is open for writing, the index and the newest piece; the rest is some ten pieces. */
const roomBytes = 3_600_000;

/** Records a stream of its own in a tab whose `quota` has room for `roomBytes` more. */
async function record(quota: number, roomBytes: number, pinsAll = false): Promise<LiveOrigin> {
  const number = ++channels;
  const origin = await createLiveOrigin(`/full-${number}/`, { ageMs: 60_000, windowSegments: 20 });
  server.handlers.push((request, response) => origin.handle(request, response));
  tab = await chromium.open(server.page);
  await tab.evaluate(
    async (ballast, own, isPinning) => {
      const root = await navigator.storage.getDirectory();
      await root.removeEntry("recordings", { recursive: true }).catch(() => undefined);
      const file = await root.getFileHandle("ballast", { create: true });
      const stream = await file.createWritable();
      await stream.write(new Uint8Array(ballast));
      await stream.close();
      const recorder = globalThis.engines.startRecorder({ ...own, sessionNumber: 1, budgetBytes: 10e9 });
      globalThis.engines.recorder = recorder;
      if (isPinning) recorder.pin({ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });
    },
    quota - roomBytes,
    {
      ...{ channelKey: `kick:${number}`, login: `racer${number}` },
      playlistUrl: `${server.address}/full-${number}/index.m3u8`,
    },
    pinsAll,
  );
  await tab.send("Storage.overrideQuotaForOrigin", { origin: server.address, quotaSize: quota });
  return origin;
}

/** Ends the recording. Pieces of the index whose file has another size, and files that no line names. */
const torn = () =>
  tab.evaluate(async () => {
    const recorder = globalThis.engines.recorder;
    const recordings = await (await navigator.storage.getDirectory()).getDirectoryHandle("recordings");
    const folder = await recordings.getDirectoryHandle(recorder?.status.recordingName ?? "");
    await recorder?.destroy();
    const index = await (await (await folder.getFileHandle("index.jsonl")).getFile()).text();
    const lines = index.split("\n").flatMap((line) => (line.includes('"piece"') ? [JSON.parse(line).piece] : []));
    const written = new Map(lines.map(({ file, bytes }) => [file, bytes]));
    const wrong: string[] = [];
    const orphans: string[] = [];
    for await (const [name, entry] of folder.entries()) {
      if (!name.endsWith(".m4s")) continue;
      if (!written.has(name)) orphans.push(name);
      else if ((await (entry as FileSystemFileHandle).getFile()).size !== written.get(name)) wrong.push(name);
    }
    return { wrong, orphans };
  });

test.each([25e6, 70e6])(
  "with %i bytes of quota and open clips that want all of it, the newest footage is kept",
  async (quota) => {
    const origin = await record(quota, roomBytes, true);
    await tab.until(() => (globalThis.engines.recorder?.status.storage?.freed.length ?? 0) > 0, 20_000);
    const { toMs } = await statusOf();
    await tab.until((before) => (globalThis.engines.recorder?.status.toMs ?? 0) > before + 3000, 20_000, toMs ?? 0);
    const status = await statusOf();
    expect(status).toMatchObject({ phase: "recording", problem: null });
    const freed = status.storage?.freed ?? [];
    expect(
      freed.map(({ cause, wasPinned, recording }) => [cause, wasPinned, recording === status.recordingName]),
    ).toEqual(freed.map(() => ["disk_full", true, true]));
    // What is told to have gone is gone, from the oldest on, and nothing else is.
    expect(freed[0]?.fromMs).toBeLessThan((status.fromMs ?? 0) - 1000);
    expect(freed.at(-1)?.toMs).toBeLessThanOrEqual((status.fromMs ?? 0) + 1);
    expect(status.held.length).toBe(1);
    expect(status.storage?.limitBytes).toBeLessThan(roomBytes);
    expect(await torn()).toEqual({ wrong: [], orphans: [] });
    expect(origin.downloads.length).toBeGreaterThan(0);
  },
);

test("where nothing may go, the page says that it does not record, deletes nothing, and goes on once there is room", async () => {
  await record(25e6, roomBytes);
  await tab.until(() => (globalThis.engines.recorder?.status.pieces ?? 0) > 0, 20_000);
  await tab.evaluate(() =>
    globalThis.engines.keepRecording(globalThis.engines.recorder?.status.recordingName ?? "", true),
  );
  await tab.until(() => globalThis.engines.recorder?.status.phase === "full", 20_000);
  const full = await statusOf();
  expect(full.problem?.code).toBe("disk_full");
  await tab.until(
    (gaps) => (globalThis.engines.recorder?.status.gaps.at(-1)?.toMs ?? 0) > gaps,
    20_000,
    full.gaps.at(-1)?.toMs ?? 0,
  );
  const later = await statusOf();
  expect(later.gaps.at(-1)?.reason).toBe("disk_full");
  expect([later.pieces, later.storage?.freed]).toEqual([full.pieces, full.storage?.freed]);
  await tab.send("Storage.overrideQuotaForOrigin", { origin: server.address });
  await tab.until(() => globalThis.engines.recorder?.status.phase === "recording", 20_000);
  expect(await torn()).toEqual({ wrong: [], orphans: [] });
});

test("a worker that dies while it writes is followed by another, in the same recording and without a gap", async () => {
  tab = await chromium.open(server.page);
  await tab.evaluate(() => {
    const Real = Worker;
    globalThis.Worker = class extends Real {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        Object.assign(globalThis, { recorderWorker: this });
      }
    };
  });
  const number = ++channels;
  const origin = await createLiveOrigin(`/full-${number}/`, { ageMs: 60_000, windowSegments: 20 });
  server.handlers.push((request, response) => origin.handle(request, response));
  await tab.evaluate(
    (own) => {
      globalThis.engines.recorder = globalThis.engines.startRecorder({ ...own, sessionNumber: 1, budgetBytes: 10e9 });
    },
    {
      ...{ channelKey: `kick:${number}`, login: `racer${number}` },
      playlistUrl: `${server.address}/full-${number}/index.m3u8`,
    },
  );
  await tab.until(() => (globalThis.engines.recorder?.status.pieces ?? 0) >= 3, 20_000);
  const before = await statusOf();
  await tab.evaluate(() => {
    const phases: string[] = [];
    globalThis.engines.recorder?.subscribe(({ phase }) => void phases.push(phase));
    const worker = (globalThis as unknown as { recorderWorker: Worker }).recorderWorker;
    worker.terminate();
    worker.dispatchEvent(new ErrorEvent("error"));
    Object.assign(globalThis, { phases });
  });
  await tab.until(
    (toMs) => {
      const status = globalThis.engines.recorder?.status;
      return status?.phase === "recording" && (status.toMs ?? 0) > toMs;
    },
    20_000,
    before.toMs ?? 0,
  );
  const after = await statusOf();
  expect(await tab.evaluate(() => (globalThis as unknown as { phases: string[] }).phases)).toContain("failed");
  expect(after).toMatchObject({ phase: "recording", recordingName: before.recordingName, gaps: [] });
  expect(after.held.length).toBe(1);
  expect(await torn()).toEqual({ wrong: [], orphans: [] });
});

test("a page that crashes while it writes is followed by another, in the same recording, with no piece torn", async () => {
  const number = ++channels;
  const origin = await createLiveOrigin(`/full-${number}/`, { ageMs: 60_000, windowSegments: 20 });
  server.handlers.push((request, response) => origin.handle(request, response));
  const own = {
    ...{ channelKey: `kick:${number}`, login: `racer${number}`, sessionNumber: 1, budgetBytes: 10e9 },
    playlistUrl: `${server.address}/full-${number}/index.m3u8`,
  };
  const begin = () =>
    tab.evaluate((options) => {
      globalThis.engines.recorder = globalThis.engines.startRecorder(options);
    }, own);
  tab = await chromium.open(server.page);
  await begin();
  await tab.until(() => (globalThis.engines.recorder?.status.pieces ?? 0) >= 3, 20_000);
  const { recordingName } = await statusOf();
  // It is never answered.
  void tab.send("Page.crash").catch(() => undefined);
  const crashed = tab;
  tab = await chromium.open(server.page);
  await crashed.close();
  await begin();
  await tab.until((name) => globalThis.engines.recorder?.status.recordingName === name, 20_000, recordingName);
  await tab.until(() => globalThis.engines.recorder?.status.phase === "recording", 20_000);
  await tab.until(() => globalThis.engines.recorder?.status.held.length === 1, 20_000);
  expect((await statusOf()).gaps).toEqual([]);
  expect(await torn()).toEqual({ wrong: [], orphans: [] });
});
