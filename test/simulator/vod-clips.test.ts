// Recordings, clips of recordings, and the files of clips.
import { ApiClient } from "@twurple/api";
import { StaticAuthProvider } from "@twurple/auth";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { START_MS, startSmallWorld, type SmallWorld } from "./small-world.ts";
import { twitchCaller, type TwitchCaller } from "./twitch-caller.ts";

let world: SmallWorld;
let twitch: TwitchCaller;
let editor: string;
beforeEach(async () => {
  world = await startSmallWorld({ streamAgeMs: 3_660_000 });
  twitch = twitchCaller(world);
  editor = await twitch.userToken("hypecut_demo", "editor:manage:clips");
  process.env.TWURPLE_MOCK_API_PORT = new URL(world.baseUrl).port;
});
afterEach(async () => {
  delete process.env.TWURPLE_MOCK_API_PORT;
  await world.close();
});

const VOD = "2000000001";
const create = (query: Record<string, string | number> = {}, access = editor) =>
  twitch.ask(access, "POST /videos/clips", {
    editor_id: "90001",
    broadcaster_id: "70001",
    vod_id: VOD,
    vod_offset: 600,
    title: "the boss",
    duration: 30,
    ...query,
  });

describe("recordings", () => {
  test("grow with the stream, a little behind it, as @twurple sees them", async () => {
    const api = new ApiClient({ authProvider: new StaticAuthProvider(world.twitchClient.id, editor, []) });
    const stream = await api.streams.getStreamByUserId("70001");
    const newest = async () => (await api.videos.getVideosByUser("70001", { type: "archive", limit: 1 })).data[0];
    const video = await newest();
    const age = (START_MS - (stream?.startDate.getTime() ?? 0)) / 1000;
    expect([video?.id, video?.streamId, video?.durationInSeconds]).toEqual([VOD, stream?.id, age - 5]);
    expect(video?.creationDate).toEqual(stream?.startDate);
    expect(video?.duration).toMatch(/^1h\d+m\d+s$/);
    world.advance(10_000);
    expect((await newest())?.durationInSeconds).toBe(age + 5);
    await world.control.setClips({ channel: "neon_rally", vodLagMs: 60_000 });
    expect((await newest())?.durationInSeconds).toBe(age - 50);
    expect((await api.videos.getVideoById(VOD))?.id).toBe(VOD);
  });

  test("are none without recording, of another type, or of an unknown id", async () => {
    const ask = (query: Record<string, string>) => twitch.ask(editor, "GET /videos", query);
    expect((await ask({ user_id: "70001", type: "highlight" })).body?.data).toEqual([]);
    await world.control.setClips({ channel: "neon_rally", isRecorded: false });
    expect((await ask({ user_id: "70001", type: "archive" })).body?.data).toEqual([]);
    expect((await ask({ id: "1" })).status).toBe(404);
    expect((await ask({})).status).toBe(400);
    expect((await ask({ user_id: "70001", type: "film" })).status).toBe(400);
  });
});

describe("a clip of a recording", () => {
  test("is made by an editor with @twurple and found with its place", async () => {
    const scopes = ["editor:manage:clips"];
    const api = new ApiClient({ authProvider: new StaticAuthProvider(world.twitchClient.id, editor, scopes) });
    const id = await api.asUser("90001", (mine) =>
      mine.clips.createClipFromVod({ channel: "70001", title: "the boss", vodId: VOD, vodOffset: 600, duration: 25 }),
    );
    world.advance(1000);
    const clip = await api.clips.getClipById(id);
    expect([clip?.title, clip?.videoId, clip?.vodOffset]).toEqual(["the boss", VOD, 575]);
    expect(world.world.clipCreations()).toMatchObject([{ endpoint: "vod", vodEndSeconds: 600, times: 1 }]);
  });

  test("is made by the broadcaster, and by an app the editor has granted it", async () => {
    const own = await twitch.userToken("neon_rally", "channel:manage:clips");
    expect((await create({ editor_id: "70001" }, own)).status).toBe(202);
    const app = await twitch.appToken();
    expect((await create({}, app)).status).toBe(202);
    await world.control.revokeUser({ user: "hypecut_demo" });
    expect((await create({}, app)).status).toBe(401);
  });

  test.each([
    ["no title", { title: "" }],
    ["an offset before the clip's length", { vod_offset: 29 }],
    ["an offset past the end", { vod_offset: 99_999 }],
    ["an offset that is no whole number", { vod_offset: "10.5" }],
    ["a long duration", { duration: 61 }],
    ["no recording named", { vod_id: "" }],
    ["no editor named", { editor_id: "" }],
  ])("is refused for %s", async (_what, query) => {
    expect((await create(query)).status).toBe(400);
    expect(world.world.clips()).toEqual([]);
  });

  test("is refused for an unknown recording, channel or editor", async () => {
    expect((await create({ vod_id: "1" })).status).toBe(404);
    expect((await create({ broadcaster_id: "5" })).status).toBe(404);
    expect((await create({ editor_id: "5" }, await twitch.appToken())).status).toBe(404);
  });

  test("needs the scope, the editor's own token and an editor", async () => {
    expect((await create({}, await twitch.userToken("hypecut_demo", "clips:edit"))).status).toBe(401);
    expect((await create({}, await twitch.userToken("someone_else", "editor:manage:clips"))).status).toBe(401);
    expect((await create({ broadcaster_id: "70003", vod_id: "2000000003" })).status).toBe(403);
    await world.control.setClips({ channel: "slow_lantern", editors: ["hypecut_demo"] });
    expect((await create({ broadcaster_id: "70003", vod_id: "2000000003" })).status).toBe(202);
    await world.control.setClips({ channel: "neon_rally", allowed: "nobody" });
    expect((await create()).status).toBe(403);
  });
});

describe("downloads", () => {
  const ask = (ids: readonly string[], access = editor, broadcaster_id = "70001") =>
    twitch.ask(access, "GET /clips/downloads", { editor_id: "90001", broadcaster_id, clip_id: ids });
  const made = async () => String((await create()).body?.data[0]?.id);

  test("are the address of a real film, and none of a clip that has not appeared", async () => {
    const id = await made();
    expect((await ask([id])).body?.data).toEqual([]);
    world.advance(1000);
    const [download] = (await ask([id])).body?.data ?? [];
    expect(download).toMatchObject({ clip_id: id, portrait_download_url: null });
    const film = await fetch(String(download?.landscape_download_url));
    const bytes = Buffer.from(await film.arrayBuffer());
    expect([film.headers.get("content-type"), bytes.toString("latin1", 4, 8)]).toEqual(["video/mp4", "ftyp"]);
    expect(film.headers.get("content-length")).toBe(String(bytes.length));
    const [clip] = (await twitch.ask(editor, "GET /clips", { id })).body?.data ?? [];
    const picture = Buffer.from(await (await fetch(String(clip?.thumbnail_url))).arrayBuffer());
    expect([picture[0], picture[1]]).toEqual([0xff, 0xd8]);
    expect((await fetch(String(download?.landscape_download_url).replace(id, "Nothing"))).status).toBe(404);
  });

  test("can have no file yet", async () => {
    const id = await made();
    world.advance(1000);
    await world.control.setClips({ channel: "neon_rally", hasDownloads: false });
    expect((await ask([id])).body?.data).toMatchObject([{ landscape_download_url: null }]);
  });

  test("are for those who may, ten at a time, a hundred a minute", async () => {
    expect((await ask([])).status).toBe(400);
    expect((await ask(Array.from({ length: 11 }, (_, i) => `c${i}`))).status).toBe(400);
    expect((await ask(["c"], await twitch.userToken("hypecut_demo", "clips:edit"))).status).toBe(401);
    expect((await ask(["c"], editor, "70003")).status).toBe(403);
    for (let i = 4; i < 100; i++) expect((await ask(["c"])).status).toBe(200);
    const refused = await ask(["c"]);
    expect([refused.status, refused.headers.get("ratelimit-remaining")]).toEqual([429, "0"]);
    world.advance(Number(refused.headers.get("ratelimit-reset")) * 1000 - START_MS);
    expect((await ask(["c"])).status).toBe(200);
  });
});
