// The recorder in a real Chromium against a live HLS origin by the wall clock: reload, crash, two tabs, bad playlists, a hidden tab.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RecorderStatus } from "../../../../web/engines/recorder/recorder.types.ts";
import { startChromium, type Chromium, type Tab } from "../../../support/chromium.ts";
import { startEngineServer, type EngineServer } from "../../../support/engine-server.ts";
import { createLiveOrigin, type LiveOrigin, type OriginOptions } from "../../../support/live-origin.ts";

let server: EngineServer;
let chromium: Chromium;
let profile: string;
let channels = 0;

interface Channel {
  readonly origin: LiveOrigin;
  readonly options: {
    readonly channelKey: string;
    readonly login: string;
    readonly sessionNumber: number;
    readonly playlistUrl: string;
  };
}

beforeAll(async () => {
  server = await startEngineServer();
  profile = await mkdtemp(join(tmpdir(), "recorder-profile-"));
  chromium = await startChromium({ profile });
}, 60_000);

afterAll(async () => {
  await chromium?.close();
  await server?.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

/** A channel of its own for each test, so that none meets another's footage. */
async function channel(options: OriginOptions): Promise<Channel> {
  const number = ++channels;
  const origin = await createLiveOrigin(`/live-${number}/`, options);
  server.handlers.push((request, response) => origin.handle(request, response));
  const playlistUrl = `${server.address}/live-${number}/index.m3u8`;
  return {
    origin,
    options: { channelKey: `twitch:${number}`, login: `racer${number}`, sessionNumber: 1, playlistUrl },
  };
}

async function record(tab: Tab, { options }: Channel, budgetBytes = 10e9): Promise<void> {
  await tab.evaluate(
    (all) => {
      globalThis.engines.recorder = globalThis.engines.startRecorder(all);
    },
    { ...options, budgetBytes },
  );
}

const statusOf = (tab: Tab) =>
  tab.evaluate(() => globalThis.engines.recorder?.status ?? null) as Promise<RecorderStatus>;
const untilPieces = (tab: Tab, count: number, timeoutMs = 20_000) =>
  tab.until((least) => (globalThis.engines.recorder?.status.pieces ?? 0) >= least, timeoutMs, count);
const untilProblem = (tab: Tab, code: string | null) =>
  tab.until(
    (wanted) => {
      const status = globalThis.engines.recorder?.status;
      return status !== undefined && (status.problem?.code ?? null) === wanted;
    },
    30_000,
    code,
  );
const untilPhase = (tab: Tab, phase: string) =>
  tab.until((wanted) => globalThis.engines.recorder?.status.phase === wanted, 20_000, phase);

/** What is on disk: every piece of the index with the size of its file, and files that nothing names. */
async function onDisk(tab: Tab) {
  return tab.evaluate(async () => {
    const recorder = globalThis.engines.recorder;
    if (recorder === null) throw new Error("There is no recorder.");
    const { pieces, formats } = await recorder.footageOf({ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });
    const root = await navigator.storage.getDirectory();
    const folder = await (
      await root.getDirectoryHandle("recordings")
    ).getDirectoryHandle(recorder.status.recordingName);
    const sizes: Record<string, number> = {};
    for await (const [name, entry] of folder.entries()) {
      if (name !== "index.jsonl") sizes[name] = (await (entry as FileSystemFileHandle).getFile()).size;
    }
    const named = new Set([...pieces.map((piece) => piece.file), ...formats.map((format) => format.initFile)]);
    return {
      places: pieces.map((piece) => piece.sequence ?? -1),
      starts: pieces.map((piece) => piece.startMs),
      runs: [...new Set(pieces.map((piece) => piece.run))],
      wrong: pieces.filter((piece) => sizes[piece.file] !== piece.bytes).length,
      orphans: Object.keys(sizes).filter((name) => !named.has(name)),
    };
  });
}

/** Every whole number from the first to the last. */
function withoutBreak(places: readonly number[]): number[] {
  return places.map((_, index) => (places[0] ?? 0) + index);
}

describe("a recording", () => {
  test("feeds the player, so that each segment is downloaded once", async () => {
    const live = await channel({ ageMs: 30_000 });
    const tab = await chromium.open(server.page);
    await record(tab, live);
    await tab.evaluate(() => {
      const { Hls, recorder, createRecordingLoader, recordedAddress } = globalThis.engines;
      if (recorder === null) throw new Error("There is no recorder.");
      const video = document.createElement("video");
      video.muted = true;
      document.body.append(video);
      const hls = new Hls(createRecordingLoader(recorder));
      hls.attachMedia(video);
      hls.loadSource(recordedAddress);
      void video.play();
    });
    await tab.until(
      () => (document.querySelector("video")?.currentTime ?? 0) > 0 && document.querySelector("video")?.played.length,
      20_000,
    );
    await untilPieces(tab, 8);
    const disk = await onDisk(tab);
    expect(live.origin.downloads.toSorted((a, b) => a - b)).toEqual(
      [...new Set(live.origin.downloads)].toSorted((a, b) => a - b),
    );
    expect(disk).toMatchObject({ places: withoutBreak(disk.places), wrong: 0, orphans: [] });
    expect(disk.starts).toEqual(disk.places.map((place) => live.origin.startedAtMs + place * 2000));
    await tab.close();
  });

  test("goes on after a reload, without a gap and without fetching anything twice", async () => {
    const live = await channel({ ageMs: 30_000 });
    const tab = await chromium.open(server.page);
    await record(tab, live);
    await untilPieces(tab, 6);
    const before = await statusOf(tab);
    await tab.goTo(`${server.page}?again`);
    await record(tab, live);
    await untilPieces(tab, before.pieces + 2);
    const after = await statusOf(tab);
    const disk = await onDisk(tab);
    expect(after).toMatchObject({ recordingName: before.recordingName, gaps: [], problem: null, phase: "recording" });
    expect(disk).toMatchObject({ places: withoutBreak(disk.places), wrong: 0, orphans: [] });
    expect(new Set(live.origin.downloads).size).toBe(live.origin.downloads.length);
    await tab.close();
  });

  test("survives the end of its browser and shows what it missed meanwhile", async () => {
    const live = await channel({ ageMs: 30_000, segmentMs: 1000 });
    const tab = await chromium.open(server.page);
    await record(tab, live);
    await untilPieces(tab, 7);
    const before = await onDisk(tab);
    await chromium.kill();
    chromium = await startChromium({ profile });
    const lastBefore = before.places.at(-1) ?? 0;
    // While it was away the playlist has moved on beyond what it knew.
    live.origin.windowSegments = 1;
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, live.origin.startedAtMs + (lastBefore + 4) * 1000 - Date.now())),
    );
    const again = await chromium.open(server.page);
    await record(again, live);
    await untilPieces(again, before.places.length + 1);
    const disk = await onDisk(again);
    expect(disk.places.slice(0, before.places.length)).toEqual(before.places);
    expect(disk).toMatchObject({ wrong: 0, orphans: [] });
    const { gaps } = await statusOf(again);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatchObject({
      reason: "recorder_stopped",
      fromMs: live.origin.startedAtMs + ((disk.places[before.places.length - 1] ?? 0) + 1) * 1000,
    });
    await again.close();
  });

  test("is written by one tab; the second waits and takes over", async () => {
    const live = await channel({ ageMs: 30_000 });
    const first = await chromium.open(server.page);
    await record(first, live);
    await untilPieces(first, 6);
    const second = await chromium.open(server.page);
    await record(second, live);
    await untilPhase(second, "elsewhere");
    const { recordingName, pieces } = await statusOf(first);
    await first.close();
    await untilPieces(second, pieces + 1);
    expect(await statusOf(second)).toMatchObject({ recordingName, phase: "recording", gaps: [] });
    expect(new Set(live.origin.downloads).size).toBe(live.origin.downloads.length);
    await second.close();
  });

  test("misses nothing in a tab that is hidden while the whole playlist changes twice", async () => {
    const live = await channel({ ageMs: 10_000, segmentMs: 500, windowSegments: 12 });
    const front = await chromium.open(server.page);
    const hidden = await chromium.open(server.page);
    await record(hidden, live);
    await untilPieces(hidden, 3);
    await hidden.hideBehind(front);
    await hidden.until(() => document.visibilityState === "hidden", 5000);
    const { pieces } = await statusOf(hidden);
    await untilPieces(hidden, pieces + 24, 60_000);
    expect(await hidden.evaluate(() => document.visibilityState)).toBe("hidden");
    expect((await statusOf(hidden)).gaps).toEqual([]);
    const disk = await onDisk(hidden);
    expect(disk).toMatchObject({ places: withoutBreak(disk.places), wrong: 0 });
    await hidden.close();
    await front.close();
  });
});

describe("what goes wrong", () => {
  test("with the playlist is said, and recording goes on when it is well again", async () => {
    const live = await channel({ ageMs: 60_000, windowSegments: 20 });
    live.origin.mode = "missing";
    const tab = await chromium.open(server.page);
    await record(tab, live);
    await untilProblem(tab, "playlist_not_found");
    expect((await statusOf(tab)).phase).toBe("waiting");
    live.origin.mode = "live";
    await untilPieces(tab, 20);
    const modes = { broken: "playlist_unreachable", page: "playlist_invalid", garbage: "playlist_invalid" } as const;
    for (const [mode, code] of Object.entries(modes)) {
      live.origin.mode = mode as keyof typeof modes;
      await untilProblem(tab, code);
      live.origin.mode = "live";
      await untilProblem(tab, null);
    }
    live.origin.mode = "ended";
    await untilPhase(tab, "ended");
    const status = await statusOf(tab);
    const disk = await onDisk(tab);
    expect(status).toMatchObject({ gaps: [], problem: null });
    expect(disk).toMatchObject({ places: withoutBreak(disk.places), wrong: 0 });
    await tab.close();
  });

  test("a segment that cannot be had is a gap, an origin that counts anew is none", async () => {
    const live = await channel({ ageMs: 30_000 });
    const lost = Math.floor(30_000 / 2000) - 3;
    live.origin.lostSegments.add(lost);
    const tab = await chromium.open(server.page);
    await record(tab, live);
    await untilPieces(tab, 6);
    live.origin.renumberBy = Math.floor((Date.now() - live.origin.startedAtMs) / 2000) - 2;
    const { pieces } = await statusOf(tab);
    await untilPieces(tab, pieces + 2);
    const lostMs = live.origin.startedAtMs + lost * 2000;
    expect((await statusOf(tab)).gaps).toEqual([{ fromMs: lostMs, toMs: lostMs + 2000, reason: "fetch_failed" }]);
    const { starts } = await onDisk(tab);
    const steps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(steps.toSorted((a, b) => a - b)).toEqual([...steps.slice(1).map(() => 2000), 4000]);
    await tab.close();
  });

  test("an address without encryption is refused", async () => {
    const tab = await chromium.open(server.page);
    await tab.evaluate(() => {
      const options = {
        channelKey: "kick:1",
        login: "x",
        sessionNumber: 1,
        playlistUrl: "http://example.com/live.m3u8",
      };
      globalThis.engines.recorder = globalThis.engines.startRecorder(options);
    });
    expect(await statusOf(tab)).toMatchObject({ phase: "failed", problem: { code: "insecure_address" } });
    await tab.close();
  });
});
