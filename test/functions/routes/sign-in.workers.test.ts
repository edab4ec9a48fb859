import { expect, test } from "vitest";
import { origin, owner, signIn, visitor } from "../../support/site.ts";

test("the named owner gets in, to the page they came for, and out again", async () => {
  const who = visitor();
  expect(await signIn(who, "hypecut_demo", "/watch/twitch/neon_rally")).toBe("/watch/twitch/neon_rally");
  expect((await who.json("GET", "/api/me")).body.member).toEqual({
    platform: "twitch",
    userId: "90001",
    login: "hypecut_demo",
    displayName: "Hypecut_Demo",
    role: "owner",
  });
  expect((await who.request("POST", "/auth/sign-out")).status).toBe(204);
  expect((await who.json("GET", "/api/me")).status).toBe(401);
});

test("the session cookie is one that no script reads and no other host sets", async () => {
  const who = visitor();
  const start = await who.request("GET", "/auth/twitch/start");
  expect(start.headers.getSetCookie()[0]).toMatch(/^__Host-hypecut-state=.*HttpOnly; Secure; SameSite=Lax$/);
});

test("someone nobody named is told so and has no session", async () => {
  const who = visitor();
  expect(await signIn(who, "someone_else")).toBe("/sign-in?problem=refused");
  const page = await (await who.request("GET", "/sign-in?problem=refused")).text();
  expect(page).toContain("not a member here");
  expect((await who.json("GET", "/api/me")).status).toBe(401);
});

test("an answer that is not for this browser's sign-in is refused", async () => {
  const victim = visitor();
  const attacker = visitor();
  await victim.request("GET", "/auth/twitch/start");
  const start = await attacker.request("GET", "/auth/twitch/start");
  const authorize = new URL(start.headers.get("location") ?? "");
  authorize.searchParams.set("login_as", "hypecut_demo");
  const agreed = new URL((await fetch(authorize, { redirect: "manual" })).headers.get("location") ?? "");
  const planted = await victim.request("GET", agreed.pathname + agreed.search);
  expect(planted.headers.get("location")).toBe("/sign-in?problem=failed");
  expect((await victim.json("GET", "/api/me")).status).toBe(401);
  const without = await visitor().request("GET", agreed.pathname + agreed.search);
  expect(without.headers.get("location")).toBe("/sign-in?problem=expired");
});

test("who declines on the platform's page is told that nothing happened", async () => {
  const who = visitor();
  const start = await who.request("GET", "/auth/twitch/start");
  const state = new URL(start.headers.get("location") ?? "").searchParams.get("state");
  const declined = await who.request(
    "GET",
    `/auth/twitch/callback?error=access_denied&error_description=The+user+denied+you+access&state=${state}`,
  );
  expect(declined.headers.get("location")).toBe("/sign-in?problem=failed");
});

test.each(["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])(
  "never sends anyone to %s",
  async (address) => {
    expect(await signIn(visitor(), "hypecut_demo", address)).toBe("/");
  },
);

test.each(["/watch/youtube/name", "/watch/twitch", "/watch/twitch/name/more", "/watch/twitch/%3Cb%3E"])(
  "%s is a page that says what a channel's address looks like",
  async (path) => {
    const answer = await visitor().request("GET", path);
    expect([answer.status, (await answer.text()).includes("No such page")]).toEqual([404, true]);
  },
);

test("pages ask who is there; the live socket and state changes ask where the request comes from", async () => {
  const stranger = visitor();
  const page = await stranger.request("GET", "/watch/twitch/neon_rally");
  expect([page.status, page.headers.get("location")]).toEqual([
    302,
    "/sign-in?return_to=%2Fwatch%2Ftwitch%2Fneon_rally",
  ]);
  const signed = await owner();
  const forged = await signed.request(
    "POST",
    "/api/channels",
    { address: "twitch:neon_rally" },
    { origin: "https://evil.example" },
  );
  expect([forged.status, await forged.json()]).toMatchObject([403, { error: { code: "bad_origin" } }]);
  const socket = (headers: Record<string, string>) =>
    signed.request("GET", "/parties/channel-monitor/twitch:79999?page_id=page-0001", undefined, {
      upgrade: "websocket",
      ...headers,
    });
  expect((await socket({ origin: "https://evil.example" })).status).toBe(403);
  expect((await socket({ cookie: "" })).status).toBe(401);
  expect((await socket({})).status).toBe(404);
  expect(origin).toBe("http://localhost");
});

test("an address that leads nowhere is a page for a person and JSON for a program", async () => {
  const page = await visitor().request("GET", "/nowhere", undefined, { accept: "text/html,*/*" });
  expect([page.status, (await page.text()).includes("No such page")]).toEqual([404, true]);
  const answer = await visitor().json("GET", "/api/nowhere");
  expect(answer).toEqual({ status: 404, body: { error: { code: "not_found", message: "There is nothing here." } } });
});
