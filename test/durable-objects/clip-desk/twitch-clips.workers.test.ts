// A desk that has clips made by Twitch: a real account, the simulator's Helix, the real file store.
import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import { clipFileKey } from "#core/clips/job/clip-manifest.ts";
import { defaultClipFlags } from "#core/clips/board/clip-flags.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { Channel } from "#core/channel/channel.ts";
import { unwrap } from "#core/outcome.ts";
import { deskStub, workspaceStub } from "../../support/object-stubs.ts";
import type { ClipCreations } from "../../simulator/clip-store.ts";
import { aCandidate, fields } from "../../support/clip-builders.ts";
import { connected, demoUserId, helixError, type Wire, watchWire } from "../../support/connected-account.ts";
import { newChannel, order, until } from "../../support/demo-world.ts";
import { origin, visitor } from "../../support/site.ts";

let wire: Wire;
let channel: Channel;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  wire = watchWire();
  channel = await newChannel("twitch", true);
  await order("setClips", { channel: channel.login, appearAfterMs: 0, editors: ["hypecut_demo"] });
  await connected(["editor"]);
  await until(async () => (await workspaceStub(env).accounts()).length > 0, "the workspace to know the account");
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await reset();
});

const desk = () => deskStub(env, channel);
const job = async () => (await desk().jobs())[0] as ClipJob;

/** A moment that ended nine seconds ago, so that its clip is asked for at once. */
function candidate(part: Partial<Candidate> = {}): Candidate {
  const toMs = Date.now() - 9000;
  return aCandidate({
    candidateId: `twitch-${channel.channelId}-m1`,
    channel: { platform: "twitch", channelId: channel.channelId },
    login: channel.login,
    title: `Jump ${channel.channelId}`,
    range: { fromMs: toMs - 30_000, toMs },
    sourceTsMs: toMs,
    streamStartedAtMs: toMs - 600_000,
    isPreapproved: true,
    ...part,
  });
}

async function creations(): Promise<ClipCreations[]> {
  const answer = await fetch(`${inject("simulatorUrl")}/control/clips`);
  const { creations: all } = (await answer.json()) as { creations: ClipCreations[] };
  return all.filter(({ broadcasterId }) => broadcasterId === channel.channelId);
}

/** Time goes on by itself; the alarm is what the test rings, as soon as it is due. */
async function ends(
  want: (job: ClipJob) => boolean = ({ status }) => /ready|failed|expired/.test(status),
): Promise<ClipJob> {
  return until(
    async () => {
      vi.setSystemTime(Date.now() + 400);
      await runDurableObjectAlarm(desk()).catch(() => undefined);
      const now = await job();
      return now && want(now) ? now : null;
    },
    "the job to end",
    15_000,
  );
}

test("a clip is asked for once, followed, ready with a page that works, and its file comes after it", async () => {
  unwrap(await desk().propose([candidate()]));
  const ready = await ends();
  expect(ready).toMatchObject({ status: "ready", executor: "twitch_live", mode: "live", attempts: 1 });
  expect(ready).toMatchObject({
    creation: { accountId: demoUserId },
    clipUrl: expect.stringMatching(/^https:\/\/clips\.twitch\.tv\//),
  });
  expect(ready.creation?.editUrl).toMatch(/^https:\/\/www\.twitch\.tv\//);
  expect((await creations()).map(({ times }) => times)).toEqual([1]);
  const copied = fields(await ends((job) => fields(job).fileCopy?.status !== "wanted"));
  expect(copied.fileCopy).toEqual({ status: "copied" });
  const video = await visitor().request("GET", `/c/${copied.clipId}/video.mp4`);
  expect([video.status, new TextDecoder().decode((await video.arrayBuffer()).slice(4, 8))]).toEqual([200, "ftyp"]);
  const page = await (await visitor().request("GET", `/c/${copied.clipId}`)).text();
  expect(page).toContain("<video");
  expect(page).toContain(`poster="/c/${copied.clipId}/poster.jpg"`);
});

test("a clip without a file shows Twitch's own player on its page, and on no other", async () => {
  await order("setClips", { channel: channel.login, hasDownloads: false });
  unwrap(await desk().propose([candidate()]));
  const { clipId, creation, clipUrl } = fields(await ends());
  const answer = await visitor().request("GET", `/c/${clipId}`);
  const page = await answer.text();
  expect(answer.headers.get("content-security-policy")).toContain("frame-src https://clips.twitch.tv;");
  expect(page).toContain(`src="https://clips.twitch.tv/embed?clip=${creation?.twitchClipId}&amp;parent=localhost`);
  for (const tag of ["og:title", "og:video", "og:url", "twitter:card"]) expect(page).toContain(tag);
  expect(page).toContain(`href="${clipUrl}"`);
  expect(page).not.toContain("/download");
  const download = await visitor().json("GET", `/c/${clipId}/download`);
  expect([download.status, download.body.error.message]).toEqual([404, expect.stringContaining("no file")]);
  const other = await visitor().request("GET", "/sign-in");
  expect(other.headers.get("content-security-policy")).not.toContain("frame-src");
});

test.each([
  ["javascript:alert(1)"],
  ["https://evil.example/embed?clip=x"],
  ["https://clips.twitch.tv.evil.example/embed"],
  ["https://clips.twitch.tv/other"],
])("a player at %s is not shown", async (embedUrl) => {
  const clipId = "abcdefgh23456789";
  const twitch = { embedUrl, clipUrl: "javascript:alert(1)", thumbnailUrl: "x" };
  const { channel: ref, range } = candidate();
  const about = { clipId, jobId: "j", title: "A", channel: ref, login: "a", range, streamStartedAtMs: 0 };
  const manifest = { ...about, durationMs: 1, fileName: "a.mp4", hasPoster: false, createdAtMs: 1, twitch };
  await env.CLIPS.put(clipFileKey(clipId, "clip.json"), JSON.stringify(manifest));
  const answer = await visitor().request("GET", `/c/${clipId}`);
  const page = await answer.text();
  expect([answer.status, page.includes("<iframe"), page.includes("javascript:")]).toEqual([200, false, false]);
  expect(answer.headers.get("content-security-policy")).not.toContain("frame-src");
});

describe("whatever write an object dies at", () => {
  /** The n-th transaction from now on fails: before it is written, or after. */
  async function dieAt(n: number, when: "before" | "after"): Promise<{ readonly count: () => number }> {
    let count = 0;
    await runInDurableObject(desk(), (_, { storage }) => {
      const real = storage.transactionSync.bind(storage);
      storage.transactionSync = <T>(work: () => T): T => {
        count += 1;
        if (count !== n) return real(work);
        if (when === "after") real(work);
        throw new Error("the object dies here");
      };
    });
    return { count: () => count };
  }

  /** As many as a job takes when nothing happens, those of the alarm among them. */
  const writes = Array.from({ length: 10 }, (_, at) => at + 1);
  test.each(writes.flatMap((n) => [[n, "before"] as const, [n, "after"] as const]))(
    "(%i, %s it) the job ends after a restart, and was asked for once at most",
    async (n, when) => {
      const wanted = candidate();
      const dying = await dieAt(n, when);
      await desk()
        .propose([wanted])
        .catch(() => undefined);
      // Dead once the write is reached, or done without reaching it.
      await until(
        async () => {
          if (dying.count() >= n) return true;
          vi.setSystemTime(Date.now() + 400);
          await runDurableObjectAlarm(desk()).catch(() => undefined);
          return fields(await job()).fileCopy?.status === "copied";
        },
        "the write to be reached",
        15_000,
      );
      await evictDurableObject(desk());
      // The monitor still owes what was not acknowledged; the cron tick wakes who lost an alarm.
      unwrap(await desk().propose([wanted]));
      vi.setSystemTime(Date.now() + 20_000);
      await desk().wake();
      const ended = await ends();
      const made = (await creations()).flatMap(({ clipIds }) => clipIds);
      expect([(await desk().jobs()).length, ended.status]).toEqual([1, made.length === 0 ? "failed" : "ready"]);
      if (ended.status === "failed") {
        // It died between the word that Twitch is asked and the asking, which nobody can tell from a lost answer.
        expect(ended.failure).toMatchObject({ code: "clip_unknown", mayExist: true });
        return;
      }
      expect(made).toEqual([ended.creation?.twitchClipId]);
      expect((await visitor().request("GET", `/c/${fields(ended).clipId}`)).status).toBe(200);
    },
  );
});

test("a Twitch that does not answer delays nobody who asks the desk, and at most six jobs are at work", async () => {
  const held = { pattern: "POST /clips*", channel: channel.login, mode: "held", times: 6 } as const;
  await order("intervene", held);
  await order("setClips", { channel: channel.login, allowed: "nobody", editors: [] });
  const many = Array.from({ length: 9 }, (_, n) =>
    candidate({ candidateId: `twitch-${channel.channelId}-m${n}`, dedupeKey: `m${n}`, momentId: `m${n}` }),
  );
  unwrap(await desk().propose(many));
  await until(() => wire.count("/helix/clips") === 6, "six calls under way");
  const jobs = await desk().jobs();
  expect(jobs.filter(({ status }) => status === "creating")).toHaveLength(6);
  expect(
    unwrap(
      await desk().add(
        candidate({
          candidateId: `twitch-${channel.channelId}-x`,
          dedupeKey: "x",
          momentId: "x",
          isPreapproved: false,
        }),
      ),
    ).isNew,
  ).toBe(true);
  // Three jobs are due and wait for a free hand; the alarm does not ring in a circle for them.
  const ringsAtMs = await runInDurableObject(desk(), (_, { storage }) => storage.getAlarm());
  expect(ringsAtMs).toBeGreaterThanOrEqual(Date.now() + 1000);
  // Neither the alarm nor a wake begins again what is under way.
  vi.setSystemTime(Date.now() + 25_000);
  await runDurableObjectAlarm(desk());
  await desk().wake();
  expect(wire.count("/helix/clips")).toBe(6);
  expect(await order("release", {})).toEqual({ released: 6 });
  await until(async () => (await desk().jobs()).every(({ status }) => status === "failed"), "all to fail");
  expect(wire.count("/helix/clips")).toBe(9);
});

test("a call that is under way is not taken for lost by the object that makes it", async () => {
  await workspaceStub(env).addChannel(channel);
  await order("intervene", { pattern: "POST /clips*", channel: channel.login, mode: "held" });
  unwrap(await desk().propose([candidate()]));
  await until(() => wire.count("/helix/clips") === 1, "the call");
  vi.setSystemTime(Date.now() + 25_000);
  await runDurableObjectAlarm(desk());
  await desk().wake();
  // A call that was begun again would be on its way by the time another question is answered.
  await desk().jobs();
  await until(async () => (await workspaceStub(env).board()).jobs.length === 1, "the board to know the job");
  expect(wire.count("/helix/clips")).toBe(1);
  await order("release", {});
  expect(await ends()).toMatchObject({ status: "ready", attempts: 1 });
});

test("a creation without an answer is looked for, found, and never repeated", async () => {
  await order("intervene", { pattern: "POST /clips*", channel: channel.login, when: "after", mode: "drop" });
  unwrap(await desk().propose([candidate()]));
  const ended = await ends();
  expect(ended).toMatchObject({ status: "ready", creation: { editUrl: expect.any(String) } });
  expect(ended.tries.map(({ stage }) => stage)).toEqual(["create", "lookup"]);
  expect((await creations()).flatMap(({ clipIds }) => clipIds)).toEqual([ended.creation?.twitchClipId]);
});

test("a refusal is told in words with what else can make the clip, and a person's choice makes it", async () => {
  wire.plan("/helix/clips", helixError(404));
  unwrap(await desk().propose([candidate()]));
  const failed = await ends();
  expect(failed).toMatchObject({
    status: "failed",
    failure: {
      code: "clip_not_found",
      reason: "refused",
      detail: expect.stringContaining("not live"),
      mayExist: false,
    },
    alternatives: ["twitch_vod", "browser"],
  });
  expect(await desk().retry(failed.jobId, "twitch_live")).toMatchObject({ ok: true });
  const again = await ends();
  expect(again.status).toBe("ready");
  expect(await desk().retry(failed.jobId, "browser")).toMatchObject({ ok: false, code: "conflict" });
});

test("a clip that fails can be left to a page", async () => {
  wire.plan("/helix/clips", helixError(403));
  unwrap(await desk().propose([candidate()]));
  const { jobId } = await ends();
  expect(unwrap(await desk().retry(jobId, "browser"))).toMatchObject({ executor: "browser", status: "queued" });
  expect(unwrap(await desk().lease(jobId, "page-0001"))).toMatchObject({ status: "creating" });
});

describe("of a channel whose editor the account is not", () => {
  /** Twenty minutes ago, so that only the recording has it. */
  const late = (n: number) => {
    const toMs = Date.now() - 20 * 60_000;
    const id = { candidateId: `twitch-${channel.channelId}-m${n}`, dedupeKey: `m${n}`, momentId: `m${n}` };
    const range = { fromMs: toMs - 30_000, toMs };
    return candidate({ ...id, range, sourceTsMs: toMs, streamStartedAtMs: toMs - 600_000, streamId: "77" });
  };
  const vod = () => {
    const startedAt = new Date(Date.now() - 30 * 60_000).toISOString();
    return Response.json({ data: [{ id: "5", stream_id: "77", created_at: startedAt, duration: "2h" }] });
  };
  const newest = async () => (await desk().jobs()).at(-1) as ClipJob;

  test("the first clip of the recording fails with what to do, the next is a browser's at once", async () => {
    wire.plan("/helix/videos", vod, vod);
    wire.plan("/helix/videos/clips", helixError(403), helixError(403));
    unwrap(await desk().propose([late(1)]));
    expect(await ends()).toMatchObject({ failure: { code: "clip_forbidden" }, alternatives: ["browser"] });
    vi.setSystemTime(Date.now() + 1000);
    unwrap(await desk().propose([late(2)]));
    expect(await newest()).toMatchObject({ executor: "browser", status: "queued" });
    expect(wire.count("/helix/videos/clips")).toBe(1);
    // A person who tries the same again asks Twitch again.
    unwrap(await desk().retry((await job()).jobId));
    await ends();
    expect(wire.count("/helix/videos/clips")).toBe(2);
  });

  test("files are not asked for again after the first refusal", async () => {
    wire.plan("/helix/clips/downloads", helixError(403));
    unwrap(await desk().propose([candidate()]));
    await ends((job) => fields(job).fileCopy?.status === "failed");
    vi.setSystemTime(Date.now() + 1000);
    const another = { candidateId: `twitch-${channel.channelId}-m2`, dedupeKey: "m2", momentId: "m2" };
    unwrap(await desk().propose([candidate(another)]));
    await until(
      async () => {
        vi.setSystemTime(Date.now() + 400);
        await runDurableObjectAlarm(desk()).catch(() => undefined);
        return (await newest()).status === "ready";
      },
      "the second clip",
      10_000,
    );
    expect(fields(await newest()).fileCopy).toEqual({ status: "none" });
  });
});

describe("the switches", () => {
  test("with the pipeline off there are no candidates, and Clip now says so", async () => {
    unwrap(await workspaceStub(env).changeFlags({ clip_pipeline_enabled: false }));
    unwrap(await desk().propose([candidate()]));
    expect([await desk().jobs(), await desk().pendingCandidates()]).toEqual([[], []]);
    expect(await desk().add(candidate())).toMatchObject({ ok: false, code: "conflict", message: /switched off/ });
  });

  test("with Twitch off a job rests approved and nothing is sent; switched on, it is made", async () => {
    unwrap(await workspaceStub(env).changeFlags({ clip_api_enabled: false }));
    unwrap(await desk().propose([candidate()]));
    for (let rings = 0; rings < 5; rings++) {
      vi.setSystemTime(Date.now() + 2000);
      await runDurableObjectAlarm(desk());
    }
    expect([(await job()).status, wire.count("/helix/clips")]).toEqual(["approved", 0]);
    unwrap(await workspaceStub(env).changeFlags(defaultClipFlags));
    await desk().wake();
    expect((await ends()).status).toBe("ready");
  });

  test("without any account the browser makes the clip at once", async () => {
    const kick = { platform: "kick", channelId: "987654321" } as const;
    const other = deskStub(env, kick);
    unwrap(await other.propose([candidate({ candidateId: "kick-987654321-m1", channel: kick })]));
    expect(await other.jobs()).toMatchObject([{ executor: "browser", status: "queued" }]);
  });
});

test("the page of a job that is ready is there before the job says so", async () => {
  const real = env.CLIPS.put.bind(env.CLIPS);
  let fails = 2;
  vi.spyOn(env.CLIPS, "put").mockImplementation((...given: Parameters<typeof real>) => {
    if (fails-- > 0) return Promise.reject(new Error("the store is away"));
    return real(...given);
  });
  unwrap(await desk().propose([candidate()]));
  const ready = await ends();
  expect((await visitor().request("GET", `${origin}/c/${fields(ready).clipId}`)).status).toBe(200);
});
