// What an earlier version stored goes on in this one: a session without the platform's id of its broadcast, and records on
// their way to the database without what a Twitch clip needs.
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { sessionSchema } from "#core/session/session.ts";
import { recordMessageSchema } from "#core/outbox/record.ts";
import { unwrap } from "#core/outcome.ts";
import { deliver } from "../../durable-objects/clip-desk/deliver.ts";
import { deskStub, monitorStub, workspaceStub } from "../support/object-stubs.ts";
import { aCandidate, aJob } from "../support/clip-builders.ts";
import { until } from "../support/demo-world.ts";

test("what is proposed of it is whole, so that pages can read it", async () => {
  const about = { platform: "kick", channelId: "530001", login: "earlier", displayName: "Earlier" } as const;
  const channel = await workspaceStub(env).addChannel(about);
  const monitor = monitorStub(env, channel);
  const startedAtMs = Math.floor(Date.now() / 1000) * 1000 - 600_000;
  const live = { type: "live", atMs: Date.now(), streamId: null, startedAtMs, title: "", viewerCount: 1 } as const;
  await monitor.receive([{ type: "live", report: live }]);
  await runInDurableObject(monitor, (_, { storage }) =>
    storage.sql.exec("UPDATE kv SET value = json_remove(value, '$.session.streamId') WHERE name = 'session'"),
  );
  await evictDurableObject(monitor);

  const { session } = unwrap(await monitor.overview());
  expect(session).toMatchObject({ startedAtMs, streamId: null });
  const nowMs = Date.now();
  unwrap(await monitor.clipNow({ fromMs: nowMs - 20_000, toMs: nowMs }, null, "Someone", "request-0001"));
  const [job] = await until(async () => {
    const jobs = await deskStub(env, channel).jobs();
    return jobs.length > 0 ? jobs : null;
  }, "the job");
  expect(job).toMatchObject({ streamId: null });
  const board = await until(async () => {
    const { jobs } = await workspaceStub(env).board();
    return jobs.find(({ jobId }) => jobId === job?.jobId) ?? null;
  }, "the job on the board");
  expect(board).toMatchObject({ streamId: null });
});

test("what the store kept of one can still be read", () => {
  const kept = { platform: "kick", channelId: "1", id: "kick-1-1", number: 1, title: "", startedAtMs: 1, endedAtMs: 2 };
  expect(sessionSchema.parse({ ...kept, viewerCount: null, peakViewerCount: 3 })).toMatchObject({ streamId: null });
});

test("a record that has waited since then can be written", async () => {
  const candidate = without(aCandidate(), ["kind", "risk", "mode", "streamId", "suggestedDurationSeconds"]);
  const job = without(aJob(), ["mode", "streamId", "requestedDurationSeconds", "twitch", "progress", "tries"]);
  const bodies = [
    { table: "candidates", row: { ...candidate, status: "approved", jobId: null } },
    { table: "clip_jobs", row: job },
  ];
  const sent: unknown[] = [];
  const RECORDS = { send: async (message: unknown) => void sent.push(message) } as unknown as Env["RECORDS"];
  const messages = bodies.map((body, id) => ({ id, target: "records", body }));
  await deliver({ ...env, RECORDS }, "twitch:1337", "records", messages);
  expect(sent.map((message) => recordMessageSchema.safeParse(message).error)).toEqual([undefined]);
});

function without(row: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}
