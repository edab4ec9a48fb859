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

test("while what needs an object fails, so that this file tests what it says", async () => {
  expect((await get("/api/me")).status).toBe(500);
});
