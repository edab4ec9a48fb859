import { afterEach, expect, inject, test, vi } from "vitest";
import { memberWithRole, owner, signIn, type Visitor, visitor } from "../../support/site.ts";

afterEach(() => vi.restoreAllMocks());

const redirected = async (who: Visitor, path: string) =>
  new URL((await begin(who, path)).headers.get("location") ?? "");
const begin = (who: Visitor, query: string) => who.request("GET", `/auth/twitch/connect?${query}`);

/** From Twitch's page, where `login` agrees, to the address it sends them back to. */
async function agree(authorize: URL, login: string): Promise<URL> {
  const url = new URL(authorize);
  url.searchParams.set("login_as", login);
  return new URL((await fetch(url, { redirect: "manual" })).headers.get("location") ?? "");
}

async function finish(who: Visitor, callback: URL): Promise<string> {
  return (await who.request("GET", callback.pathname + callback.search)).headers.get("location") ?? "";
}

async function connect(who: Visitor, login: string, purpose: string): Promise<string> {
  return finish(who, await agree(await redirected(who, `purpose=${purpose}&return_to=/`), login));
}

const accounts = async (who: Visitor) =>
  (await who.json("GET", "/api/accounts")).body.accounts as { userId: string; status: string; purposes: string[] }[];
const forget = async () => {
  const boss = await owner();
  for (const { userId } of await accounts(boss)) await boss.json("DELETE", `/api/accounts/${userId}`);
};

test("an editor connects an account, not necessarily their own, and everyone sees that it may act", async () => {
  await forget();
  const editor = await memberWithRole("editor");
  const authorize = await redirected(editor, "purpose=broadcaster&return_to=/");
  expect(authorize.searchParams.get("scope")?.split(" ")).toEqual([
    "clips:edit",
    "channel:manage:clips",
    "user:read:chat",
    "user:bot",
    "channel:bot",
  ]);
  expect(await finish(editor, await agree(authorize, "hypecut_demo"))).toBe("/");
  expect(await accounts(editor)).toMatchObject([
    { userId: "90001", login: "hypecut_demo", purposes: ["broadcaster"], status: "valid", problem: null },
  ]);
  expect((await editor.json("GET", "/api/observability")).body).toMatchObject({
    clips_token_valid: true,
    clips_scope_ok: true,
    accounts: [{ userId: "90001", login: "hypecut_demo", status: "valid" }],
  });
});

test("an account is checked on request, and an owner gives its consent back", async () => {
  await forget();
  const boss = await owner();
  await connect(boss, "someone_else", "editor");
  const checked = await boss.json("POST", "/api/accounts/90002/validate");
  expect(checked).toMatchObject({ status: 200, body: { account: { userId: "90002", status: "valid" } } });
  expect((await boss.json("DELETE", "/api/accounts/90002")).status).toBe(204);
  expect(await accounts(boss)).toEqual([]);
  for (const [method, path] of [
    ["POST", "/api/accounts/90002/validate"],
    ["DELETE", "/api/accounts/90002"],
  ] as const)
    expect((await boss.json(method, path)).body.error.code).toBe("not_found");
  expect((await boss.json("DELETE", "/api/accounts/abc")).body.error.code).toBe("bad_request");
});

test("an account that already serves one purpose is asked for both, because a new consent replaces the old", async () => {
  await forget();
  const boss = await owner();
  expect(await connect(boss, "hypecut_demo", "broadcaster")).toBe("/");
  const again = new URL(await connect(boss, "hypecut_demo", "editor"));
  expect(again.searchParams.get("scope")?.split(" ")).toEqual([
    "clips:edit",
    "editor:manage:clips",
    "channel:manage:clips",
    "user:read:chat",
    "user:bot",
    "channel:bot",
  ]);
  expect(await finish(boss, await agree(again, "hypecut_demo"))).toBe("/");
  const [account] = await accounts(boss);
  expect([account?.status, account?.purposes.toSorted()]).toEqual(["valid", ["broadcaster", "editor"]]);
});

test("who declines is led back, told so, and nothing is connected", async () => {
  await forget();
  const boss = await owner();
  const authorize = await redirected(boss, "purpose=editor&return_to=/watch/twitch/a%3Fb=1");
  authorize.searchParams.set("deny", "1");
  const back = new URL((await fetch(authorize, { redirect: "manual" })).headers.get("location") ?? "");
  expect(await finish(boss, back)).toBe("/watch/twitch/a?b=1&problem=refused");
  expect(await accounts(boss)).toEqual([]);
});

test("an answer is for the browser and the member who asked, and once", async () => {
  await forget();
  const boss = await owner();
  const planted = await agree(await redirected(boss, "purpose=editor&return_to=/"), "someone_else");

  const other = await owner();
  await begin(other, "purpose=editor&return_to=/");
  expect(await finish(other, planted)).toBe("/?problem=failed");
  expect(await finish(visitor(), planted)).toBe("/sign-in?problem=expired");

  // Someone else signs in to the same browser in between. Signing in begins something else, so its state is kept aside.
  const begun = boss.cookies.get("__Host-hypecut-state") ?? "";
  const session = (await memberWithRole("editor")).cookies.get("__Host-hypecut") ?? "";
  const cookie = `__Host-hypecut-state=${begun}; __Host-hypecut=${session}`;
  const mixed = await boss.request("GET", planted.pathname + planted.search, undefined, { cookie });
  expect(mixed.headers.get("location")).toBe("/?problem=expired");
  expect(await accounts(await owner())).toEqual([]);
});

test("who has lost the role meanwhile connects nothing", async () => {
  await forget();
  const editor = await memberWithRole("editor");
  const callback = await agree(await redirected(editor, "purpose=editor&return_to=/"), "someone_else");
  await (await owner()).json("POST", "/api/members", { platform: "twitch", login: "someone_else", role: "viewer" });
  expect(await finish(editor, callback)).toBe("/?problem=expired");
  expect(await accounts(await owner())).toEqual([]);
});

test("a sign-in's answer connects nothing, and connecting signs nobody in", async () => {
  await forget();
  const boss = await owner();
  const who = visitor();
  expect(await signIn(who, "hypecut_demo")).toBe("/");
  expect(await accounts(boss)).toEqual([]);
  const editor = await memberWithRole("editor");
  expect(await connect(editor, "hypecut_demo", "editor")).toBe("/");
  expect((await editor.json("GET", "/api/me")).body.member.login).toBe("someone_else");
});

test("when Twitch names nobody, the consent is given back", async () => {
  await forget();
  const boss = await owner();
  const callback = await agree(await redirected(boss, "purpose=editor&return_to=/"), "someone_else");
  const real = globalThis.fetch;
  let token = "";
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    if (String(input).includes("/helix/users")) return Response.json({ data: [] });
    const answer = await real(input, init);
    if (String(input).endsWith("/oauth2/token"))
      token = ((await answer.clone().json()) as { access_token: string }).access_token;
    return answer;
  });
  expect(await finish(boss, callback)).toBe("/?problem=failed");
  const validate = `${inject("platformSettings")["TWITCH_ID_URL"]}/oauth2/validate`;
  expect((await real(validate, { headers: { authorization: `OAuth ${token}` } })).status).toBe(401);
});

test.each(["purpose=owner&return_to=/", "return_to=/", ""])("refuses ?%s", async (query) => {
  expect((await begin(await owner(), query)).status).toBe(400);
});

test("never sends anyone to another site", async () => {
  const boss = await owner();
  const authorize = await redirected(boss, "purpose=editor&return_to=//evil.example");
  expect(await finish(boss, await agree(authorize, "someone_else"))).toBe("/");
});
