// The one path: a person signs in and opens a channel's page, chat jumps, the page cuts the clip and uploads it, and a
// stranger opens the link. What the clip must hold is asked of the demo world's script and
// read from the pictures themselves, never from the product.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Channel } from "#core/channel/channel.ts";
import { startChromium, type Chromium, type Tab } from "../support/chromium.ts";
import { startEngineServer, type EngineServer } from "../support/engine-server.ts";
import type { ClipReading } from "../support/engine-page.ts";
import { type SharedProduct, sharedProduct } from "../support/shared-product.ts";
import { COUNTER_BLOCKS, counterBounds, decodeFrameCounter } from "../media/frame-counter.ts";
import type { ScriptedEvent } from "../simulator/truth.ts";

const frameMs = 1000 / 30;
const loopFrames = 2880;
const loopMs = loopFrames * frameMs;
/** A copy may end with a picture or two that later ones were coded from (B-frames): their time is right, those between are absent. */
const aheadFrames = 3;
/** Onset and peak are estimates over seconds; the script's are exact. */
const estimateMs = 4000;
/**
 * How long the broadcast has run when the page opens: chat's reaction to the last event is over, the join comes after
 * eleven seconds and the next event after twenty-five.
 */
const ageMs = 85_000;
/** On screen when the key is pressed: the join is in the half minute before, the whole of which has been recorded. */
const afterJoin = { from: 420, to: 800 };

let product: SharedProduct;
let channel: Channel;
let chromium: Chromium;
let engines: EngineServer;
let page: Tab;
let reader: Tab;
let broadcastStartMs: number;

interface Job {
  readonly jobId: string;
  readonly status: string;
  readonly clipId: string | null;
  readonly momentNumber: number;
  readonly candidateSource: string;
  readonly range: { readonly fromMs: number; readonly toMs: number };
}

beforeAll(async () => {
  [product, chromium, engines] = await Promise.all([sharedProduct(), startChromium(), startEngineServer()]);
  reader = await chromium.open(engines.page);
  page = await chromium.open(product.address);
}, 180_000);

afterAll(async () => {
  await chromium?.close();
  await engines?.close();
});

test("a person signs in with Twitch and finds the channels", async () => {
  expect(await page.evaluate(() => location.pathname)).toBe("/sign-in");
  await follow("Sign in with Twitch");
  await follow("hypecut_demo");
  await page.until(() => document.querySelector("main")?.innerText.includes("Neon_Rally") ?? false, 15_000);
  expect(await page.evaluate(() => location.pathname)).toBe("/");
});

describe("with the channel's page open", () => {
  beforeAll(async () => {
    channel = await product.newChannel({ reacts: true, steadyPerSecond: 0.7, ageMs });
    const hlsUrl = `${product.simulator}/hls/${channel.login}/live.m3u8`;
    const settings = `/api/channels/twitch/${channel.login}/settings`;
    await product.owner.call("PATCH", settings, { hlsUrl, autoApprove: true });
    const channels = await world<{ login: string; broadcasts: { startedAtMs: number }[] }[]>("channels");
    const itself = channels.find(({ login }) => login === channel.login);
    broadcastStartMs = itself?.broadcasts.at(-1)?.startedAtMs ?? Number.NaN;
    await page.goTo(`${product.address}/watch/twitch/${channel.login}`);
  });

  test("the key makes a clip of the last half minute, also across the join of the stream", async () => {
    // The clip ends with the picture on screen, and how far that is behind depends on the machine: the picture itself
    // says when the join lies within what is asked for.
    await untilOnScreen((frame) => frame > afterJoin.from && frame < afterJoin.to);
    await page.send("Input.dispatchKeyEvent", { type: "keyDown", key: "c", code: "KeyC", text: "c" });
    await page.send("Input.dispatchKeyEvent", { type: "keyUp", key: "c", code: "KeyC" });
    const job = await readyJob((one) => one.candidateSource === "manual");
    const clip = await download(`${product.address}/c/${job.clipId}`);
    expect(Math.abs(timeOf(clip.frames[0] ?? null, job.range.fromMs) - job.range.fromMs)).toBeLessThanOrEqual(frameMs);
    expect(Math.abs(timeOf(clip.frames.at(-1) ?? null, job.range.toMs) - job.range.toMs)).toBeLessThanOrEqual(
      4 * frameMs,
    );
    expect(jumpsIn(clip.frames.slice(0, -aheadFrames))).toEqual([]);
    expect(clip.frames).toContain(loopFrames - 1);
    expect(clip.frames).toContain(0);
    // Shown at a steady rate through the join.
    const steady = clip.times.slice(0, -aheadFrames);
    const gapsMs = steady.slice(1).map((time, i) => (time - (steady[i] ?? 0)) * 1000);
    expect(Math.max(...gapsMs)).toBeLessThanOrEqual(2 * frameMs + 1);
  }, 240_000);

  test("a clip comes by itself, and holds the scripted event", async () => {
    const job = await readyJob((one) => one.candidateSource !== "manual");
    const link = await page.until(
      (clipId) => document.querySelector<HTMLAnchorElement>(`a[href$='/c/${clipId}']`)?.href ?? "",
      120_000,
      job.clipId,
    );
    const clip = await download(link);
    const event = await eventIn(clip);

    const [firstMs, lastMs] = [
      timeOf(clip.frames[0] ?? null, job.range.fromMs),
      timeOf(clip.frames.at(-1) ?? null, job.range.toMs),
    ];
    expect(firstMs).toBeLessThanOrEqual(event.pictureFromMs);
    expect(lastMs).toBeGreaterThanOrEqual(event.pictureToMs);
    const wanted = {
      fromMs: Math.max(event.reactionOnsetMs - 25_000, event.reactionPeakMs - 30_000),
      toMs: event.reactionPeakMs + 15_000,
    };
    expect(Math.abs(firstMs - wanted.fromMs)).toBeLessThanOrEqual(estimateMs);
    expect(Math.abs(lastMs - wanted.toMs)).toBeLessThanOrEqual(estimateMs);
    // Within one frame of what was asked for, and so is the first picture a browser shows.
    expect(Math.abs(firstMs - job.range.fromMs)).toBeLessThanOrEqual(frameMs);
    expect(clip.firstInVideo).toBe(clip.frames[0]);
    expect(jumpsIn(clip.frames.slice(0, -aheadFrames))).toEqual([]);
    expect(clip.hasAudio).toBe(true);
  }, 200_000);
});

test("the link is for strangers: a page that tells other sites what it is, ranges, and a download with a name", async () => {
  const job = await readyJob(() => true);
  const link = `${product.address}/c/${job.clipId}`;
  const html = await (await fetch(link)).text();
  for (const tag of ["og:title", "og:video", "og:image"]) expect(html).toContain(`property="${tag}"`);
  const part = await fetch(`${link}/video.mp4`, { headers: { range: "bytes=4-7" } });
  expect([part.status, await part.text()]).toEqual([206, "ftyp"]);
  const file = await fetch(`${link}/download`, { method: "HEAD" });
  expect(file.headers.get("content-disposition")).toMatch(/filename="\w+_moment_.+_\d{3}_\d{8}\.mp4"/);
  const poster = await fetch(`${link}/poster.jpg`);
  expect(poster.headers.get("content-type")).toBe("image/jpeg");
  await poster.body?.cancel();
});

async function follow(text: string): Promise<void> {
  await page.until(
    (wanted) => {
      const link = [...document.querySelectorAll<HTMLElement>("a, button")].find((one) =>
        one.innerText.includes(wanted),
      );
      link?.click();
      return link !== undefined;
    },
    15_000,
    text,
  );
}

/** The product's own interface, with the cookies of the page. */
async function jobs(): Promise<Job[]> {
  return page.evaluate(async (login) => {
    const answer = await fetch(`/api/clip-jobs?platform=twitch&login=${login}`);
    return ((await answer.json()) as { jobs: Job[] }).jobs;
  }, channel.login);
}

/** Waits until the number in the picture that the channel's page plays is as wanted; a loop and a half at most. */
async function untilOnScreen(isWanted: (frame: number) => boolean): Promise<void> {
  let seen: number | null = null;
  for (const giveUpMs = Date.now() + 1.5 * loopMs; Date.now() < giveUpMs; await sleep(100)) {
    seen = await frameOnScreen();
    if (seen !== null && isWanted(seen)) return;
  }
  throw new Error(`The page last showed picture ${seen}.`);
}

async function frameOnScreen(): Promise<number | null> {
  const size = await page.evaluate(() => {
    const video = document.querySelector("video");
    return video === null ? [] : [video.videoWidth, video.videoHeight];
  });
  const [width = 0, height = 0] = size;
  if (width === 0) return null;
  const reds = await page.evaluate(
    (strip, blocks) => {
      const video = document.querySelector("video");
      const context = new OffscreenCanvas(blocks, 1).getContext("2d");
      if (video === null || context === null) return [];
      // The middle of each block, away from the edges that compression blurs.
      for (let block = 0; block < blocks; block++) {
        const x = strip.x + ((block + 0.5) * strip.width) / blocks;
        context.drawImage(video, x - 1, strip.y + strip.height / 2, 2, 2, block, 0, 1, 1);
      }
      return Array.from(context.getImageData(0, 0, blocks, 1).data).filter((_, index) => index % 4 === 0);
    },
    counterBounds(width, height),
    COUNTER_BLOCKS,
  );
  return decodeFrameCounter(reds);
}

async function readyJob(isWanted: (job: Job) => boolean): Promise<Job> {
  for (const giveUpMs = Date.now() + 120_000; Date.now() < giveUpMs; await sleep(500)) {
    const found = (await jobs()).find((one) => one.status === "ready" && isWanted(one));
    if (found) return found;
  }
  throw new Error(`No such clip became ready: ${JSON.stringify(await jobs())}`);
}

async function world<T>(question: string): Promise<T> {
  return (await (await fetch(`${product.simulator}/control/${question}`)).json()) as T;
}

async function download(link: string): Promise<ClipReading> {
  const bytes = Buffer.from(await (await fetch(`${link}/download`)).arrayBuffer());
  engines.handlers.push((request, response) => {
    if (request.url !== "/downloaded.mp4") return false;
    response.writeHead(200, { "content-type": "video/mp4" }).end(bytes);
    return true;
  });
  // A video element shows nothing in a hidden tab; the channel's page records all the same meanwhile.
  await page.hideBehind(reader);
  const reading = await reader.evaluate(async () =>
    globalThis.engines.readClip(await (await fetch("/downloaded.mp4")).blob()),
  );
  await reader.hideBehind(page);
  engines.handlers.pop();
  return reading;
}

/** The scripted event whose picture lies in the clip. */
async function eventIn(clip: ClipReading): Promise<ScriptedEvent> {
  const nowMs = Date.now();
  const events = await world<ScriptedEvent[]>(
    `events?channel=${channel.login}&fromMs=${nowMs - 240_000}&toMs=${nowMs}`,
  );
  const shown = (event: ScriptedEvent) => clip.frames.includes(frameAt(event.pictureFromMs));
  // The newest that is shown: the same picture comes round every loop, and only the newest has just been reacted to.
  const event = events.findLast((one) => shown(one) && one.reactionPeakMs < nowMs);
  if (!event)
    throw new Error(
      `No event is in the clip: ${JSON.stringify({ events, first: clip.frames[0], last: clip.frames.at(-1) })}`,
    );
  return event;
}

function frameAt(ms: number): number {
  return Math.round((ms - broadcastStartMs) / frameMs) % loopFrames;
}

/** When a frame was broadcast: its number says when within the loop, `nearMs` says in which loop. */
function timeOf(frame: number | null, nearMs: number): number {
  if (frame === null) return Number.NaN;
  const loops = Math.round((nearMs - broadcastStartMs - frame * frameMs) / loopMs);
  return broadcastStartMs + loops * loopMs + frame * frameMs;
}

/** Where the pictures do not count on by one, the join of the loop aside. */
function jumpsIn(frames: readonly (number | null)[]): string[] {
  return frames.slice(1).flatMap((frame, i) => {
    const before = frames[i] ?? null;
    return frame !== null && before !== null && frame === (before + 1) % loopFrames ? [] : [`${before} → ${frame}`];
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
