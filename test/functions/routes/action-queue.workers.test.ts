// The action queue over HTTP: proposing, editing, deciding, and what is seen of all channels.
import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { defaultClipFlags } from "#core/clips/board/clip-flags.ts";
import { workspaceStub } from "../../support/object-stubs.ts";
import { until } from "../../support/demo-world.ts";
import { type Json, owner, type Visitor } from "../../support/site.ts";

let who: Visitor;
const path = { platform: "twitch", login: "neon_rally" } as const;
let wishes = 0;

beforeEach(async () => {
  who = await owner();
  await who.json("POST", "/api/channels", { address: "twitch:neon_rally" });
  await until(
    async () => (await who.json("GET", "/api/channels/twitch/neon_rally")).body.session,
    "the channel to be live",
  );
});

/** A wish with a title of its own, of the stream that runs. */
function wish(part: object = {}): Json {
  const nowMs = Date.now();
  return { ...path, fromMs: nowMs - 30_000, toMs: nowMs, title: `Wish ${++wishes}`, ...part };
}

test("what another program proposes waits for a person, once, with a clean title", async () => {
  const asked = wish({
    title: " What\u0000 a save ",
    source: "autonomy_goal",
    confidence: 0.7,
    contextExcerpt: "wow\nwow",
  });
  const first = await who.json("POST", "/api/action-queue", asked);
  const second = await who.json("POST", "/api/action-queue", asked);
  expect([first.status, second.status]).toEqual([201, 200]);
  expect(first.body.action).toEqual(second.body.action);
  expect(first.body.action).toMatchObject({
    status: "pending_approval",
    jobId: null,
    title: "What a save",
    contextExcerpt: "wow wow",
    source: "autonomy_goal",
    confidence: 0.7,
    kind: "clip_candidate",
    risk: "suggest_streamer",
  });
  const id = first.body.action.candidateId;
  const mine = ({ body }: Json) => body.actions.some((action: Json) => action.candidateId === id);
  expect(mine(await who.json("GET", "/api/action-queue?platform=twitch&login=neon_rally"))).toBe(true);
  await until(async () => mine(await who.json("GET", "/api/action-queue")), "the board to know");
  expect((await who.json("POST", `/api/action-queue/${id}/approve`)).body.job).toMatchObject({ candidateId: id });
  await until(async () => !mine(await who.json("GET", "/api/action-queue")), "the board to know the answer");
  const jobs = async () => (await who.json("GET", "/api/clip-jobs")).body.jobs as Json[];
  await until(async () => (await jobs()).some((job) => job.candidateId === id), "the board to know the job");
});

test("title and length can be changed until somebody decides; the end stays", async () => {
  const asked = wish();
  const { body } = await who.json("POST", "/api/action-queue", asked);
  const address = `/api/action-queue/${body.action.candidateId}`;
  const edited = await who.json("PATCH", address, { title: "Better", durationSeconds: 45 });
  expect(edited.body.action).toMatchObject({
    title: "Better",
    range: { fromMs: asked.toMs - 45_000, toMs: asked.toMs },
  });
  for (const wrong of [{ durationSeconds: 4 }, { durationSeconds: 181 }, { title: "" }, { range: 1 }])
    expect((await who.json("PATCH", address, wrong)).status).toBe(400);
  const { job } = (await who.json("POST", `${address}/approve`)).body;
  expect(job).toMatchObject({ title: "Better", requestedDurationSeconds: 45 });
  expect((await who.json("PATCH", address, { title: "Late" })).body.error.code).toBe("conflict");
});

test.each([
  [{ toMs: 1 }],
  [{ fromMs: 8e15, toMs: 8e15 + 30_000 }],
  [{ source: "guess" }],
  [{ confidence: 2 }],
  [{ platform: "youtube" }],
  [{ fromMs: "x" }],
  [{ title: "" }],
])("a wish with %j is refused", async (part) => {
  expect((await who.json("POST", "/api/action-queue", wish(part))).status).toBe(400);
});

test("a channel's rule approves what it is meant for", async () => {
  const rule = { autoApprove: true, autoApproveRules: { minConfidence: 0.9, sources: ["keyword"] } };
  const settings = "/api/channels/twitch/neon_rally/settings";
  expect((await who.json("PATCH", settings, rule)).body.settings).toMatchObject(rule);
  const sure = await who.json("POST", "/api/action-queue", wish({ source: "keyword", confidence: 0.95 }));
  const unsure = await who.json("POST", "/api/action-queue", wish({ source: "keyword", confidence: 0.5 }));
  expect([sure.body.action.status, unsure.body.action.status]).toEqual(["approved", "pending_approval"]);
  await who.json("PATCH", settings, { autoApprove: false });
});

test("while clipping is switched off nothing is proposed, and Clip now says so", async () => {
  await workspaceStub(env).changeFlags({ clip_pipeline_enabled: false });
  const { fromMs, toMs } = wish();
  const answers = [
    await who.json("POST", "/api/action-queue", wish()),
    await who.json("POST", "/api/channels/twitch/neon_rally/clip-now", { fromMs, toMs }),
  ];
  for (const { status, body } of answers)
    expect([status, body.error.code, body.error.message]).toEqual([
      409,
      "conflict",
      expect.stringContaining("switched off"),
    ]);
  await workspaceStub(env).changeFlags(defaultClipFlags);
});

test("a retry takes an executor that the job offers, and no other", async () => {
  const { body } = await who.json("POST", "/api/action-queue", wish());
  const { job } = (await who.json("POST", `/api/action-queue/${body.action.candidateId}/approve`)).body;
  const post = (what: string, sent: object) => who.json("POST", `/api/clip-jobs/${job.jobId}/${what}`, sent);
  await post("lease", { pageId: "page-0001" });
  await post("fail", { pageId: "page-0001", errorCode: "clip_cut_failed", detail: "No." });
  expect((await post("retry", { executor: "twitch_vod" })).body.error.code).toBe("conflict");
  expect((await post("retry", { executor: "magic" })).status).toBe(400);
  expect((await post("retry", { executor: "browser" })).body.job).toMatchObject({
    status: "queued",
    executor: "browser",
  });
});
