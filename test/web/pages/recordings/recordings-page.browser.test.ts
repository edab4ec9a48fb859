// The recordings page in a real Chromium: recordings that lie on its disk are listed, played, kept, exported and deleted.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { IndexLine } from "#core/recording/recording-index.ts";
import { writePiece } from "../../../../web/engines/pieces/write-piece.ts";
import { recorded, t0 } from "../../../core/recording/pieces.ts";
import { later, samplePackets } from "../../../media/made-segment.ts";
import { type Chromium, startChromium, type Tab } from "../../../support/chromium.ts";
import { type Hands, handsOn } from "../../../support/hands.ts";
import { sharedProduct } from "../../../support/shared-product.ts";

const name = "somebody_s007_20260921_133320";
let chromium: Chromium;
let page: Tab;
let hands: Hands;

beforeAll(async () => {
  const [product, started] = await Promise.all([sharedProduct(), startChromium()]);
  chromium = started;
  page = await product.openTab(chromium, product.owner, "/recordings");
  hands = handsOn(page);
}, 180_000);
afterAll(() => chromium?.close());

/** Six seconds of the sample with a hole of two, as a recorder leaves them. */
async function aRecording(codec = "avc1.64001f") {
  const files: Record<string, string> = {};
  const format = {
    ...{ id: "f1", initFile: "f1.mp4" },
    video: { codec, width: 1280, height: 720 },
    audio: { codec: "mp4a.40.2", sampleRate: 48_000, channels: 2 },
  };
  const gap = { fromMs: t0 + 4000, toMs: t0 + 6000, reason: "source_silent" } as const;
  const lines: IndexLine[] = [
    { type: "opened", channelKey: "twitch:999", playlist: "https://a.example/live.m3u8", atMs: t0 },
    { type: "format", format },
    { type: "gap", gap },
  ];
  for (const sequence of [0, 1, 3]) {
    const { pictures, sounds, config } = await samplePackets(sequence);
    const at = t0 / 1000 + sequence * 2;
    const { bytes, init } = await writePiece({
      picture: { codec: "avc", config: config.video, priming: pictures[0] ?? null, packets: later(pictures, at) },
      sound: { codec: "aac", config: config.audio, priming: sounds[0] ?? null, packets: later(sounds, at) },
    });
    files[format.initFile] = Buffer.from(init).toString("base64");
    for (const piece of recorded(sequence, 1, { bytes: bytes.byteLength, run: sequence === 3 ? 1 : 0 })) {
      files[piece.file] = Buffer.from(bytes).toString("base64");
      lines.push({ type: "piece", piece });
    }
  }
  files["index.jsonl"] = Buffer.from(lines.map((line) => JSON.stringify(line)).join("\n")).toString("base64");
  return files;
}

const store = (recording: string, files: Record<string, string>) =>
  page.evaluate(
    async (folderName, contents) => {
      const root = await navigator.storage.getDirectory();
      const recordings = await root.getDirectoryHandle("recordings", { create: true });
      const folder = await recordings.getDirectoryHandle(folderName, { create: true });
      for (const [file, base64] of Object.entries(contents)) {
        const writable = await (await folder.getFileHandle(file, { create: true })).createWritable();
        await writable.write(Uint8Array.from(atob(base64), (one) => one.charCodeAt(0)));
        await writable.close();
      }
    },
    recording,
    files,
  );
const pressButton = (words: string) =>
  page.until(
    (wanted) => {
      const button = [
        ...document.querySelectorAll<HTMLButtonElement>(".recording-card button, .recording-player button"),
      ].find((one) => one.innerText.trim() === wanted && !one.disabled);
      button?.click();
      return button !== undefined;
    },
    30_000,
    words,
  );

test("a browser that has recorded nothing says what a recording is", async () => {
  await hands.sees(".empty", "Nothing is recorded in this browser yet");
});

test("a recording is listed with its picture, its gaps and their cause", async () => {
  await store(name, await aRecording());
  await page.evaluate(() => location.reload());
  await hands.sees(".recording-card", "somebody");
  await hands.sees(".recording-card", "1 gap, 2 s");
  await hands.sees(".recording-card details", "the source sent nothing");
  await hands.sees(".recording-card", "1280×720 H.264, AAC");
  await page.until(
    () => (document.querySelector<HTMLImageElement>(".recording-picture img")?.naturalWidth ?? 0) > 0,
    60_000,
  );
});

test.each([
  ["a phone", 390, 844],
  ["a desk", 1440, 900],
])("nothing is wider than %s", async (_, width, height) => {
  await hands.resize(width, height);
  expect(await hands.overflow()).toBe(0);
});

test("it plays from its beginning, and steps pass the gap", async () => {
  await pressButton("Play");
  await page.until(() => (document.querySelector("video")?.currentTime ?? 0) > 0.2, 60_000);
  const end = { type: "keyDown", key: "ArrowRight", code: "ArrowRight" };
  await page.send("Input.dispatchKeyEvent", end);
  await page.until(() => Number(document.querySelector("[role=slider]")?.ariaValueNow) >= 6, 30_000);
  await hands.sees(".timeline-stretch.gap");
  await pressButton("Close");
  await hands.missesAll("video");
});

test("it is kept and let go again, as the disk says", async () => {
  await pressButton("Keep");
  await hands.sees(".recording-card .badge", "Kept");
  await pressButton("Keep no longer");
  await hands.missesAll(".recording-card .badge.good");
});

test("it is exported as one MP4 without its gap", async () => {
  // A picker is the browser's own window, which no page and no test can press.
  await page.evaluate(() => Reflect.deleteProperty(globalThis, "showSaveFilePicker"));
  await pressButton("Export");
  await hands.sees(".toast", "The recording is exported.");
  const exported = await page.evaluate(async (recording) => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("exports");
    const file = await (await folder.getFileHandle(`${recording}.mp4`)).getFile();
    const video = document.createElement("video");
    video.src = URL.createObjectURL(file);
    await new Promise((resolve, reject) => {
      video.onloadedmetadata = resolve;
      video.onerror = reject;
    });
    return [Math.round(video.duration), video.videoWidth];
  }, name);
  expect(exported).toEqual([6, 1280]);
});

test("whoever deletes it is asked once and told what is lost", async () => {
  await page.evaluate(() => {
    globalThis.confirm = (question = "") => {
      document.body.dataset["asked"] = question;
      return true;
    };
  });
  await pressButton("Delete");
  await hands.sees(".empty", "Nothing is recorded");
  expect(await page.evaluate(() => document.body.dataset["asked"])).toMatch(
    /^Delete the recording of somebody, .* 6 s of footage \(\d+ kB\) cannot be brought back\.$/,
  );
  const left = await page.evaluate(async () => {
    const recordings = await (await navigator.storage.getDirectory()).getDirectoryHandle("recordings");
    const names: string[] = [];
    for await (const one of recordings.keys()) names.push(one);
    return names;
  });
  expect(left).toEqual([]);
});

test("one whose picture cannot be decoded here says which decoder is lacking", async () => {
  await store("other_s001_20260921_133320", await aRecording("hvc1.1.6.L120.90"));
  await page.evaluate(() => location.reload());
  await hands.sees(".recording-pictureless", "This browser has no decoder for HEVC");
});

test("one that a tab is writing cannot be deleted", async () => {
  await store(name, await aRecording());
  const held = page.evaluate(
    (recording) =>
      new Promise((resolve) => {
        void navigator.locks.request(`recording:${recording}`, () => {
          resolve(true);
          return new Promise(() => undefined);
        });
      }),
    name,
  );
  await held;
  // A page that is seen again looks at once.
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await hands.sees(".recording-card .badge.live", "RECORDING");
  expect(
    await page.evaluate(() => document.querySelector<HTMLButtonElement>(".recording-card .danger")?.disabled),
  ).toBe(true);
});
