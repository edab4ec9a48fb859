// The workspace with its storage and the simulated platform behind it.
import { reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import { maxChannelsPerListener } from "#core/listener/heartbeat.ts";
import type { Identity } from "#core/members/member.ts";
import { unwrap } from "#core/outcome.ts";
import type { Workspace } from "../../durable-objects/workspace/workspace.ts";
import { until } from "../support/demo-world.ts";
import { monitorStub, workspaceStub } from "../support/object-stubs.ts";

const ownerIdentity: Identity = { platform: "twitch", userId: "1", login: "hypecut_demo", displayName: "Demo" };
const ann: Identity = { platform: "twitch", userId: "2", login: "ann", displayName: "Ann" };

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await reset();
});

const workspace = () => workspaceStub(env);

async function signedIn(identity: Identity): Promise<string> {
  return unwrap(await workspace().signIn(identity)).token;
}

test("a session token is kept only as a hash, ends after two weeks and when signed out", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  const token = await signedIn(ownerIdentity);
  const kept = await runInDurableObject(workspace(), (_, state) =>
    JSON.stringify(
      ["sign_ins", "members", "kv"].flatMap((table) =>
        table === "kv" ? [] : state.storage.sql.exec(`SELECT * FROM ${table}`).toArray(),
      ),
    ),
  );
  expect(kept).toContain("hypecut_demo");
  expect(kept).not.toContain(token);
  expect(await workspace().memberOf(token)).toMatchObject({ login: "hypecut_demo", role: "owner" });
  expect(await workspace().memberOf(`${token}x`)).toBeNull();
  vi.setSystemTime(Date.now() + 14 * 24 * 3_600_000);
  expect(await workspace().memberOf(token)).toBeNull();
  const second = await signedIn(ownerIdentity);
  await workspace().signOut(second);
  expect(await workspace().memberOf(second)).toBeNull();
});

test("the last owner stays an owner", async () => {
  const refused = { ok: false, code: "conflict" };
  expect(await workspace().removeMember("twitch", "@hypecut_demo")).toMatchObject(refused);
  await signedIn(ownerIdentity);
  expect(await workspace().removeMember("twitch", ownerIdentity.userId)).toMatchObject(refused);
  expect(await workspace().addMember("twitch", "hypecut_demo", "viewer")).toMatchObject(refused);
  await workspace().addMember("twitch", "ann", "owner");
  expect(await workspace().removeMember("twitch", ownerIdentity.userId)).toMatchObject({ ok: true });
  expect(await workspace().removeMember("twitch", "@ann")).toMatchObject(refused);
});

test("who is removed is out at once, and back only when let in again", async () => {
  await workspace().addMember("twitch", "ann", "editor");
  await signedIn(ownerIdentity);
  const token = await signedIn(ann);
  await workspace().removeMember("twitch", ann.userId);
  expect(await workspace().memberOf(token)).toBeNull();
  expect(await workspace().signIn(ann)).toMatchObject({ ok: false, code: "not_a_member" });
});

test("a member who takes the login an owner has given up does not push the owner out", async () => {
  await signedIn(ownerIdentity);
  await workspace().addMember("twitch", "ann", "viewer");
  await signedIn(ann);
  const token = await signedIn({ ...ann, login: "hypecut_demo" });
  expect(await workspace().memberOf(token)).toMatchObject({ userId: "2", role: "viewer" });
  const renamed = await signedIn({ ...ownerIdentity, login: "demo_now" });
  expect(await workspace().memberOf(renamed)).toMatchObject({ userId: "1", login: "demo_now", role: "owner" });
  expect((await workspace().members()).map(({ login, role }) => [login, role])).toEqual([
    ["demo_now", "owner"],
    ["hypecut_demo", "viewer"],
  ]);
});

test("a member whose login another has taken keeps the session, and can be removed", async () => {
  await signedIn(ownerIdentity);
  await workspace().addMember("twitch", "ann", "editor");
  const token = await signedIn(ann);
  await signedIn({ ...ownerIdentity, login: "ann" });
  expect(await workspace().memberOf(token)).toMatchObject({ userId: "2", login: null, role: "editor" });
  await workspace().removeMember("twitch", "2");
  expect(await workspace().memberOf(token)).toBeNull();
  expect((await workspace().members()).map(({ userId, login }) => [userId, login])).toEqual([["1", "ann"]]);
});

test("however many ask for an app token, the platform is asked once; a refused one is replaced once", async () => {
  const real = globalThis.fetch;
  let asked = 0;
  vi.spyOn(globalThis, "fetch").mockImplementation((input, init) => {
    if (String(input).endsWith("/oauth2/token")) asked += 1;
    return real(input, init);
  });
  const many = async (rejected: string | null) => {
    // Inside the object, where nothing puts them one after the other.
    const tokens = await runInDurableObject(workspace(), (instance: Workspace) =>
      Promise.all(Array.from({ length: 10 }, () => instance.appToken("twitch", rejected))),
    );
    expect(new Set(tokens.map(unwrap)).size).toBe(1);
    return unwrap(tokens[0] as (typeof tokens)[0]);
  };
  const first = await many(null);
  expect(asked).toBe(1);
  const second = await many(first);
  expect([asked, second === first]).toEqual([2, false]);
  // Somebody who was slow to notice gets the new one.
  expect([await many(first), asked]).toEqual([second, 2]);
});

test("a platform that fails to give a token is asked again by the next", async () => {
  const real = globalThis.fetch;
  vi.spyOn(globalThis, "fetch")
    // Made where it is read: the body of an answer belongs to the object that asked.
    .mockImplementationOnce(async () => new Response("down", { status: 500 }))
    .mockImplementation(real);
  expect(await workspace().appToken("twitch", null)).toMatchObject({ ok: false, code: "platform_unavailable" });
  expect(await workspace().appToken("twitch", null)).toMatchObject({ ok: true });
});

test("channels share a listener until it is full, and each stays with its own", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const channel = (i: number) =>
    ({ platform: "twitch", channelId: String(900_000 + i), login: `c${i}`, displayName: `c${i}` }) as const;
  const listeners: string[] = [];
  for (let i = 0; i <= maxChannelsPerListener; i++) listeners.push((await workspace().addChannel(channel(i))).listener);
  expect(listeners.filter((name) => name === "twitch:0")).toHaveLength(maxChannelsPerListener);
  expect(listeners.at(-1)).toBe("twitch:1");
  await workspace().removeChannel(channel(0));
  expect((await workspace().addChannel(channel(maxChannelsPerListener))).listener).toBe("twitch:1");
  expect((await workspace().addChannel(channel(1000))).listener).toBe("twitch:0");
});

test("what a monitor is owed goes out by the alarm, also when the workspace ends while the monitor is slow", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const channel = { platform: "kick", channelId: "930000", login: "slow", displayName: "Slow" } as const;
  let isFree = false;
  const busy = runInDurableObject(monitorStub(env, channel), (_, state) =>
    state.blockConcurrencyWhile(() => until(() => isFree, "the end of the wait")),
  );
  const added = workspace().addChannel(channel);
  const armed = () => runInDurableObject(workspace(), (_, state) => state.storage.getAlarm());
  await until(async () => (await armed()) !== null, "the alarm");
  isFree = true;
  await Promise.all([busy, added]);
});
