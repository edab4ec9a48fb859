// The stored recordings of a browser as a whole: listed, kept, deleted, found by time, and made room of.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startChromium, type Chromium, type Tab } from "../../../support/chromium.ts";
import { startEngineServer, type EngineServer } from "../../../support/engine-server.ts";
import type { MadeRecording } from "../../../support/store-recording.ts";

let server: EngineServer;
let chromium: Chromium;
let tab: Tab;

const t0 = 1_790_000_000_000;
const made = (name: string, over: Partial<MadeRecording> = {}): MadeRecording => ({
  ...{ name, channelKey: "kick:1", fromMs: t0, pieces: 5, pieceBytes: 1000 },
  ...over,
});
const store = (...all: MadeRecording[]) =>
  tab.evaluate(async (wanted) => {
    for (const one of wanted) await globalThis.engines.storeRecording(one);
  }, all);
/** What a person would find in the folder. */
const onDisk = () =>
  tab.evaluate(async () => {
    const recordings = await (await navigator.storage.getDirectory()).getDirectoryHandle("recordings");
    const found: Record<string, string[]> = {};
    for await (const [name, folder] of recordings.entries()) {
      const files: string[] = [];
      for await (const file of (folder as FileSystemDirectoryHandle).keys()) files.push(file);
      found[name] = files.filter((file) => file.startsWith("p")).sort();
    }
    return found;
  });

beforeAll(async () => {
  server = await startEngineServer();
  chromium = await startChromium();
  tab = await chromium.open(server.page);
}, 60_000);

beforeEach(async () => {
  await tab.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry("recordings", { recursive: true }).catch(() => undefined);
    await root.getDirectoryHandle("recordings", { create: true });
  });
});

afterAll(async () => {
  await chromium?.close();
  await server?.close();
});

test("recordings are listed newest first with what they hold, and an empty one is not", async () => {
  const gap = { fromMs: t0 + 4000, toMs: t0 + 6000, reason: "fetch_failed" } as const;
  await store(
    made("a_s001_20260101_000000", { holes: [2], gaps: [gap] }),
    made("b_s002_20260102_000000", { fromMs: t0 + 60_000, channelKey: "kick:2" }),
    made("c_s003_20260103_000000", { pieces: 0 }),
  );
  const listed = await tab.evaluate(async () => {
    const { holdRecording, keepRecording, listRecordings } = globalThis.engines;
    await keepRecording("a_s001_20260101_000000", true);
    const letGo = await holdRecording("b_s002_20260102_000000", 1000);
    const all = await listRecordings();
    letGo();
    return all;
  });
  const told = listed.map(({ formats, firstPicture, read, ...one }) => [
    one,
    read.pieces.length,
    formats.length,
    firstPicture?.file,
  ]);
  expect(told).toEqual([
    [
      {
        ...{ name: "b_s002_20260102_000000", channelKey: "kick:2", fromMs: t0 + 60_000, toMs: t0 + 70_000 },
        ...{ heldMs: 10_000, bytes: 5000, gaps: [], marks: [], isKept: false, isRunning: true },
      },
      5,
      1,
      "p0.m4s",
    ],
    [
      {
        ...{ name: "a_s001_20260101_000000", channelKey: "kick:1", fromMs: t0, toMs: t0 + 10_000 },
        ...{ heldMs: 8000, bytes: 4000, gaps: [gap], marks: [], isKept: true, isRunning: false },
      },
      4,
      1,
      "p0.m4s",
    ],
  ]);
});

test("a recording that is being written is not deleted, also not from another tab, and is once its writer has crashed", async () => {
  await store(made("now"));
  const other = await chromium.open(server.page);
  await other.evaluate(() => {
    const held = `navigator.locks.request("recording:now", () => { postMessage("held"); return new Promise(() => {}); })`;
    const worker = new Worker(URL.createObjectURL(new Blob([held], { type: "text/javascript" })));
    Object.assign(globalThis, { worker });
    return new Promise((resolve) => (worker.onmessage = resolve)).then(() => true);
  });
  const remove = () => tab.evaluate(() => globalThis.engines.deleteRecording("now"));
  expect(await remove()).toBe("running");
  await other.evaluate(() => (globalThis as unknown as { worker: Worker }).worker.terminate());
  await tab.until(async () => !(await globalThis.engines.writtenRecordings()).has("now"), 5_000);
  expect([await remove(), await remove(), await onDisk()]).toEqual(["deleted", "deleted", {}]);
  await other.close();
});

test("footage is found by its time in the recording that holds most of it", async () => {
  await store(
    made("monday", { fromMs: t0, pieces: 10 }),
    made("tuesday", { fromMs: t0, pieces: 10, holes: [3, 4] }),
    made("foreign", { fromMs: t0, pieces: 30, channelKey: "kick:2" }),
  );
  const find = (fromMs: number, toMs: number) =>
    tab.evaluate(
      async (range) => {
        const finder = globalThis.engines.createFootageFinder({ channelKey: "kick:1", recorder: () => null });
        const { footage, coverage } = await finder.find(range);
        return [footage.folder, footage.pieces.map(({ file }) => file), coverage.status];
      },
      { fromMs, toMs },
    );
  expect(await find(t0 + 5000, t0 + 9000)).toEqual(["recordings/monday", ["p2.m4s", "p3.m4s", "p4.m4s"], "complete"]);
  await tab.evaluate(async () => {
    const recordings = await (await navigator.storage.getDirectory()).getDirectoryHandle("recordings");
    const monday = await recordings.getDirectoryHandle("monday");
    for (const file of ["p2.m4s", "p3.m4s", "p4.m4s"]) await monday.removeEntry(file);
  });
  expect(await find(t0 + 5000, t0 + 9000)).toEqual(["recordings/tuesday", ["p2.m4s"], "missing"]);
  expect(await find(t0 + 30_000, t0 + 40_000)).toEqual(["", [], "waiting"]);
});

test("an index is read while a worker appends to it", async () => {
  await store(made("now", { pieces: 40 }));
  const unread = await tab.evaluate(async () => {
    const writes = `onmessage = async () => {
      const recordings = await (await navigator.storage.getDirectory()).getDirectoryHandle("recordings");
      const file = await (await recordings.getDirectoryHandle("now")).getFileHandle("index.jsonl");
      const handle = await file.createSyncAccessHandle();
      let at = handle.getSize();
      setInterval(() => { at += handle.write(new TextEncoder().encode("\\n{}"), { at }); handle.flush(); }, 10);
      postMessage("writes");
    }`;
    const worker = new Worker(URL.createObjectURL(new Blob([writes], { type: "text/javascript" })));
    const isWriting = new Promise((resolve) => (worker.onmessage = resolve));
    worker.postMessage("begin");
    await isWriting;
    let unread = 0;
    for (let look = 0; look < 25; look++) if ((await globalThis.engines.listRecordings()).length !== 1) unread += 1;
    worker.terminate();
    return unread;
  });
  expect(unread).toBe(0);
});

test("the budget takes the oldest ended footage, spares what is kept, written elsewhere or recent, and tells what went", async () => {
  await store(
    made("kept", { fromMs: t0 - 9_000_000 }),
    made("monday", { fromMs: t0 - 3_000_000 }),
    made("tuesday", { fromMs: t0 - 2_000_000 }),
    made("elsewhere", { fromMs: t0 - 1_000_000 }),
  );
  const told = await tab.evaluate(async (fromMs) => {
    const { createRoomKeeper, holdRecording, keepRecording, storeRecording } = globalThis.engines;
    await keepRecording("kept", true);
    const letGo = await holdRecording("elsewhere", 1000);
    const own = { name: "now", channelKey: "kick:1", fromMs, pieces: 5, pieceBytes: 1000 };
    let pieces = await storeRecording(own);
    const remove = async (file: string) => {
      pieces = pieces.filter((piece) => piece.file !== file);
      return true;
    };
    const keeper = await createRoomKeeper({
      own: {
        ...{ name: "now", channelKey: "kick:1", remove },
        get pieces() {
          return pieces;
        },
      },
      sinceMs: Date.now(),
      budgetBytes: () => 18_000,
      pins: () => [],
    });
    const before = keeper.storage;
    await keeper.wrote();
    const after = keeper.storage;
    letGo();
    return { before, after, own: pieces.length };
  }, t0);
  expect(told.before).toMatchObject({
    ...{ usedBytes: 25_000, keptBytes: 5000, limitBytes: null, freed: [] },
    next: { recording: "monday", fromMs: t0 - 3_000_000, inMs: 0 },
  });
  expect(told.after).toMatchObject({
    usedBytes: 18_000,
    next: { recording: "tuesday", fromMs: t0 - 2_000_000 + 4000 },
    freed: [
      { recording: "monday", fromMs: t0 - 3_000_000, toMs: t0 - 3_000_000 + 10_000, bytes: 5000, cause: "budget" },
      { recording: "tuesday", fromMs: t0 - 2_000_000, toMs: t0 - 2_000_000 + 4000, bytes: 2000, cause: "budget" },
    ],
  });
  expect(told.own).toBe(5);
  expect(await onDisk()).toMatchObject({
    kept: { length: 5 },
    tuesday: ["p2.m4s", "p3.m4s", "p4.m4s"],
    elsewhere: { length: 5 },
  });
  expect(Object.keys(await onDisk())).not.toContain("monday");
});
