import { ApiClient } from "@twurple/api";
import {
  AppTokenAuthProvider,
  exchangeCode,
  getTokenInfo,
  refreshUserToken,
  revokeToken,
  StaticAuthProvider,
} from "@twurple/auth";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { START_MS, startSmallWorld, type SmallWorld } from "./small-world.ts";

let world: SmallWorld;
beforeEach(async () => {
  world = await startSmallWorld({ helixPoints: 30 });
  // @twurple reads the port of a local Twitch from here at each call.
  process.env.TWURPLE_MOCK_API_PORT = new URL(world.baseUrl).port;
});
afterEach(async () => {
  delete process.env.TWURPLE_MOCK_API_PORT;
  await world.close();
});

const BACK = "http://localhost:8787/auth/twitch/callback";

async function askToAuthorize(params: Record<string, string> = {}): Promise<Response> {
  const query = new URLSearchParams({
    response_type: "code",
    client_id: world.twitchClient.id,
    redirect_uri: BACK,
    scope: "",
    state: "s 1",
    ...params,
  });
  return fetch(`${world.urls.TWITCH_ID_URL}/oauth2/authorize?${query}`, { redirect: "manual" });
}

/** Clicks one of the links of the page, as a person would. */
async function choose(label: string, params: Record<string, string> = {}): Promise<URL> {
  const page = await askToAuthorize(params);
  const html = await page.text();
  const href = new RegExp(`href="([^"]+)">${label}<`).exec(html)?.[1]?.replaceAll("&#38;", "&");
  const answer = await fetch(new URL(href ?? "", page.url), { redirect: "manual" });
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get("location") ?? "");
}

async function token(fields: Record<string, string>) {
  const body = new URLSearchParams({
    client_id: world.twitchClient.id,
    client_secret: world.twitchClient.secret,
    ...fields,
  });
  const answer = await fetch(`${world.urls.TWITCH_ID_URL}/oauth2/token`, { method: "POST", body });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function appToken(): Promise<string> {
  return String((await token({ grant_type: "client_credentials" })).body.access_token);
}

describe("signing in with Twitch", () => {
  test("gives @twurple a user's tokens, validates, refreshes and revokes them", async () => {
    const back = await choose("Sign in as hypecut_demo", { scope: "clips:edit user:read:chat" });
    expect(back.searchParams.get("state")).toBe("s 1");
    const { id, secret } = world.twitchClient;
    const first = await exchangeCode(id, secret, back.searchParams.get("code") ?? "", BACK);
    expect(first.scope).toEqual(["clips:edit", "user:read:chat"]);
    const info = await getTokenInfo(first.accessToken, id);
    expect([info.userId, info.userName, info.clientId]).toEqual(["90001", "hypecut_demo", id]);
    const second = await refreshUserToken(id, secret, first.refreshToken ?? "");
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const again = await token({ grant_type: "refresh_token", refresh_token: first.refreshToken ?? "" });
    expect(again).toEqual({
      status: 400,
      body: { error: "Bad Request", status: 400, message: "Invalid refresh token" },
    });
    await revokeToken(id, second.accessToken);
    await expect(getTokenInfo(second.accessToken, id)).rejects.toThrow();
  });

  test("lets the owner of a channel in, whom the page lists only when more than a name is asked for", async () => {
    expect(await (await askToAuthorize()).text()).not.toContain("neon_rally");
    expect(await (await askToAuthorize({ scope: "channel:bot" })).text()).toContain("Sign in as neon_rally");
    const answer = await askToAuthorize({ login_as: "neon_rally" });
    const code = new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
    const { accessToken } = await exchangeCode(world.twitchClient.id, world.twitchClient.secret, code, BACK);
    expect((await getTokenInfo(accessToken, world.twitchClient.id)).userId).toBe("70001");
    expect((await askToAuthorize({ login_as: "nobody_at_all" })).status).toBe(200);
  });

  test("comes back empty-handed when the person says no", async () => {
    const back = await choose("Deny access");
    expect(Object.fromEntries(back.searchParams)).toEqual({
      error: "access_denied",
      error_description: "The user denied you access",
      state: "s 1",
    });
  });

  test("refuses a wrong client, and a redirect that is no web address, on its own page", async () => {
    expect((await askToAuthorize({ client_id: "somebody" })).status).toBe(400);
    expect((await askToAuthorize({ redirect_uri: "javascript:alert(1)" })).status).toBe(400);
  });

  test("refuses a used code, another redirect, a wrong secret and a missing one", async () => {
    const code = async () => (await choose("Sign in as someone_else")).searchParams.get("code") ?? "";
    const used = await code();
    const exchange = (fields: Record<string, string>) =>
      token({ grant_type: "authorization_code", redirect_uri: BACK, ...fields });
    expect((await exchange({ code: used })).status).toBe(200);
    expect(await exchange({ code: used })).toEqual({
      status: 400,
      body: { status: 400, message: "Invalid authorization code" },
    });
    expect((await exchange({ code: await code(), redirect_uri: `${BACK}/x` })).status).toBe(400);
    expect(await exchange({ code: await code(), client_secret: "guess" })).toEqual({
      status: 403,
      body: { status: 403, message: "invalid client secret" },
    });
    expect((await exchange({ code: await code(), client_secret: "" })).body).toEqual({
      status: 400,
      message: "missing client secret",
    });
    const late = await code();
    world.advance(601_000);
    expect((await exchange({ code: late })).status).toBe(400);
  });
});

describe("Helix", () => {
  test("tells @twurple who is live and who is who", async () => {
    const authProvider = new AppTokenAuthProvider(world.twitchClient.id, world.twitchClient.secret);
    const api = new ApiClient({ authProvider });
    const streams = await api.streams.getStreamsByUserIds(["70001", "70002", "70003"]);
    expect(streams.map((s) => [s.userName, s.id, s.viewers, s.startDate.getTime()])).toEqual([
      ["neon_rally", "41000000001", world.world.viewersAt("neon_rally", START_MS), START_MS - 80_000],
      ["slow_lantern", "41000000003", world.world.viewersAt("slow_lantern", START_MS), START_MS - 80_000],
    ]);
    expect((await api.streams.getStreamByUserName("velvet_orbit")) ?? null).toBeNull();
    const users = await api.users.getUsersByNames(["neon_rally", "nobody_at_all", "hypecut_demo"]);
    expect(users.map((u) => [u.name, u.id])).toEqual([
      ["hypecut_demo", "90001"],
      ["neon_rally", "70001"],
    ]);
    expect(world.log.counts()["helix GET /streams"]).toBe(2);
  });

  test("knows whose user token it is asked with", async () => {
    const back = await choose("Sign in as hypecut_demo");
    const { id, secret } = world.twitchClient;
    const { accessToken } = await exchangeCode(id, secret, back.searchParams.get("code") ?? "", BACK);
    const api = new ApiClient({ authProvider: new StaticAuthProvider(id, accessToken, []) });
    const me = await api.users.getAuthenticatedUser("90001");
    expect([me.id, me.name]).toEqual(["90001", "hypecut_demo"]);
  });

  test("refuses a missing, an unknown and a stranger's token, too many ids, and counts points", async () => {
    const access = await appToken();
    const ask = async (headers: Record<string, string>, query = "") => {
      const answer = await fetch(`${world.urls.TWITCH_API_URL}/helix/streams?${query}`, { headers });
      return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
    };
    const good = { authorization: `Bearer ${access}`, "client-id": world.twitchClient.id };
    const unauthorized = { error: "Unauthorized", status: 401 };
    expect((await ask({})).body).toMatchObject(unauthorized);
    expect((await ask({ ...good, authorization: "Bearer nonsense" })).body).toMatchObject(unauthorized);
    expect((await ask({ ...good, "client-id": "another" })).body).toMatchObject(unauthorized);
    const tooMany = Array.from({ length: 101 }, (_, i) => `user_id=${i + 1}`).join("&");
    expect((await ask(good, tooMany)).status).toBe(400);
    const last = await ask(good, "user_id=70001");
    expect(last.status).toBe(200);
    expect(last.headers.get("ratelimit-limit")).toBe("30");
    expect(last.headers.get("ratelimit-remaining")).toBe("28");
    for (let i = 0; i < 28; i++) await ask(good);
    const refused = await ask(good);
    expect(refused.status).toBe(429);
    const resetMs = Number(refused.headers.get("ratelimit-reset")) * 1000;
    expect(resetMs).toBeGreaterThan(START_MS);
    world.advance(resetMs - START_MS);
    expect((await ask(good)).headers.get("ratelimit-remaining")).toBe("29");
  });

  test("gives twenty streams a page unless asked for more", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 22; i++) {
      ids.push(((await world.control.addChannel({ platform: "twitch", login: `guest_${i}` })) as { id: string }).id);
      await world.control.setLive({ channel: `guest_${i}`, live: true });
    }
    const headers = { authorization: `Bearer ${await appToken()}`, "client-id": world.twitchClient.id };
    const page = async (more: string) => {
      const answer = await fetch(
        `${world.urls.TWITCH_API_URL}/helix/streams?${ids.map((id) => `user_id=${id}`).join("&")}${more}`,
        { headers },
      );
      return (await answer.json()) as { data: unknown[]; pagination: { cursor?: string } };
    };
    const first = await page("");
    expect(first.data.length).toBe(20);
    expect((await page(`&after=${first.pagination.cursor}`)).data.length).toBe(2);
    expect((await page("&first=100")).data.length).toBe(22);
  });
});
