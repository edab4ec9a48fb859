// What each call sends to Helix, and how everything that may come back is read.
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  createLiveClip,
  createVodClip,
  findClips,
  findVods,
  getClips,
  getDownloads,
} from "../../../adapters/twitch/helix-clips.ts";

const app = {
  clientId: "ours",
  clientSecret: "hidden",
  idUrl: "https://id.twitch.tv",
  apiUrl: "https://api.twitch.tv",
};
const atMs = Date.UTC(2026, 0, 17, 16, 0, 20);
const asked = { id: "FunnySlug-1_a", edit_url: "https://www.twitch.tv/ann/clip/FunnySlug" };
const clip = {
  id: "FunnySlug-1_a",
  url: "https://clips.twitch.tv/FunnySlug-1_a",
  embed_url: "https://clips.twitch.tv/embed?clip=FunnySlug-1_a",
  thumbnail_url: "https://clips-media-assets2.twitch.tv/x.jpg",
  creator_id: "7",
  title: "A\njump",
  created_at: "2026-01-17T16:00:20Z",
  duration: 29.9,
};

afterEach(() => void vi.restoreAllMocks());

function answers(answer: () => Response | Promise<Response>) {
  return vi.spyOn(globalThis, "fetch").mockImplementation(() => Promise.resolve(answer()));
}
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
const data = (...items: unknown[]) => json(200, { data: items });
const create = () => createLiveClip(app, "token", { broadcasterId: "1337", title: "A & b", durationSeconds: 29.96 });

describe("asks for", () => {
  const cases: [string, () => Promise<unknown>, string, string][] = [
    ["a live clip", create, "POST", "/helix/clips?broadcaster_id=1337&title=A+%26+b&duration=30"],
    [
      "a clip of a VOD",
      () =>
        createVodClip(app, "token", {
          broadcasterId: "1337",
          editorId: "7",
          vodId: "99",
          vodOffsetSeconds: 61,
          title: "t",
          durationSeconds: 12.34,
        }),
      "POST",
      "/helix/videos/clips?editor_id=7&broadcaster_id=1337&vod_id=99&vod_offset=61&title=t&duration=12.3",
    ],
    ["clips by id", () => getClips(app, "token", ["a", "b"]), "GET", "/helix/clips?id=a&id=b&first=100"],
    [
      "clips of a span, by whole minutes",
      () => findClips(app, "token", { broadcasterId: "1337", fromMs: atMs, toMs: atMs + 60_000 }),
      "GET",
      "/helix/clips?broadcaster_id=1337&started_at=2026-01-17T16%3A00%3A00Z&ended_at=2026-01-17T16%3A02%3A00Z&first=100",
    ],
    ["recordings", () => findVods(app, "token", "1337"), "GET", "/helix/videos?user_id=1337&type=archive&first=20"],
    [
      "downloads",
      () => getDownloads(app, "token", { broadcasterId: "1337", editorId: "7", ids: ["a", "b"] }),
      "GET",
      "/helix/clips/downloads?editor_id=7&broadcaster_id=1337&clip_id=a&clip_id=b",
    ],
  ];
  test.each(cases)("%s", async (_, call, method, address) => {
    const wire = answers(() => data());
    await call();
    const [url, init] = wire.mock.calls[0] ?? [];
    expect([wire.mock.calls.length, init?.method, String(url).replace("https://api.twitch.tv", "")]).toEqual([
      1,
      method,
      address,
    ]);
    expect(init?.headers).toEqual({ authorization: "Bearer token", "client-id": "ours" });
  });

  test("at most a hundred clips and ten downloads", async () => {
    const wire = answers(() => data());
    const ids = Array.from({ length: 300 }, (_, i) => `c${i}`);
    await getClips(app, "token", ids);
    await getDownloads(app, "token", { broadcasterId: "1", editorId: "7", ids });
    const sent = wire.mock.calls.map(([url]) => new URL(String(url)).searchParams);
    expect([sent[0]?.getAll("id").length, sent[1]?.getAll("clip_id").length]).toEqual([100, 10]);
  });
});

describe("reads", () => {
  test("a clip that Twitch will make", async () => {
    answers(() => json(202, { data: [asked] }));
    expect(await create()).toMatchObject({
      status: "ok",
      value: { twitchClipId: "FunnySlug-1_a", editUrl: asked.edit_url },
    });
  });

  test("clips, without those of another form", async () => {
    const bad = [
      { ...clip, id: "../x" },
      { ...clip, url: "http://clips.twitch.tv/x" },
      { ...clip, url: "javascript:alert(1)" },
      // A job keeps at most 500 letters of the address of its editor, which is this one and `/edit`.
      { ...clip, url: "https://clips.twitch.tv/".padEnd(496, "x") },
      { ...clip, embed_url: "https://x/".padEnd(600, "x") },
      { ...clip, thumbnail_url: "data:image/png;base64,x" },
      { ...clip, creator_id: "ann" },
      { ...clip, created_at: "yesterday" },
      { ...clip, duration: -1 },
      null,
      "clip",
    ];
    answers(() => data(...bad, { ...clip, title: "A\njump".padEnd(9000, "x") }));
    const found = await getClips(app, "token", ["x"]);
    if (found.status !== "ok") throw new Error(found.status);
    expect(found.value).toHaveLength(1);
    expect(found.value[0]).toMatchObject({ creatorId: "7", createdAtMs: atMs, durationSeconds: 29.9 });
    expect(found.value[0]?.title).toMatch(/^A jumpx{134}$/);
  });

  test("links in the clear only where the API itself is", async () => {
    answers(() => data({ ...clip, url: "http://127.0.0.1:4400/clip" }));
    const local = { ...app, apiUrl: "http://127.0.0.1:4400/twitch/api" };
    const lengths = [app, local].map(async (one) => {
      const found = await getClips(one, "token", ["x"]);
      return found.status === "ok" ? found.value.length : found.status;
    });
    expect(await Promise.all(lengths)).toEqual([0, 1]);
  });

  test("clips of the span only, newest first", async () => {
    const at = (seconds: number) => ({
      ...clip,
      id: `s${seconds}`,
      created_at: new Date(atMs + seconds * 1000).toISOString(),
    });
    answers(() => data(at(-2), at(0), at(60), at(30), at(61)));
    const found = await findClips(app, "token", { broadcasterId: "1", fromMs: atMs + 400, toMs: atMs + 60_000 });
    expect(found.status === "ok" && found.value.map(({ twitchClipId }) => twitchClipId)).toEqual(["s60", "s30", "s0"]);
  });

  test.each([
    ["1h2m3s", 3723],
    ["3m21s", 201],
    ["45s", 45],
    ["2h", 7200],
  ])("a recording of %s", async (duration, durationSeconds) => {
    answers(() => data({ id: "99", stream_id: null, created_at: "2026-01-17T16:00:20Z", duration }));
    expect(await findVods(app, "token", "1")).toMatchObject({
      status: "ok",
      value: [{ vodId: "99", streamId: null, startedAtMs: atMs, durationSeconds }],
    });
  });

  test("downloads that are there and those that are not yet", async () => {
    answers(() =>
      data(
        { clip_id: "a", landscape_download_url: "https://production.assets.clips.twitchcdn.net/a.mp4" },
        { clip_id: "b", landscape_download_url: null, portrait_download_url: null },
        { clip_id: "c", landscape_download_url: "file:///etc/passwd" },
      ),
    );
    expect(await getDownloads(app, "token", { broadcasterId: "1", editorId: "7", ids: ["a"] })).toMatchObject({
      status: "ok",
      value: [
        { twitchClipId: "a", landscapeUrl: "https://production.assets.clips.twitchcdn.net/a.mp4" },
        { twitchClipId: "b", landscapeUrl: null },
      ],
    });
  });
});

describe("nobody knows whether the clip is made after", () => {
  const html = (status: number) => new Response("<html><p>Hello", { status, headers: { "content-type": "text/html" } });
  const cut = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"data":['));
          controller.error(new Error("connection lost"));
        },
      }),
      { status: 202 },
    );
  const cases: [string, () => Response | Promise<Response>][] = [
    ["a timeout", () => Promise.reject(new DOMException("too slow", "TimeoutError"))],
    ["a dropped connection", () => Promise.reject(new TypeError("fetch failed"))],
    ["an answer that breaks off", cut],
    ["an answer of two megabytes", () => json(202, { data: [asked], more: "x".repeat(2_000_000) })],
    ["202 with HTML", () => html(202)],
    ["202 with half of the JSON", () => new Response('{"data":[{"id":"Fun', { status: 202 })],
    ["202 with nothing", () => new Response(null, { status: 202 })],
    ["204", () => new Response(null, { status: 204 })],
    ["202 without a clip", () => json(202, { data: [] })],
    ["202 with another form", () => json(202, { clips: [asked] })],
    ["an id of another form", () => json(202, { data: [{ ...asked, id: "a/b" }] })],
    ["an id that is too long", () => json(202, { data: [{ ...asked, id: "x".repeat(121) }] })],
    ["a link that is none", () => json(202, { data: [{ ...asked, edit_url: "javascript:alert(1)" }] })],
    ["a link in the clear", () => json(202, { data: [{ ...asked, edit_url: "http://www.twitch.tv/x" }] })],
    ["a redirect", () => new Response(null, { status: 302, headers: { location: "https://evil.example" } })],
    ["502 of a proxy", () => html(502)],
    ["504 of a proxy", () => html(504)],
    ["500 with text", () => new Response("oops", { status: 500 })],
    ["503 with JSON that is not Helix's", () => json(503, { message: null })],
    ["500 that says it is a 503", () => json(500, { error: "x", status: 503, message: "x" })],
    ["400 of a proxy", () => html(400)],
  ];
  test.each(cases)("%s", async (_, answer) => {
    const wire = answers(answer);
    expect(await create()).toMatchObject({ status: "unanswered" });
    expect([wire.mock.calls.length, wire.mock.calls[0]?.[1]?.redirect]).toEqual([1, "manual"]);
  });
});

test.each([400, 401, 403, 404, 500, 503])("%i in Helix's form is a no", async (status) => {
  answers(() => json(status, { error: "No", status, message: `Not\u0000 so ${"x".repeat(900)}` }));
  const refused = await create();
  expect(refused).toMatchObject({ status: "refused", httpStatus: status });
  expect(refused.status === "refused" && refused.message).toMatch(/^Not so x{190,193}$/);
});

test.each<[string, Record<string, string>, object]>([
  ["without headers", {}, { remaining: null, resetSeconds: null, retryAfterSeconds: null }],
  [
    "with all of them",
    { "ratelimit-remaining": "0", "ratelimit-reset": "1768665630", "ratelimit-helixclipscreation-remaining": "3" },
    { remaining: 0, resetSeconds: 1_768_665_630, creationRemaining: 3, creationResetSeconds: null },
  ],
  [
    "with nonsense",
    { "ratelimit-remaining": "-1", "ratelimit-reset": "soon", "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" },
    { remaining: null, resetSeconds: null, retryAfterSeconds: null },
  ],
  ["with Retry-After", { "retry-after": "7" }, { retryAfterSeconds: 7 }],
])("429 %s", async (_, headers, rate) => {
  answers(() => new Response("<html>", { status: 429, headers }));
  expect(await create()).toMatchObject({ status: "rate_limited", rate });
});
