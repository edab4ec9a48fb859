// What a test may do to single requests and to accounts, seen by a client of Twitch.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { START_MS, startSmallWorld, type SmallWorld } from "./small-world.ts";
import { twitchCaller, type TwitchCaller } from "./twitch-caller.ts";

let world: SmallWorld;
let twitch: TwitchCaller;
let token: string;
beforeEach(async () => {
  world = await startSmallWorld();
  twitch = twitchCaller(world);
  token = await twitch.userToken("hypecut_demo", "clips:edit");
});
afterEach(() => world.close());

const create = (broadcaster_id = "70001") => twitch.ask(token, "POST /clips", { broadcaster_id });
const made = () => world.world.clips().length;

describe("a single request", () => {
  test.each(["400", "401", "403", "404", "429", "500", "503"] as const)("answers %s before or after", async (mode) => {
    for (const when of ["before", "after"] as const) {
      await world.control.intervene({ pattern: "POST /clips*", when, mode });
      const answer = await create();
      expect([answer.status, answer.body]).toMatchObject([Number(mode), { status: Number(mode) }]);
      expect(made()).toBe(when === "before" ? 0 : 1);
    }
    expect((await create()).status).toBe(202);
  });

  test("is limited with headers or without", async () => {
    await world.control.intervene({ pattern: "POST /clips*", mode: "429" });
    expect((await create()).headers.get("ratelimit-reset")).toBe(String(START_MS / 1000 + 2));
    await world.control.intervene({ pattern: "POST /clips*", mode: "429_bare" });
    const bare = await create();
    expect([bare.status, bare.headers.get("ratelimit-reset")]).toEqual([429, null]);
  });

  test("answers half of its body, a page, or breaks off, though it was done", async () => {
    await world.control.intervene({ pattern: "POST /clips*", mode: "truncated", when: "after" });
    expect(await create()).toMatchObject({ status: 202, text: expect.stringMatching(/^\{"data/), body: null });
    await world.control.intervene({ pattern: "POST /clips*", mode: "html", when: "after" });
    expect(await create()).toMatchObject({ status: 202, text: expect.stringMatching(/^<!doctype/), body: null });
    await world.control.intervene({ pattern: "POST /clips*", mode: "cut", when: "after" });
    await expect(create()).rejects.toThrow();
    await world.control.intervene({ pattern: "POST /clips*", mode: "drop", when: "after" });
    await expect(create()).rejects.toThrow();
    expect(made()).toBe(4);
    await world.control.intervene({ pattern: "POST /clips*", mode: "drop" });
    await expect(create()).rejects.toThrow();
    expect(made()).toBe(4);
  });

  test("hangs until the caller gives up", async () => {
    await world.control.intervene({ pattern: "POST /clips*", mode: "hang", when: "after" });
    const headers = { authorization: `Bearer ${token}`, "client-id": world.twitchClient.id };
    const url = `${world.urls.TWITCH_API_URL}/helix/clips?broadcaster_id=70001`;
    const asked = fetch(url, { method: "POST", headers, signal: AbortSignal.timeout(100) });
    await expect(asked).rejects.toThrow(/timeout|aborted/i);
    expect(made()).toBe(1);
  });

  test("is met by channel, after some, as often as said", async () => {
    await world.control.intervene({ pattern: "POST /clips*", channel: "neon_rally", mode: "503", skip: 1, times: 2 });
    const statuses = [];
    for (const id of ["70003", "70001", "70001", "70003", "70001", "70001"]) statuses.push((await create(id)).status);
    expect(statuses).toEqual([202, 202, 503, 202, 503, 202]);
    await world.control.intervene({ pattern: "* /clips*", mode: "500", times: null });
    expect([(await create()).status, (await create()).status]).toEqual([500, 500]);
    await world.control.clearInterventions({});
    expect((await create()).status).toBe(202);
  });

  test("is held before it is handled, and done when released", async () => {
    await world.control.intervene({ pattern: "POST /clips*", mode: "held" });
    const asked = create();
    const held = await world.control.waitForHeld({});
    expect(held).toEqual({ number: 1, service: "helix", request: "POST /clips?broadcaster_id=70001", when: "before" });
    expect(made()).toBe(0);
    expect(await world.control.release({})).toEqual({ released: 1 });
    expect([(await asked).status, made()]).toEqual([202, 1]);
  });

  test("is held after it is handled, and its answer lost when dropped", async () => {
    await world.control.intervene({ pattern: "POST /clips*", mode: "held", when: "after" });
    const waiting = world.control.waitForHeld({});
    const asked = create();
    const outcome = asked.then(
      () => "answered",
      () => "lost",
    );
    expect((await waiting).when).toBe("after");
    expect(made()).toBe(1);
    await world.control.release({ how: "dropped" });
    expect(await outcome).toBe("lost");
    await expect(world.control.waitForHeld({ withinMs: 1 })).rejects.toThrow("nothing was held");
  });

  test("is never handled when dropped before", async () => {
    await world.control.intervene({ pattern: "POST /clips*", mode: "held" });
    const outcome = create().then(
      () => "answered",
      () => "lost",
    );
    await world.control.waitForHeld({});
    await world.control.release({ how: "dropped" });
    expect(await outcome).toBe("lost");
    expect(made()).toBe(0);
  });

  test("of the OAuth service or of a clip's file is met, too", async () => {
    await world.control.intervene({ service: "twitch_id", pattern: "POST /token*", mode: "503" });
    expect((await twitch.token({ grant_type: "client_credentials" })).status).toBe(503);
    await world.control.intervene({ service: "twitch_clips", pattern: "GET /*.mp4", mode: "html" });
    expect(await (await fetch(`${world.baseUrl}/twitch/clips/a.mp4`)).text()).toContain("<title>");
  });
});

describe("an account", () => {
  const validate = async (access: string) => {
    const headers = { authorization: `OAuth ${access}` };
    const answer = await fetch(`${world.urls.TWITCH_ID_URL}/oauth2/validate`, { headers });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const refresh = (refresh_token: string) => twitch.token({ grant_type: "refresh_token", refresh_token });

  test("revoked by its user has no token that works", async () => {
    const tokens = await twitch.userTokens("hypecut_demo", "clips:edit");
    const other = await twitch.userTokens("someone_else", "clips:edit");
    await world.control.revokeUser({ user: "hypecut_demo" });
    expect((await validate(tokens.access_token)).status).toBe(401);
    expect((await refresh(tokens.refresh_token)).status).toBe(400);
    expect((await create()).status).toBe(401);
    expect((await validate(other.access_token)).status).toBe(200);
  });

  test("with expired access can refresh it", async () => {
    const tokens = await twitch.userTokens("hypecut_demo", "clips:edit");
    await world.control.expireTokens({ user: "hypecut_demo" });
    expect((await validate(tokens.access_token)).status).toBe(401);
    const { status, body } = await refresh(tokens.refresh_token);
    expect([status, (await validate(String(body.access_token))).status]).toEqual([200, 200]);
  });

  test("whose refresh token somebody else used keeps its access for now", async () => {
    const tokens = await twitch.userTokens("hypecut_demo", "clips:edit");
    await world.control.spendRefreshTokens({ user: "hypecut_demo" });
    expect((await refresh(tokens.refresh_token)).status).toBe(400);
    expect((await validate(tokens.access_token)).status).toBe(200);
  });

  test("can lose scopes", async () => {
    const tokens = await twitch.userTokens("hypecut_demo", "clips:edit editor:manage:clips");
    await world.control.setScopes({ user: "hypecut_demo", scopes: ["editor:manage:clips"] });
    expect((await validate(tokens.access_token)).body.scopes).toEqual(["editor:manage:clips"]);
    expect((await create()).status).toBe(401);
    expect((await refresh(tokens.refresh_token)).body.scope).toEqual(["editor:manage:clips"]);
  });

  test("can be told to belong to another client", async () => {
    await world.control.setToldClient({ user: "hypecut_demo", clientId: "somebody" });
    expect((await validate(token)).body.client_id).toBe("somebody");
    await world.control.setToldClient({ user: "hypecut_demo", clientId: null });
    expect((await validate(token)).body.client_id).toBe(world.twitchClient.id);
  });

  test("of nobody cannot be ordered about", async () => {
    await expect(world.control.revokeUser({ user: "nobody" })).rejects.toThrow("no Twitch user nobody");
  });
});
