// What is taken of the files that Twitch names: whole videos from its own servers, and nothing else.
import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { clipFileKey } from "#core/clips/job/clip-manifest.ts";
import { copyTwitchFile, isTwitchFile } from "../../../durable-objects/clip-desk/clip-store.ts";
import { aCandidate } from "../../support/clip-builders.ts";
import { clipBytes } from "../../support/clip-bytes.ts";
import { twitchApp, type Wire, watchWire } from "../../support/connected-account.ts";
import { visitor } from "../../support/site.ts";

let wire: Wire;

afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

describe("of a file that Twitch names", () => {
  const clipId = "abcdefgh23456789";
  const { apiUrl } = twitchApp();
  const address = `${new URL(apiUrl).origin}/twitch/clips/a.mp4`;
  const kept = async () => (await env.CLIPS.head(clipFileKey(clipId, "video.mp4")))?.size ?? null;
  const sized =
    (body: BodyInit | null, length: number, status = 200) =>
    () =>
      new Response(body, { status, headers: { "content-length": String(length) } });

  beforeEach(async () => {
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    wire = watchWire();
    const { channel: ref, range } = aCandidate();
    const about = { clipId, jobId: "j", title: "A", channel: ref, login: "a", range, streamStartedAtMs: 0 };
    const twitch = { embedUrl: "x", clipUrl: "x", thumbnailUrl: "x" };
    const manifest = { ...about, durationMs: 1, fileName: "a.mp4", hasPoster: false, createdAtMs: 1, twitch };
    await env.CLIPS.put(clipFileKey(clipId, "clip.json"), JSON.stringify(manifest));
  });

  test.each([
    ["HTML", sized("<html>".repeat(10), 60), /not an MP4/],
    ["more than we keep", sized("x", 900_000_000), /larger/],
    ["an error", sized("no", 2, 403), /answered 403/],
    ["another address", sized(null, 0, 302), /another address/],
    ["fewer bytes than it says", sized(clipBytes(1000) as Uint8Array<ArrayBuffer>, 2000), /whole/],
    ["more bytes than it says", sized(clipBytes(3000) as Uint8Array<ArrayBuffer>, 2000), /whole/],
  ])("that is %s nothing is kept", async (_, answer, words) => {
    wire.plan("/twitch/clips/a.mp4", answer);
    const result = await copyTwitchFile(env.CLIPS, clipId, address, apiUrl);
    expect([result, await kept()]).toEqual([{ status: "unusable", detail: expect.stringMatching(words) }, null]);
  });

  test("that is a video all is kept, and the clip's page plays it", async () => {
    wire.plan("/twitch/clips/a.mp4", sized(clipBytes(5000) as Uint8Array<ArrayBuffer>, 5000));
    expect(await copyTwitchFile(env.CLIPS, clipId, address, apiUrl)).toEqual({ status: "copied" });
    expect(await kept()).toBe(5000);
    expect(await (await visitor().request("GET", `/c/${clipId}`)).text()).toContain("<video");
  });

  test.each([
    ["http://169.254.169.254/latest", false],
    ["http://production.assets.clips.twitchcdn.net/a.mp4", false],
    ["https://twitchcdn.net.evil.example/a.mp4", false],
    ["file:///etc/passwd", false],
    ["https://production.assets.clips.twitchcdn.net/a.mp4", true],
    ["https://clips-media-assets2.twitch.tv/a.mp4", true],
  ])("at %s it is asked for: %s", (named, isAllowed) => {
    expect(isTwitchFile(named, "https://api.twitch.tv")).toBe(isAllowed);
  });
});
