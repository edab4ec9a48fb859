import { afterEach, expect, inject, test, vi } from "vitest";
import { owner, type Visitor, visitor } from "../../support/site.ts";

afterEach(() => vi.restoreAllMocks());

/** To Kick's page and back to the site's callback, which is not yet called. */
async function agree(who: Visitor, login: string, returnTo = "/"): Promise<URL> {
  const start = await who.request("GET", `/auth/kick/start?return_to=${encodeURIComponent(returnTo)}`);
  const authorize = new URL(start.headers.get("location") ?? "");
  authorize.searchParams.set("login_as", login);
  return new URL((await fetch(authorize, { redirect: "manual" })).headers.get("location") ?? "");
}

async function finish(who: Visitor, callback: URL): Promise<string | null> {
  return (await who.request("GET", callback.pathname + callback.search)).headers.get("location");
}

const signInWithKick = async (who: Visitor, login: string, returnTo = "/") =>
  finish(who, await agree(who, login, returnTo));

async function letIn(login: string): Promise<void> {
  await (await owner()).json("POST", "/api/members", { platform: "kick", login, role: "editor" });
}

function begun(who: Visitor): Record<string, string> {
  return JSON.parse(decodeURIComponent(who.cookies.get("__Host-hypecut-state") ?? "null")) as Record<string, string>;
}

test("a member named by their Kick login gets in, to the page they came for", async () => {
  await letIn("hypecut_demo");
  const who = visitor();
  expect(await signInWithKick(who, "hypecut_demo", "/watch/kick/someone")).toBe("/watch/kick/someone");
  expect((await who.json("GET", "/api/me")).body.member).toEqual({
    platform: "kick",
    userId: "95001",
    login: "hypecut_demo",
    displayName: "hypecut_demo",
    role: "editor",
  });
});

test("someone nobody named is told so; a member of the same name on the other platform is someone else", async () => {
  const who = visitor();
  expect(await signInWithKick(who, "someone_else")).toBe("/sign-in?problem=refused");
  expect((await who.json("GET", "/api/me")).status).toBe(401);
});

test("asks for no more than who somebody is, with a challenge, and gives the token back", async () => {
  await letIn("hypecut_demo");
  const real = globalThis.fetch;
  const tokens: string[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const answer = await real(input, init);
    if (String(input).endsWith("/oauth/token")) {
      const { access_token, scope } = (await answer.clone().json()) as { access_token: string; scope?: string };
      if (scope === "user:read") tokens.push(access_token);
    }
    return answer;
  });
  const who = visitor();
  const start = await who.request("GET", "/auth/kick/start");
  const asked = new URL(start.headers.get("location") ?? "").searchParams;
  expect([asked.get("scope"), asked.get("code_challenge_method"), asked.get("code_challenge")?.length]).toEqual([
    "user:read",
    "S256",
    43,
  ]);
  expect(start.headers.getSetCookie()[0]).toMatch(
    /^__Host-hypecut-state=.*Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  expect(asked.toString()).not.toContain(begun(who)["codeVerifier"]);
  expect(await signInWithKick(who, "hypecut_demo")).toBe("/");
  expect(tokens).toHaveLength(1);
  const users = `${inject("platformSettings")["KICK_API_URL"]}/public/v1/users`;
  expect((await real(users, { headers: { authorization: `Bearer ${tokens[0]}` } })).status).toBe(401);
});

test("members are named by the slug of their channel, which is not always the user name", async () => {
  await letIn("hypecut-demo");
  const real = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation((input, init) =>
    String(input).includes("/public/v1/channels?broadcaster_user_id=95002")
      ? Promise.resolve(Response.json({ data: [{ broadcaster_user_id: 95002, slug: "Hypecut-Demo" }] }))
      : real(input, init),
  );
  const who = visitor();
  expect(await signInWithKick(who, "someone_else")).toBe("/");
  expect((await who.json("GET", "/api/me")).body.member).toMatchObject({
    userId: "95002",
    login: "hypecut-demo",
    displayName: "someone_else",
  });
});

test("a code is worth nothing in another browser, nor with another verifier", async () => {
  await letIn("hypecut_demo");
  const [victim, attacker] = [visitor(), visitor()];
  const stolen = await agree(victim, "hypecut_demo");
  await attacker.request("GET", "/auth/kick/start");
  const asked = vi.spyOn(globalThis, "fetch");
  expect(await finish(attacker, stolen)).toBe("/sign-in?problem=failed");
  expect(await finish(visitor(), stolen)).toBe("/sign-in?problem=expired");
  expect(asked.mock.calls.filter(([input]) => String(input).endsWith("/oauth/token"))).toEqual([]);

  // The attacker's own sign-in, with the victim's code in it: state fits, the verifier does not.
  const other = await agree(visitor(), "hypecut_demo");
  await attacker.request("GET", "/auth/kick/start");
  other.searchParams.set("state", begun(attacker)["state"] ?? "");
  expect(await finish(attacker, other)).toBe("/sign-in?problem=failed");
  expect((await attacker.json("GET", "/api/me")).status).toBe(401);
});

test("an answer counts once, and only for the platform it was asked of", async () => {
  await letIn("hypecut_demo");
  const who = visitor();
  const callback = await agree(who, "hypecut_demo");
  expect(await finish(who, callback)).toBe("/");
  expect(await finish(who, callback)).toBe("/sign-in?problem=expired");
  const confused = visitor();
  await agree(confused, "hypecut_demo");
  const path = `/auth/twitch/callback?code=abc&state=${begun(confused)["state"]}`;
  expect((await confused.request("GET", path)).headers.get("location")).toBe("/sign-in?problem=expired");
});

test("who declines on Kick's page is told that nothing happened", async () => {
  const who = visitor();
  const start = await who.request("GET", "/auth/kick/start");
  const authorize = new URL(start.headers.get("location") ?? "");
  authorize.searchParams.set("deny", "1");
  const declined = new URL((await fetch(authorize, { redirect: "manual" })).headers.get("location") ?? "");
  expect(await finish(who, declined)).toBe("/sign-in?problem=failed");
});
