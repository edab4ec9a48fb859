// A clip's link needs the file store and nothing else.
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { clipFileKey } from "#core/clips/job/clip-manifest.ts";
import { createApp } from "../../../functions/app.ts";
import type { Deps } from "../../../functions/deps.ts";
import { clipBytes } from "../../support/clip-bytes.ts";
import { aManifest } from "../../support/clip-manifest.ts";

const clipId = "0123456789abcdef";
const bytes = clipBytes(10_000);
const poster = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const manifest = aManifest({ clipId, bytes: bytes.length });

/** Every dependency but the named ones is down: whoever reaches for it gets nothing. */
function allDownBut(up: Partial<Deps>): Deps {
  return new Proxy(up, {
    get(known, name) {
      if (name in known) return known[name as keyof Deps];
      throw new Error(`${String(name)} is down`);
    },
  }) as Deps;
}

const app = createApp(allDownBut({ clips: env.CLIPS, mayCall: () => Promise.resolve(true) }));
/** With a session's cookie: who asks must not be looked up either. */
const get = (path: string, headers: Record<string, string> = {}) =>
  app.request(`http://localhost${path}`, { headers: { cookie: "__Host-hypecut=abc", ...headers } });
const bodyOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());

beforeAll(async () => {
  const put = (name: Parameters<typeof clipFileKey>[1], value: Uint8Array | string, contentType: string) =>
    env.CLIPS.put(clipFileKey(clipId, name), value, { httpMetadata: { contentType } });
  await put("video.mp4", bytes, "video/mp4");
  await put("poster.jpg", poster, "image/jpeg");
  await put("clip.json", JSON.stringify(manifest), "application/json");
});

test("with every object and the database down the page opens", async () => {
  const page = await get(`/c/${clipId}`);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(`src="/c/${clipId}/video.mp4"`)]);
});

test("and the video plays, whole and in ranges", async () => {
  const whole = await get(`/c/${clipId}/video.mp4`);
  expect([whole.status, await bodyOf(whole)]).toEqual([200, bytes]);
  const part = await get(`/c/${clipId}/video.mp4`, { range: "bytes=100-199" });
  expect([part.status, part.headers.get("content-range"), await bodyOf(part)]).toEqual([
    206,
    `bytes 100-199/${bytes.length}`,
    bytes.slice(100, 200),
  ]);
});

test.each([
  ["the end", { range: "bytes=-100" }, 206, "bytes 9900-9999/10000"],
  ["past the end", { range: "bytes=9990-20000" }, 206, "bytes 9990-9999/10000"],
  ["beyond the end", { range: "bytes=10000-" }, 416, "bytes */10000"],
  ["nothing of the end", { range: "bytes=-0" }, 416, "bytes */10000"],
  ["several ranges", { range: "bytes=0-1,4-5" }, 200, null],
  ["a range backwards", { range: "bytes=5-2" }, 200, null],
  ["a range of a file that was another", { range: "bytes=0-1", "if-range": '"another"' }, 200, null],
  ["what it has under another tag", { "if-none-match": '"another"' }, 200, null],
])("whoever asks for %s is answered as HTTP says", async (_, headers, status, contentRange) => {
  expect(bytes.length).toBe(10_000);
  const answer = await get(`/c/${clipId}/video.mp4`, headers);
  expect([answer.status, answer.headers.get("content-range")]).toEqual([status, contentRange]);
  await answer.body?.cancel();
});

test("whoever has the file is told that it still stands, however the tag is written", async () => {
  const etag = (await get(`/c/${clipId}/video.mp4`)).headers.get("etag") ?? "";
  for (const tag of [etag, `W/${etag}`, `"another", ${etag}`, "*"]) {
    const answer = await get(`/c/${clipId}/video.mp4`, { "if-none-match": tag, range: "bytes=0-1" });
    expect([tag, answer.status, await answer.text()]).toEqual([tag, 304, ""]);
  }
  const changed = await get(`/c/${clipId}/video.mp4`, { "if-match": '"another"' });
  expect(changed.status).toBe(412);
});

test("and the poster shows, and the file downloads under its name", async () => {
  const picture = await get(`/c/${clipId}/poster.jpg`);
  expect([picture.status, await bodyOf(picture)]).toEqual([200, poster]);
  const download = await get(`/c/${clipId}/download`);
  expect([download.status, download.headers.get("content-disposition"), await bodyOf(download)]).toEqual([
    200,
    'attachment; filename="someone_1.mp4"',
    bytes,
  ]);
});

test("and a clip that is not there is a page that says so", async () => {
  const page = await get("/c/fedcba9876543210");
  expect([page.status, await page.text()]).toEqual([404, expect.stringContaining("No clip here")]);
});

test("a clip that a page cut from a Twitch stream says that its sound was not muted afterwards, and no other does", async () => {
  const twitch = {
    embedUrl: "https://clips.twitch.tv/embed?clip=A",
    clipUrl: "https://clips.twitch.tv/A",
    thumbnailUrl: "",
  };
  const kick = { platform: "kick", channelId: "1" } as const;
  const clips = [{ clipId }, { clipId: "1aaaaaaaaaaaaaaa", twitch }, { clipId: "2aaaaaaaaaaaaaaa", channel: kick }];
  const says: boolean[] = [];
  for (const clip of clips) {
    await env.CLIPS.put(clipFileKey(clip.clipId, "clip.json"), JSON.stringify(aManifest(clip)));
    says.push((await (await get(`/c/${clip.clipId}`)).text()).includes("before anybody muted it"));
  }
  expect(says).toEqual([true, false, false]);
});

test("while what needs an object fails, so that this file tests what it says", async () => {
  expect((await get("/api/me")).status).toBe(500);
});
