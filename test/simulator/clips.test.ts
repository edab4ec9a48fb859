// Live clips, their appearance and the search for them, driven by @twurple and by bare requests.
import { ApiClient } from "@twurple/api";
import { StaticAuthProvider } from "@twurple/auth";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { START_MS, startSmallWorld, type SmallWorld } from "./small-world.ts";
import { twitchCaller, type TwitchCaller } from "./twitch-caller.ts";

let world: SmallWorld;
let twitch: TwitchCaller;
let token: string;
beforeEach(async () => {
  world = await startSmallWorld({ streamAgeMs: 3_600_000 });
  twitch = twitchCaller(world);
  token = await twitch.userToken("hypecut_demo", "clips:edit");
  process.env.TWURPLE_MOCK_API_PORT = new URL(world.baseUrl).port;
});
afterEach(async () => {
  delete process.env.TWURPLE_MOCK_API_PORT;
  await world.close();
});

const create = (query: Record<string, string | number> = {}, access = token) =>
  twitch.ask(access, "POST /clips", { broadcaster_id: "70001", ...query });
const idOf = async (answer: ReturnType<typeof create>) => String((await answer).body?.data[0]?.id);
const found = async (id: string) => (await twitch.ask(token, "GET /clips", { id })).body?.data ?? [];

describe("a live clip", () => {
  test("is made and found by @twurple", async () => {
    const api = new ApiClient({ authProvider: new StaticAuthProvider(world.twitchClient.id, token, ["clips:edit"]) });
    const id = await api.asUser("90001", (mine) =>
      mine.clips.createClip({ channel: "70001", title: "what a jump", duration: 12.5 }),
    );
    expect(await api.clips.getClipById(id)).toBeNull();
    world.advance(1000);
    const clip = await api.clips.getClipById(id);
    expect(clip && [clip.title, clip.duration, clip.creatorId, clip.broadcasterDisplayName, clip.vodOffset]).toEqual([
      "what a jump",
      12.5,
      "90001",
      "Neon_Rally",
      null,
    ]);
    expect(clip?.creationDate.getTime()).toBe(START_MS);
    const startDate = new Date(START_MS - 1000).toISOString();
    const endDate = new Date(START_MS + 1000).toISOString();
    const ofChannel = await api.clips.getClipsForBroadcaster("70001", { startDate, endDate });
    expect(ofChannel.data.map((one) => one.id)).toEqual([id]);
    expect((await api.clips.getClipsByIds([id, "NobodyMadeThis"])).map((one) => one.id)).toEqual([id]);
    expect((await api.clips.getClipsForGame("1188200")).data.length).toBe(1);
  });

  test("is accepted with an id, an address to edit it and the limits of both buckets", async () => {
    const answer = await create();
    expect([answer.status, Object.keys(answer.body?.data[0] ?? {})]).toEqual([202, ["id", "edit_url"]]);
    const named = (name: string) => answer.headers.get(name);
    expect([named("ratelimit-helixclipscreation-limit"), named("ratelimit-helixclipscreation-remaining")]).toEqual([
      "600",
      "599",
    ]);
    expect([named("ratelimit-limit"), named("ratelimit-remaining")]).toEqual(["800", "799"]);
    expect(world.world.clips()).toMatchObject([
      { title: "no-brakes night: can we beat the boss?", durationSeconds: 30 },
    ]);
  });

  test("tells its place in the recording only after a while", async () => {
    const id = await idOf(create({ duration: 20 }));
    world.advance(1000);
    expect(await found(id)).toMatchObject([{ vod_offset: null, video_id: "" }]);
    world.advance(180_000);
    const startedAtMs = world.world.channel("neon_rally").broadcasts[0]?.startedAtMs ?? 0;
    expect(await found(id)).toMatchObject([
      { vod_offset: (START_MS + 5000 - startedAtMs) / 1000 - 20, video_id: "2000000001" },
    ]);
  });

  test.each([
    ["a missing broadcaster", { broadcaster_id: "" }],
    ["an unknown broadcaster", { broadcaster_id: "123" }],
    ["a short duration", { duration: 4.9 }],
    ["a long duration", { duration: 60.1 }],
    ["a duration finer than a tenth", { duration: 10.25 }],
    ["a duration that is no number", { duration: "long" }],
  ])("is refused for %s", async (_what, query) => {
    expect((await create(query)).status).toBe(400);
    expect(world.world.clips()).toEqual([]);
  });

  test("is refused for a title that fails AutoMod and for a category that takes no clips", async () => {
    await world.control.setRefusedWords({ words: ["Zounds"] });
    expect((await create({ title: "ZOUNDS, a jump" })).status).toBe(400);
    expect((await create({ title: "a jump" })).status).toBe(202);
    await world.control.setClips({ channel: "neon_rally", isCategoryClippable: false });
    expect((await create({ title: "a jump" })).status).toBe(400);
  });

  test("needs a user's token with the scope", async () => {
    expect((await create({}, await twitch.appToken())).status).toBe(401);
    expect((await create({}, await twitch.userToken("hypecut_demo", "user:read:chat"))).status).toBe(401);
    expect(world.world.clips()).toEqual([]);
  });

  test("is forbidden to the banned and where the channel wants none", async () => {
    await world.control.setClips({ channel: "neon_rally", banned: ["hypecut_demo"] });
    expect((await create()).status).toBe(403);
    for (const allowed of ["nobody", "followers", "subscribers"] as const) {
      await world.control.setClips({ channel: "neon_rally", banned: [], allowed });
      expect((await create()).status).toBe(403);
    }
    const own = await twitch.userToken("neon_rally", "clips:edit");
    expect((await create({}, own)).status).toBe(202);
  });

  test("needs a channel that is live", async () => {
    expect((await create({ broadcaster_id: "70002" })).status).toBe(404);
    expect((await create({ broadcaster_id: "90002" })).status).toBe(404);
  });

  test("has a bucket of its own", async () => {
    await Promise.all(Array.from({ length: 600 }, () => create()));
    const refused = await create();
    expect([refused.status, refused.headers.get("ratelimit-helixclipscreation-remaining")]).toEqual([429, "0"]);
    expect(Number(refused.headers.get("ratelimit-remaining"))).toBeGreaterThan(0);
  });

  test("appears when the channel's clips do, or never", async () => {
    await world.control.setClips({ channel: "neon_rally", appearAfterMs: 40_000 });
    const late = await idOf(create());
    world.advance(39_999);
    expect(await found(late)).toEqual([]);
    world.advance(1);
    expect((await found(late)).length).toBe(1);
    await world.control.setClips({ channel: "neon_rally", appearAfterMs: null });
    const never = await idOf(create());
    world.advance(3_600_000);
    expect(await found(never)).toEqual([]);
  });

  test("never appears when it is the first of its stream and that one fails", async () => {
    await world.control.setClips({ channel: "neon_rally", firstOfStreamFails: true });
    const ids = [await idOf(create()), await idOf(create())];
    world.advance(60_000);
    expect((await twitch.ask(token, "GET /clips", { id: ids })).body?.data.map(({ id }) => id)).toEqual([ids[1]]);
    await world.control.setLive({ channel: "neon_rally", live: false });
    await world.control.setLive({ channel: "neon_rally", live: true });
    const first = await idOf(create());
    world.advance(60_000);
    expect(await found(first)).toEqual([]);
  });

  test("is counted with those that ask for the same", async () => {
    const ids = [
      await idOf(create({ title: "one", duration: 20 })),
      await idOf(create({ title: "one", duration: 20 })),
    ];
    await create({ title: "two", duration: 20 });
    const told = (await (await fetch(`${world.baseUrl}/control/clips`)).json()) as Record<string, unknown[]>;
    expect(told.clips?.length).toBe(3);
    expect(told.creations).toEqual([
      {
        endpoint: "live",
        broadcasterId: "70001",
        title: "one",
        durationSeconds: 20,
        vodEndSeconds: null,
        times: 2,
        atMs: [START_MS, START_MS],
        clipIds: ids,
      },
      expect.objectContaining({ title: "two", times: 1 }),
    ]);
  });
});

describe("looking for clips", () => {
  const look = (query: Record<string, string | number | readonly string[]>) => twitch.ask(token, "GET /clips", query);

  test("takes exactly one kind of question, of a sane size", async () => {
    expect((await look({})).status).toBe(400);
    expect((await look({ id: "a", broadcaster_id: "70001" })).status).toBe(400);
    expect((await look({ id: Array.from({ length: 101 }, (_, i) => `c${i}`) })).status).toBe(400);
    expect((await look({ broadcaster_id: "70001", first: 101 })).status).toBe(400);
    expect((await look({ broadcaster_id: "70001", started_at: "yesterday" })).status).toBe(400);
    expect((await look({ game_id: "5" })).status).toBe(404);
    expect((await twitch.ask("nonsense", "GET /clips", { id: "a" })).status).toBe(401);
    expect(await look({ id: ["a", "b"] })).toMatchObject({ status: 200, body: { data: [], pagination: {} } });
  });

  test("is done by time and by page, with any token", async () => {
    for (let i = 0; i < 3; i++) {
      await create({ title: `clip ${i}` });
      world.advance(60_000);
    }
    const at = (ms: number) => new Date(START_MS + ms).toISOString();
    const titles = async (query: Record<string, string | number>) => {
      const { body } = await twitch.ask(await twitch.appToken(), "GET /clips", { broadcaster_id: "70001", ...query });
      return { titles: body?.data.map(({ title }) => title), cursor: body?.pagination?.cursor };
    };
    expect((await titles({ started_at: at(60_000), ended_at: at(119_000) })).titles).toEqual(["clip 1"]);
    expect((await titles({ started_at: at(119_000) })).titles).toEqual(["clip 1", "clip 2"]);
    const page = await titles({ first: 2 });
    expect(page.titles).toEqual(["clip 0", "clip 1"]);
    expect(await titles({ first: 2, after: page.cursor ?? "" })).toEqual({ titles: ["clip 2"], cursor: undefined });
  });
});
