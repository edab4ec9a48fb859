// The way of a record from an object through the queue to the database and back, with the database away for a while.
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { afterEach, expect, inject, test, vi } from "vitest";
import { httpDatabase } from "../../../adapters/database/client.ts";
import { clipJobsTable, momentsTable, sessionsTable } from "../../../adapters/database/schema.ts";
import { deskStub, monitorStub } from "../../support/object-stubs.ts";
import { newChannel, until } from "../../support/demo-world.ts";
import { owner } from "../../support/site.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("with the database away people sign in, watch and clip, and nothing is lost when it is back", async () => {
  for (const method of ["warn", "error"] as const) vi.spyOn(console, method).mockImplementation(() => undefined);
  const real = globalThis.fetch;
  let refused = 0;
  const away = vi.spyOn(globalThis, "fetch").mockImplementation((input, init) => {
    if (!String(input).includes(inject("neonProxy"))) return real(input, init);
    refused += 1;
    return Promise.reject(new TypeError("Network connection lost."));
  });
  const channel = await newChannel("twitch", true);
  const who = await owner();
  const path = `/api/channels/twitch/${channel.login}`;
  expect((await who.json("POST", "/api/channels", { address: `twitch:${channel.login}` })).status).toBe(201);
  const session = await until(async () => (await who.json("GET", path)).body.session, "the session");
  const nowMs = Date.now();
  const made = await who.json("POST", `${path}/clip-now`, { fromMs: nowMs - 30_000, toMs: nowMs });
  expect([made.status, made.body.job.status]).toEqual([201, "queued"]);
  expect((await who.json("POST", `/api/clip-jobs/${made.body.job.jobId}/lease`, { pageId: "page-0001" })).status).toBe(
    200,
  );
  await until(() => refused > 0, "a try to write");
  expect((await who.json("GET", "/api/status")).body.error.code).toBe("database_unavailable");
  const objects = [monitorStub(env, channel), deskStub(env, channel)];
  const owed = (stub: (typeof objects)[number]) =>
    runInDurableObject(stub as DurableObjectStub, (_: unknown, state) =>
      Number(state.storage.sql.exec("SELECT COUNT(*) AS n FROM outbox WHERE target = 'records'").one()["n"]),
    );
  for (const stub of objects) expect(await owed(stub)).toBeGreaterThan(0);

  away.mockRestore();
  // A minute later the objects send again what nobody has acknowledged, wherever the queue has put the first copies.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
  for (const stub of objects) await runDurableObjectAlarm(stub as DurableObjectStub);
  for (const stub of objects) await until(async () => (await owed(stub)) === 0, "the acknowledgement");
  const db = httpDatabase({ url: inject("databaseUrl"), proxy: inject("neonProxy") });
  expect(
    await db.select({ id: sessionsTable.id }).from(sessionsTable).where(eq(sessionsTable.id, session.id)),
  ).toHaveLength(1);
  expect(
    await db.select({ id: momentsTable.id }).from(momentsTable).where(eq(momentsTable.id, made.body.moment.id)),
  ).toHaveLength(1);
  const [job] = await db.select().from(clipJobsTable).where(eq(clipJobsTable.id, made.body.job.jobId));
  // The newest version: leased once, and given up because the page was silent for that minute.
  expect(job).toMatchObject({ status: "queued", attempts: 1 });
});
