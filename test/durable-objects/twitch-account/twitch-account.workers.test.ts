// A connected account against the simulator's OAuth: tokens at rest, one refresh for all, and what people are told when
// the consent does not stand any more. The clock is a number.
import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { unwrap } from "#core/outcome.ts";
import { workspaceStub } from "../../support/object-stubs.ts";
import type { TwitchAccount } from "../../../durable-objects/twitch-account/twitch-account.ts";
import {
  accountStub,
  connected,
  consent,
  demoUserId,
  dropped,
  helixError,
  page,
  revokeAtTwitch,
  timedOut,
  twitchApp,
  type Wire,
  watchWire,
} from "../../support/connected-account.ts";
import { until } from "../../support/demo-world.ts";

const hourMs = 3_600_000;
let wire: Wire;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  wire = watchWire();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await reset();
});

const after = (ms: number) => vi.setSystemTime(Date.now() + ms);
const alarm = () => runDurableObjectAlarm(accountStub());
const vods = () => accountStub().findVods(demoUserId);
const status = async () => (await accountStub().state())?.status;
const armedAtMs = () => runInDurableObject(accountStub(), (_, state) => state.storage.getAlarm());
/** The alarm after the one that stood by in case the workspace could not be told. */
const nextArmedAtMs = async () => {
  await alarm();
  return armedAtMs();
};
const refreshes = () => wire.count("/oauth2/token");

/** Everything in the object's storage, as text. */
function stored(): Promise<string> {
  return runInDurableObject(accountStub(), (_, { storage }) => {
    const tables = storage.sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
      )
      .toArray();
    return JSON.stringify(tables.map(({ name }) => storage.sql.exec(`SELECT * FROM "${name}"`).toArray()));
  });
}

describe("connecting", () => {
  test("is checked at once, told to the workspace, and leaves no token in plain text", async () => {
    const grant = await connected(["editor"]);
    const expected = {
      userId: demoUserId,
      login: "hypecut_demo",
      displayName: "Hypecut_Demo",
      purposes: ["editor"],
      scopes: ["clips:edit", "editor:manage:clips"],
      status: "valid",
      problem: null,
      validatedAtMs: Date.now(),
    };
    expect(await accountStub().state()).toEqual(expected);
    expect(wire.count("/oauth2/validate")).toBe(1);
    expect(await workspaceStub(env).accounts()).toEqual([expected]);
    const text = await stored();
    expect(text).toContain("hypecut_demo");
    for (const token of [grant.accessToken, grant.refreshToken]) {
      expect(text).not.toContain(token);
      expect(text).not.toContain(btoa(token).slice(0, 20));
    }
    expect(await nextArmedAtMs()).toBe(Date.now() + hourMs);
  });

  test("as somebody else than the object is about is refused", async () => {
    const grant = await consent(["editor"]);
    const other = { ...grant, identity: { ...grant.identity, userId: "90002" } };
    expect(await accountStub().connectAccount(other)).toMatchObject({ ok: false, code: "bad_request" });
    expect(await accountStub().state()).toBeNull();
  });

  test("again for another purpose keeps the first", async () => {
    await connected(["broadcaster"]);
    const grant = await consent(["broadcaster", "editor"]);
    const account = unwrap(await accountStub().connectAccount({ ...grant, purposes: ["editor"] }));
    expect(account).toMatchObject({ purposes: ["broadcaster", "editor"], status: "valid" });
  });

  test("with less than the purpose needs is said in words, and no call is made without its scope", async () => {
    const grant = await consent(["editor"], ["editor:manage:clips"]);
    const account = unwrap(await accountStub().connectAccount(grant));
    expect(account).toMatchObject({ status: "scopes_missing" });
    expect(account.problem).toContain("clips:edit");
    const request = { broadcasterId: "70001", title: "t", durationSeconds: 30 };
    expect(await accountStub().createLiveClip(request)).toMatchObject({ status: "no_account" });
    expect(wire.count("/clips")).toBe(0);
  });

  test("to another app is noticed", async () => {
    const grant = await consent(["editor"]);
    const validity = { client_id: "theirs", login: "ann", user_id: demoUserId, scopes: grant.scopes, expires_in: 100 };
    wire.plan("/validate", () => Response.json(validity));
    expect(unwrap(await accountStub().connectAccount(grant))).toMatchObject({ status: "client_mismatch" });
    expect(await vods()).toMatchObject({ status: "no_account" });
    expect(wire.count("/videos")).toBe(0);
  });
});

describe("a token that Helix refuses", () => {
  test("is renewed once however many notice, and each call is repeated once", async () => {
    const grant = await connected();
    await revokeAtTwitch(grant.accessToken);
    wire.forget();
    const answers = await runInDurableObject(accountStub(), (instance: TwitchAccount) =>
      Promise.all(Array.from({ length: 20 }, () => instance.findVods(demoUserId))),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 20 }, () => "ok"));
    expect([refreshes(), wire.count("/videos")]).toEqual([1, 40]);
  });

  test("is replaced on disk before the new one is used, and the rotated refresh token works after an eviction", async () => {
    const grant = await connected();
    await revokeAtTwitch(grant.accessToken);
    const sealed = (state: DurableObjectState) =>
      state.storage.sql.exec<{ value: string }>("SELECT value FROM kv WHERE name = 'tokens'").one().value;
    const seen: string[] = [];
    const used: string[] = [];
    const synced: number[] = [];
    await runInDurableObject(accountStub(), async (instance: TwitchAccount, state) => {
      const sync = vi.spyOn(state.storage, "sync");
      const note = (authorization: string) => {
        used.push(authorization.replace("Bearer ", ""));
        seen.push(sealed(state));
        synced.push(sync.mock.calls.length);
        return used.length === 1 ? helixError(401)() : Response.json({ data: [] });
      };
      wire.plan("/videos", note, note);
      await instance.findVods(demoUserId);
    });
    expect([used[0], used[1] === grant.accessToken, seen[0] === seen[1]]).toEqual([grant.accessToken, false, false]);
    expect(synced).toEqual([0, 1]);
    await evictDurableObject(accountStub());
    await revokeAtTwitch(used[1] ?? "");
    expect(await vods()).toMatchObject({ status: "ok" });
    expect(await status()).toBe("valid");
  });

  test("again after the refresh is a no, and the account is checked before its next call", async () => {
    await connected();
    wire.forget();
    wire.plan("/videos", helixError(401), helixError(401));
    expect(await vods()).toMatchObject({ status: "refused", httpStatus: 401 });
    expect([refreshes(), wire.count("/videos"), wire.count("/validate")]).toEqual([1, 2, 0]);
    expect(await vods()).toMatchObject({ status: "ok" });
    expect(wire.count("/validate")).toBe(1);
  });

  test("and cannot be renewed ends the account: it is said what to do, and nothing more is sent", async () => {
    const grant = await connected();
    await revokeAtTwitch(grant.accessToken, grant.refreshToken);
    const answer = await vods();
    expect(answer).toMatchObject({ status: "no_account" });
    expect(answer.status === "no_account" && answer.problem).toContain("Connect it again");
    const [told] = await workspaceStub(env).accounts();
    expect([told?.status, told?.problem]).toEqual(["revoked", answer.status === "no_account" && answer.problem]);
    wire.forget();
    expect(await vods()).toEqual(answer);
    expect([refreshes(), wire.count("/videos"), wire.count("/validate")]).toEqual([0, 0, 0]);
    await connected();
    expect(await vods()).toMatchObject({ status: "ok" });
  });

  test.each([
    ["is dropped", dropped],
    ["times out", timedOut],
    ["is a page", page(200)],
    ["is a proxy's 502", page(502)],
    ["is a 429", page(429)],
  ])("while the refresh's answer %s keeps what it has and is renewed later", async (_, answer) => {
    const grant = await connected();
    await revokeAtTwitch(grant.accessToken);
    wire.plan("/oauth2/token", answer);
    expect(await vods()).toEqual({ status: "rate_limited", retryAtMs: Date.now() + 60_000 });
    expect(await status()).toBe("unreachable");
    wire.forget();
    expect(await vods()).toMatchObject({ status: "rate_limited" });
    expect(refreshes()).toBe(0);
    after(60_000);
    expect(await vods()).toMatchObject({ status: "ok" });
    expect(await status()).toBe("valid");
  });

  test("whose refresh token was used elsewhere, or by an instance that died before it wrote, serves until it ends", async () => {
    const grant = await connected();
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      client_id: twitchApp().clientId,
      client_secret: twitchApp().clientSecret,
      refresh_token: grant.refreshToken,
    });
    expect((await fetch(`${twitchApp().idUrl}/oauth2/token`, { method: "POST", body })).status).toBe(200);
    await evictDurableObject(accountStub());
    expect(await vods()).toMatchObject({ status: "ok" });
    await revokeAtTwitch(grant.accessToken);
    const ended = await vods();
    expect(ended.status === "no_account" && ended.problem).toContain("used up elsewhere");
    expect(await status()).toBe("revoked");
  });

  test("and is renewed with fewer scopes is not used for what they forbid", async () => {
    await connected();
    wire.forget();
    wire.plan("/helix/clips", helixError(401));
    const fewer = { access_token: "a", refresh_token: "r", scope: ["editor:manage:clips"], expires_in: 14_000 };
    wire.plan("/oauth2/token", () => Response.json(fewer));
    const request = { broadcasterId: "70001", title: "t", durationSeconds: 30 };
    expect(await accountStub().createLiveClip(request)).toMatchObject({ status: "no_account" });
    expect([wire.count("/helix/clips"), await status()]).toEqual([1, "scopes_missing"]);
  });

  test("because the client secret is wrong is not taken for a revoked consent", async () => {
    await connected();
    wire.plan("/videos", helixError(401));
    wire.plan("/oauth2/token", () => Response.json({ status: 403, message: "invalid client secret" }, { status: 403 }));
    expect(await vods()).toMatchObject({ status: "no_account" });
    expect(await status()).toBe("client_mismatch");
    await accountStub().validateNow();
    expect(await status()).toBe("valid");
  });
});

test("a token that is about to end is renewed before it is used", async () => {
  await connected();
  after(14_124_000 - 60_000);
  // The check that is overdue finds the token valid by the simulator's own clock, and its end near by ours.
  wire.plan("/validate", () =>
    Response.json({
      client_id: twitchApp().clientId,
      login: "hypecut_demo",
      user_id: demoUserId,
      scopes: ["clips:edit", "editor:manage:clips"],
      expires_in: 60,
    }),
  );
  wire.forget();
  expect(await vods()).toMatchObject({ status: "ok" });
  expect([refreshes(), wire.count("/videos")]).toEqual([1, 1]);
});

describe("whether the consent stands is asked", () => {
  test("each hour by alarm, also after an eviction", async () => {
    await connected();
    wire.forget();
    after(hourMs - 1);
    await alarm();
    expect(wire.count("/validate")).toBe(0);
    after(1);
    await alarm();
    expect([wire.count("/validate"), await nextArmedAtMs()]).toEqual([1, Date.now() + hourMs]);
    after(hourMs);
    await evictDurableObject(accountStub());
    await alarm();
    expect([wire.count("/validate"), await nextArmedAtMs()]).toEqual([2, Date.now() + hourMs]);
  });

  test("before the first call of an object that starts late", async () => {
    const grant = await connected();
    await evictDurableObject(accountStub());
    await revokeAtTwitch(grant.accessToken, grant.refreshToken);
    after(2 * hourMs);
    wire.forget();
    expect(await vods()).toMatchObject({ status: "no_account" });
    expect([wire.count("/validate"), wire.count("/videos")]).toEqual([1, 0]);
  });

  test("again soon where Twitch does not answer; calls go on meanwhile", async () => {
    await connected();
    after(hourMs);
    wire.plan("/validate", dropped, page(503), timedOut);
    await alarm();
    expect(await status()).toBe("unreachable");
    expect(await nextArmedAtMs()).toBe(Date.now() + 60_000);
    expect(await vods()).toMatchObject({ status: "ok" });
    for (const waitMs of [60_000, 120_000]) {
      after(waitMs);
      await alarm();
      expect(await status()).toBe("unreachable");
    }
    after(240_000);
    await alarm();
    expect(await accountStub().state()).toMatchObject({ status: "valid", problem: null, validatedAtMs: Date.now() });
  });

  test("and an alarm that was lost is armed again when the object starts", async () => {
    await connected();
    await runInDurableObject(accountStub(), (_, state) => state.storage.deleteAlarm());
    await evictDurableObject(accountStub());
    expect(await armedAtMs()).toBe(Date.now() + hourMs);
  });
});

test("tokens that another account's object sealed do not open", async () => {
  await connected();
  const sealed = await runInDurableObject(
    accountStub(),
    (_, state) => state.storage.sql.exec<{ value: string }>("SELECT value FROM kv WHERE name = 'tokens'").one().value,
  );
  const other = env.TwitchAccount.getByName("90002");
  const theirs = await consent(["editor"]);
  await other.connectAccount({ ...theirs, identity: { ...theirs.identity, userId: "90002" } });
  await runInDurableObject(other, (_, state) => {
    state.storage.sql.exec("UPDATE kv SET value = ? WHERE name = 'tokens'", sealed);
  });
  await evictDurableObject(other);
  wire.forget();
  const account = await other.validateNow();
  expect(account?.status).toBe("revoked");
  expect(account?.problem).toContain("TOKEN_KEY");
  expect(wire.count("/validate")).toBe(0);
});

test("connecting anew during a refresh keeps the new consent, not what the refresh brings", async () => {
  const old = await connected();
  await revokeAtTwitch(old.accessToken);
  let isAnswered = false;
  const anew = await consent(["editor"]);
  wire.forget();
  wire.plan("/oauth2/token", async () => {
    await until(() => isAnswered, "the end of the refresh");
    return Response.json({ access_token: "late-a", refresh_token: "late-r", scope: [], expires_in: 100 });
  });
  const call = vods();
  await until(() => refreshes() === 1, "the refresh");
  unwrap(await accountStub().connectAccount(anew));
  isAnswered = true;
  expect(await call).toMatchObject({ status: "ok" });
  await evictDurableObject(accountStub());
  expect(await vods()).toMatchObject({ status: "ok" });
  expect([await status(), refreshes()]).toEqual(["valid", 1]);
});

describe("disconnecting", () => {
  test("gives both tokens back to Twitch and forgets them", async () => {
    const grant = await connected();
    await accountStub().disconnect();
    expect(await accountStub().state()).toBeNull();
    expect(await workspaceStub(env).accounts()).toEqual([]);
    expect(await stored()).not.toContain("v1.");
    expect(await vods()).toMatchObject({ status: "no_account" });
    const headers = { authorization: `OAuth ${grant.accessToken}` };
    expect((await fetch(`${twitchApp().idUrl}/oauth2/validate`, { headers })).status).toBe(401);
  });

  test("during a refresh leaves nobody with the new tokens", async () => {
    const grant = await connected();
    await revokeAtTwitch(grant.accessToken);
    let isAnswered = false;
    wire.plan("/oauth2/token", async () => {
      await until(() => isAnswered, "the end of the refresh");
      return Response.json({ access_token: "late-a", refresh_token: "late-r", scope: [], expires_in: 100 });
    });
    const call = vods();
    await until(() => refreshes() > 1, "the refresh");
    await accountStub().disconnect();
    wire.forget();
    isAnswered = true;
    expect(await call).toMatchObject({ status: "no_account" });
    expect(await accountStub().state()).toBeNull();
    expect(wire.count("/revoke")).toBe(2);
    expect(await stored()).not.toContain("v1.");
  });
});

test("what an account owes goes out by its alarm, also when the account ends while the workspace is slow", async () => {
  await connected();
  let isFree = false;
  const busy = runInDurableObject(workspaceStub(env), (_, state) =>
    state.blockConcurrencyWhile(() => until(() => isFree, "the end of the wait")),
  );
  const disconnected = accountStub().disconnect();
  await until(async () => ((await armedAtMs()) ?? Infinity) <= Date.now() + 1000, "the alarm");
  isFree = true;
  await Promise.all([busy, disconnected]);
});
