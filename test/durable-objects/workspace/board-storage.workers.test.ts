// What all clip desks share, in the workspace's storage.
import { evictDurableObject, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { scopesFor, type ConnectedAccount } from "#core/accounts/connected-account.ts";
import type { CandidateStatus } from "#core/clips/candidate/candidate.ts";
import { defaultClipFlags } from "#core/clips/board/clip-flags.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import { ClipDesk } from "../../../durable-objects/clip-desk/clip-desk.ts";
import { workspaceStub } from "../../support/object-stubs.ts";
import { aCandidate, aJob } from "../../support/clip-builders.ts";
import { until } from "../../support/demo-world.ts";

const channel = { platform: "twitch", channelId: "1337" } as const;
const workspace = () => workspaceStub(env);
const now = Date.now();
const hourMs = 3_600_000;

beforeEach(async () => {
  await workspace().addChannel({ ...channel, login: "someone", displayName: "Someone" });
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await reset();
});

function candidate(id: string, status: CandidateStatus = "pending_approval", sourceTsMs = now): CandidateState {
  return { ...aCandidate({ candidateId: id, sourceTsMs }), status, jobId: status === "approved" ? `${id}-job` : null };
}
const job = (jobId: string, part: Parameters<typeof aJob>[0] = {}) =>
  aJob({ jobId, createdAtMs: now, updatedAtMs: now, ...part });
const account = (userId: string, part: Partial<ConnectedAccount> = {}): ConnectedAccount => ({
  userId,
  login: `user${userId}`,
  displayName: `User ${userId}`,
  purposes: ["broadcaster"],
  scopes: scopesFor(["broadcaster"]),
  status: "valid",
  problem: null,
  validatedAtMs: now,
  ...part,
});

async function shown(): Promise<[candidates: string[], jobs: string[]]> {
  const { candidates, jobs } = await workspace().board();
  return [candidates.map(({ candidateId }) => candidateId), jobs.map(({ jobId, status }) => `${jobId} ${status}`)];
}

test("the board shows the newest of what desks tell, oldest first, and keeps it through an eviction", async () => {
  await workspace().noteClips(channel, {
    candidates: [candidate("b", "pending_approval", now + 1), candidate("a")],
    jobs: [
      job("j2", { createdAtMs: now + 1, updatedAtMs: now + 1 }),
      job("j1", { updatedAtMs: now + 5, status: "polling" }),
    ],
  });
  await workspace().noteClips(channel, {
    candidates: [],
    jobs: [job("j1", { updatedAtMs: now + 4, status: "creating" })],
  });
  await evictDurableObject(workspace());
  expect(await shown()).toEqual([
    ["a", "b"],
    ["j1 polling", "j2 queued"],
  ]);
});

test.each(["approved", "rejected", "expired"] as const)(
  "a candidate that is %s leaves the queue, and one told of late does not come back",
  async (decided) => {
    await workspace().noteClips(channel, { candidates: [candidate("a")], jobs: [] });
    await workspace().noteClips(channel, { candidates: [candidate("a", decided)], jobs: [] });
    await workspace().noteClips(channel, { candidates: [candidate("a")], jobs: [] });
    expect(await shown()).toEqual([[], []]);
  },
);

test("a job that has ended is shown for a day; one that runs, as long as it runs", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now });
  await workspace().noteClips(channel, { candidates: [], jobs: [job("runs"), job("done", { status: "ready" })] });
  vi.setSystemTime(now + 24 * hourMs - 1);
  expect((await shown())[1]).toEqual(["done ready", "runs queued"]);
  vi.setSystemTime(now + 24 * hourMs);
  expect((await shown())[1]).toEqual(["runs queued"]);
});

test("of more than five hundred the oldest go, and jobs that have ended before those that run", async () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => String(i).padStart(3, "0"));
  await workspace().noteClips(channel, {
    candidates: many(501).map((id, i) => candidate(id, "pending_approval", now + i)),
    jobs: [
      job("running", { updatedAtMs: now - hourMs, createdAtMs: now - hourMs }),
      ...many(500).map((id, i) => job(id, { status: "ready", updatedAtMs: now + i })),
    ],
  });
  const [candidates, jobs] = await shown();
  expect([candidates.length, candidates[0], jobs.length, jobs[0], jobs.includes("000 ready")]).toEqual([
    500,
    "001",
    500,
    "running queued",
    false,
  ]);
});

test("an upload's parts are no business of a dashboard", async () => {
  const upload = { uploadId: "u", totalBytes: 1, sha256: "a".repeat(64), parts: [{ partNumber: 1, etag: "e" }] };
  await workspace().noteClips(channel, { candidates: [], jobs: [job("j", { upload })] });
  expect((await workspace().board()).jobs).toMatchObject([{ jobId: "j", upload: null }]);
});

test("switches are kept, and a desk is told of them", async () => {
  expect(await workspace().flags()).toEqual(defaultClipFlags);
  const changed = { ...defaultClipFlags, clip_api_enabled: false };
  expect(await workspace().changeFlags({ clip_api_enabled: false })).toEqual({ ok: true, value: changed });
  await evictDurableObject(workspace());
  expect(await workspace().clipContext(channel)).toEqual({ flags: changed, grants: { live: null, manage: null } });
});

test("changing a switch wakes every desk", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  for (const channelId of ["881", "882"])
    await workspace().addChannel({ platform: "twitch", channelId, login: `c${channelId}`, displayName: channelId });
  const wake = vi.spyOn(ClipDesk.prototype, "wake").mockResolvedValue(undefined);
  await workspace().changeFlags({ clip_api_enabled: false });
  await until(() => wake.mock.calls.length === 3, "every desk to be woken");
});

test("a desk is told which accounts may act for its channel; the broadcaster's own comes first", async () => {
  await workspace().accountChanged(account("9", { purposes: ["editor"], scopes: scopesFor(["editor"]) }));
  await workspace().accountChanged(account("1337"));
  await workspace().accountChanged(account("8", { status: "revoked" }));
  const own = { live: { accountId: "1337" }, manage: { accountId: "1337", editorId: "1337" } };
  expect((await workspace().clipContext(channel)).grants).toEqual(own);
  const onKick = { platform: "kick", channelId: "1337" } as const;
  expect((await workspace().clipContext(onKick)).grants).toEqual({ live: null, manage: null });
  expect(await workspace().eventSubChannels()).toEqual(["1337"]);
  await workspace().accountGone("1337");
  const editors = { live: { accountId: "9" }, manage: { accountId: "9", editorId: "9" } };
  expect((await workspace().clipContext(channel)).grants).toEqual(editors);
  expect((await workspace().accounts()).map(({ login }) => login)).toEqual(["user8", "user9"]);
});

test("the application's downloads a minute are counted through an eviction", async () => {
  expect(await workspace().takeDownloads(100)).toEqual({ granted: 100, retryAtMs: null });
  await evictDurableObject(workspace());
  const { granted, retryAtMs } = await workspace().takeDownloads(10);
  expect([granted, (retryAtMs ?? 0) > Date.now()]).toEqual([0, true]);
});

test("a channel that is removed leaves nothing to decide about, and another's stays", async () => {
  const other = { ...aCandidate({ candidateId: "other" }), channel: { platform: "twitch", channelId: "7" } } as const;
  const candidates = [candidate("mine"), { ...other, status: "pending_approval", jobId: null } as const];
  await workspace().noteClips(channel, { candidates, jobs: [job("j1")] });
  await workspace().removeChannel(channel);
  expect(await shown()).toEqual([["other"], ["j1 queued"]]);
  // The desk had this to say before it heard of the removal.
  await workspace().noteClips(channel, { candidates: [candidate("late")], jobs: [job("late")] });
  expect(await shown()).toEqual([["other"], ["j1 queued"]]);
});

test("an entry that cannot be read hides nothing but itself", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const { streamId: _, ...incomplete } = job("j1");
  await workspace().noteClips(channel, { candidates: [candidate("a")], jobs: [incomplete as never, job("j2")] });
  expect(await shown()).toEqual([["a"], ["j2 queued"]]);
});
