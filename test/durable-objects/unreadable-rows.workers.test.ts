// A row that an object cannot read hides nothing but itself, and is said once.
import { reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import type { Channel } from "#core/channel/channel.ts";
import { defaultSettings } from "#core/channel/channel-settings.ts";
import { defaultClipFlags } from "#core/clips/board/clip-flags.ts";
import { manualMoment } from "#core/moments/manual-moment.ts";
import type { Moment } from "#core/moments/moment.ts";
import { reportSession } from "#core/session/session-step.ts";
import { KeyValue } from "../../durable-objects/key-value.ts";
import { CountsStorage } from "../../durable-objects/channel-monitor/counts-storage.ts";
import { FeedbackStorage } from "../../durable-objects/channel-monitor/feedback-storage.ts";
import { MonitorStorage } from "../../durable-objects/channel-monitor/monitor-storage.ts";
import { ListenerStorage } from "../../durable-objects/listener/listener-storage.ts";
import { listenerStub, monitorStub, workspaceStub } from "../support/object-stubs.ts";

const said = vi.fn<(line: string) => void>();
beforeEach(() => {
  said.mockClear();
  vi.spyOn(console, "warn").mockImplementation(said);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

const channel = (channelId: string): Channel => ({
  ...{ platform: "twitch", channelId },
  ...{ login: `user${channelId}`, displayName: `User ${channelId}` },
});
const aMoment = (part: Pick<Moment, "id" | "sessionId" | "number">): Moment => ({
  ...manualMoment({ fromMs: 1_000, toMs: 2_000 }, "ann", 3_000, null),
  ...{ streamElapsedSeconds: 2, ...part },
});
const monitor = () => monitorStub(env, channel("1"));

test("a value is read when its text has changed; one that cannot be read is said once", async () => {
  await runInDurableObject(monitor(), (_, { storage: { sql } }) => {
    const values = new KeyValue(sql);
    const schema = z.object({ a: z.number() });
    const absent = { a: 0 };
    expect(values.get("one", schema, absent, { a: 9 })).toBe(absent);
    values.set("one", { a: 1 });
    const first = values.get("one", schema, absent);
    expect(first).toEqual({ a: 1 });
    expect(values.get("one", schema, absent)).toBe(first);
    values.set("one", { a: "spoiled" });
    values.set("two", { a: 2 });
    expect(values.get("one", schema, absent)).toBe(absent);
    expect(values.get("one", schema, absent)).toBe(absent);
    expect(said).toHaveBeenCalledTimes(1);
    expect(() => values.getOrThrow("three", schema, absent)).not.toThrow();
    values.set("three", "spoiled");
    expect(() => values.getOrThrow("three", schema, absent)).toThrow(/expected object/);
    expect(values.get("two", schema, absent)).toEqual({ a: 2 });
  });
});

test("of a channel's moments, verdicts and counted sessions all but the spoiled one are there", async () => {
  await runInDurableObject(monitor(), (_, { storage: { sql } }) => {
    const storage = new MonitorStorage(sql);
    for (const [at, id] of ["m-1", "m-2"].entries())
      storage.saveMoment(aMoment({ id, sessionId: "s", number: at + 1 }));
    const feedback = new FeedbackStorage(sql);
    for (const id of ["m-1", "m-2"]) feedback.save(id, "kept", Date.now());
    sql.exec("UPDATE moments SET body = '{' WHERE id = 'm-1'");
    expect(storage.moments("s").map(({ id }) => id)).toEqual(["m-2"]);
    expect(feedback.judged().map(({ moment }) => moment.id)).toEqual(["m-2"]);
    expect(said).toHaveBeenCalledTimes(1);
    // Told once more, the moment is readable again.
    expect(storage.moment("m-1")).toBeNull();
    storage.saveMoment(aMoment({ id: "m-1", sessionId: "s", number: 3 }));
    expect(storage.moments("s").map(({ id, number }) => [id, number])).toEqual([
      ["m-2", 2],
      ["m-1", 3],
    ]);

    const counts = new CountsStorage(sql);
    const live = { type: "live", atMs: 1, streamId: null, title: "Evening", viewerCount: 1 } as const;
    const ids = [60_000, 120_000].map((startedAtMs) => {
      const { session } = reportSession(channel("1"), new MonitorStorage(sql).sessionState, {
        ...live,
        startedAtMs,
      }).state;
      if (!session) throw new Error("no session");
      counts.save(session, { atMs: startedAtMs, seconds: [], gaps: [] });
      return session.id;
    });
    sql.exec("UPDATE kept_sessions SET body = '{}' WHERE id = ?", ids[0]);
    expect(counts.sessions().map(({ id }) => id)).toEqual([ids[1]]);
    expect(counts.unstored(null)).toBe(ids[1]);
    counts.markStored(ids[1] ?? "", counts.rows(ids[1] ?? ""));
    expect(counts.unstored(null)).toBeNull();
  });
});

test("a listener hears a channel whose settings and status it cannot read", async () => {
  const name = "twitch:0";
  await runInDurableObject(listenerStub(env, name), (_, { storage: { sql } }) => {
    const storage = new ListenerStorage(sql);
    const settings = { ...defaultSettings, version: 3 };
    for (const id of ["1", "2"]) storage.saveChannel({ ...channel(id), settings });
    sql.exec("UPDATE channels SET settings = '7', live = '7' WHERE channel_id = '1'");
    expect(storage.channels()).toMatchObject([
      { channelId: "1", settings: defaultSettings, live: null },
      { channelId: "2", settings },
    ]);
  });
});

test("the workspace shows all members, channels and accounts that it can read, and takes switches for thrown", async () => {
  const workspace = workspaceStub(env);
  for (const login of ["ann", "ben"]) await workspace.addMember("twitch", login, "editor");
  for (const id of ["1", "2", "3"]) await workspace.addChannel(channel(id));
  const account = { purposes: [], scopes: [], status: "valid", problem: null, validatedAtMs: null } as const;
  for (const userId of ["1", "2"]) {
    await workspace.accountChanged({ ...account, purposes: [], scopes: [], userId, login: "a", displayName: "A" });
  }
  await workspace.changeFlags({ clip_mode_default: "live" });
  await runInDurableObject(workspace, (_, { storage: { sql } }) => {
    sql.exec("UPDATE members SET role = 'queen' WHERE login = 'ann'");
    sql.exec("UPDATE channels SET platform = 'radio' WHERE channel_id = '1'");
    sql.exec("UPDATE channels SET summary = '{}' WHERE channel_id = '2'");
    sql.exec(`UPDATE kv SET value = json_set(value, '$[0].status', 'odd') WHERE name = 'twitch-accounts'`);
    sql.exec(`UPDATE kv SET value = json_set(value, '$.clip_api_enabled', 'odd') WHERE name = 'clip-flags'`);
  });
  expect((await workspace.members()).map(({ login }) => login)).toEqual(["ben", "hypecut_demo"]);
  expect((await workspace.channels()).map(({ channelId }) => channelId)).toEqual(["2", "3"]);
  expect((await workspace.summaries()).map(({ channelId }) => channelId)).toEqual(["2", "3"]);
  expect((await workspace.accounts()).length).toBe(1);
  expect(await workspace.flags()).toEqual({
    ...defaultClipFlags,
    clip_pipeline_enabled: false,
    clip_api_enabled: false,
  });
});
