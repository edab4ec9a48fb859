// The life of a Twitch job: what is sent when, what happens without an answer, and that nothing hangs or doubles.
import { describe, expect, test } from "vitest";
import type { ClipAnswer, FoundClip } from "#core/clips/twitch/clip-calls.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { ageJob, isDue, jobDeadlineMs, jobLifetimeMs, retryJob, wakeJob } from "#core/clips/job/job-step.ts";
import { nextStatuses } from "#core/clips/job/job-transitions.ts";
import { planJob } from "#core/clips/job/plan-executor.ts";
import { afterCopy } from "#core/clips/twitch/copy-step.ts";
import type { TwitchCall } from "#core/clips/twitch/twitch-call.ts";
import { fields } from "../../../support/clip-builders.ts";
import { randomFrom } from "../../../simulator/random.ts";
import {
  accountId,
  aFoundClip,
  allGrants,
  type Answering,
  approvedJob,
  aVod,
  clipId,
  runJob,
  waitMs,
} from "../../../support/twitch-run.ts";

const startMs = Date.UTC(2026, 0, 17, 16);
const ok = <T>(value: T): ClipAnswer<T> => ({ status: "ok", value });
const asked = ok({ twitchClipId: "BraveOtter-1", editUrl: "https://www.twitch.tv/someone/clip/BraveOtter-1" });
const isCreation = (call: TwitchCall) => call.stage === "create_live" || call.stage === "create_vod";
const creationsIn = (calls: readonly TwitchCall[]) => calls.filter(isCreation).length;
const statuses = (jobs: readonly ClipJob[]) => [...new Set(jobs.map(({ status }) => status))];

/** A Twitch on which everything works; a clip appears so long after it was asked for. */
function works(appearsAfterMs: number | null, except: Answering = () => "crash"): Answering {
  let askedAtMs = 0;
  return (call, nowMs) => {
    const other = except(call, nowMs);
    if (other !== "crash") return other;
    if (isCreation(call)) {
      askedAtMs = nowMs;
      return asked;
    }
    if (call.stage === "find_vod") return ok([aVod(approvedJob(startMs))]);
    const isThere = appearsAfterMs !== null && nowMs >= askedAtMs + appearsAfterMs;
    return ok(isThere ? [aFoundClip({ createdAtMs: askedAtMs })] : []);
  };
}

test("a live clip goes through every status, is asked for when its end is in Twitch's window, and is ready with its addresses", () => {
  const { job, calls, stored } = runJob(approvedJob(startMs), startMs, works(3000));
  expect(statuses(stored)).toEqual(["queued", "creating", "polling", "ready"]);
  expect(calls[0]).toEqual({
    stage: "create_live",
    accountId,
    request: { broadcasterId: "1337", title: "A jump", durationSeconds: 30 },
  });
  expect(stored.find(({ status }) => status === "creating")?.creation?.askedAtMs).toBe(startMs + 8000);
  expect(job).toMatchObject({
    status: "ready",
    clipId,
    isLate: false,
    fileCopy: { status: "wanted" },
    clipUrl: "https://clips.twitch.tv/BraveOtter-1",
    creation: {
      twitchClipId: "BraveOtter-1",
      editUrl: "https://www.twitch.tv/someone/clip/BraveOtter-1",
    },
  });
});

test("a clip is looked for after 1, 2, 3, 5, 8 and 15 seconds, then every ten, and is late after fifteen", () => {
  const looks: number[] = [];
  const looking: Answering = (call, nowMs) => {
    if (call.stage === "poll") looks.push((nowMs - startMs) / 1000 - 8);
    return "crash";
  };
  const { job } = runJob(approvedJob(startMs), startMs, works(40_000, looking));
  expect(looks).toEqual([1, 2, 3, 5, 8, 15, 25, 35, 45]);
  expect([job.status, fields(job).isLate]).toEqual(["ready", true]);
});

test("a clip that never appears fails as unknown, says so in words, and was asked for once", () => {
  const { job, calls, nowMs } = runJob(approvedJob(startMs), startMs, works(null));
  expect([creationsIn(calls), job.status]).toEqual([1, "failed"]);
  expect(fields(job).failure).toEqual({
    code: "clip_unknown",
    reason: "create_timeout",
    detail: "Twitch accepted the clip but has not shown it within 120 seconds.",
    mayExist: true,
  });
  expect(nowMs - startMs).toBe(8000 + waitMs);
  expect(fields(job).alternatives).toEqual(["twitch_vod", "browser"]);
});

describe("a creation whose answer is lost", () => {
  const lost: Record<string, Answering> = {
    "by Twitch": (call) => (isCreation(call) ? { status: "unanswered", detail: "timeout" } : "crash"),
    "with the object": () => "crash",
  };
  function found(how: string, clips: (nowMs: number) => readonly FoundClip[]): Answering {
    return (call, nowMs) => {
      if (isCreation(call)) return lost[how]?.(call, nowMs) ?? "crash";
      return ok(clips(nowMs));
    };
  }

  test.each(Object.keys(lost))("(%s) is never repeated: the clip is looked for and found", (how) => {
    const clip = aFoundClip({ createdAtMs: startMs + 8500 });
    const answering = found(how, (nowMs) => (nowMs > startMs + 30_000 ? [clip] : []));
    const { job, calls } = runJob(approvedJob(startMs), startMs, answering);
    expect([job.status, creationsIn(calls), job.creation?.twitchClipId]).toEqual(["ready", 1, "BraveOtter-1"]);
    expect(job.creation?.editUrl).toMatch(/^https:/);
  });

  test.each(Object.keys(lost))("(%s) and not found fails as one that may exist", (how) => {
    const { job, calls } = runJob(
      approvedJob(startMs),
      startMs,
      found(how, () => []),
    );
    expect([job.status, creationsIn(calls)]).toEqual(["failed", 1]);
    expect(fields(job).failure).toMatchObject({ code: "clip_unknown", reason: "create_timeout", mayExist: true });
  });

  test.each([
    ["another account's", { creatorId: "1" }],
    ["an earlier one", { createdAtMs: startMs }],
    ["one that another job has", { twitchClipId: "Taken-1" }],
    ["one of another title and length", { title: "By hand", durationSeconds: 12 }],
  ])("is not taken for %s", (_, part) => {
    const clip = aFoundClip({ createdAtMs: startMs + 8500, ...part });
    const options = { claimedIds: new Set(["Taken-1"]) };
    const { job } = runJob(
      approvedJob(startMs),
      startMs,
      found("by Twitch", () => [clip]),
      options,
    );
    expect(job.status).toBe("failed");
  });

  test("is, among several, the one with its title and length", () => {
    const clips = [
      aFoundClip({ twitchClipId: "Length-1", title: "By hand", createdAtMs: startMs + 8200 }),
      aFoundClip({ twitchClipId: "Both-1", createdAtMs: startMs + 9000 }),
      aFoundClip({ twitchClipId: "Title-1", durationSeconds: 12, createdAtMs: startMs + 8100 }),
    ];
    const answering = found("by Twitch", () => clips);
    expect(runJob(approvedJob(startMs), startMs, answering).job.creation?.twitchClipId).toBe("Both-1");
  });

  test("is looked for before a person's retry asks again", () => {
    const first = runJob(
      approvedJob(startMs),
      startMs,
      found("by Twitch", () => []),
    );
    const retried = retryJob(first.job, first.nowMs);
    const clip = aFoundClip({ createdAtMs: startMs + 8500 });
    const there = runJob(
      retried,
      first.nowMs,
      found("by Twitch", () => [clip]),
    );
    expect([there.job.status, creationsIn(there.calls)]).toEqual(["ready", 0]);
    const gone = runJob(retried, first.nowMs, works(1000));
    expect([gone.job.status, gone.calls[0]?.stage, creationsIn(gone.calls)]).toEqual(["ready", "lookup", 1]);
  });
});

test("after a failure of Twitch's a clip that was made all the same is found instead of asked for again", () => {
  const answering: Answering = (call) =>
    isCreation(call)
      ? { status: "refused", httpStatus: 500, message: "" }
      : ok([aFoundClip({ createdAtMs: startMs + 8000 })]);
  const { job, calls } = runJob(approvedJob(startMs), startMs, answering);
  expect([job.status, creationsIn(calls)]).toEqual(["ready", 1]);
});

test("a clip whose account was lost while it was followed goes on by its id when a person tries again", () => {
  const first = runJob(
    approvedJob(startMs),
    startMs,
    works(0, (call) => (call.stage === "poll" ? { status: "no_account", problem: "Gone." } : "crash")),
  );
  expect([first.job.status, fields(first.job).failure?.code]).toEqual(["failed", "clip_unauthorized"]);
  const again = runJob(retryJob(first.job, first.nowMs), first.nowMs, works(0));
  expect([again.job.status, creationsIn(again.calls)]).toEqual(["ready", 0]);
});

describe("a clip of the recording", () => {
  const late = (job: ClipJob): ClipJob => ({
    ...wakeJob(job, startMs + 300_000, startMs),
    createdAtMs: startMs + 300_000,
  });
  test("is asked for by its end, when the moment is past what Twitch keeps of the stream", () => {
    const { calls, job } = runJob(late(approvedJob(startMs)), startMs + 300_000, works(1000));
    expect(calls.map(({ stage }) => stage)).toEqual(["find_vod", "create_vod", "poll"]);
    expect(calls[1]).toMatchObject({
      request: { vodId: "555", vodOffsetSeconds: 600, editorId: accountId, durationSeconds: 30, title: "A jump" },
    });
    expect([job.status, job.mode, job.executor]).toEqual(["ready", "vod", "twitch_vod"]);
  });

  test("waits for a recording that is behind its stream", () => {
    const answering = works(1000, (call, nowMs) =>
      call.stage === "find_vod"
        ? ok([aVod(approvedJob(startMs), { durationSeconds: nowMs < startMs + 400_000 ? 590 : 700 })])
        : "crash",
    );
    const { job, calls } = runJob(late(approvedJob(startMs)), startMs + 300_000, answering);
    expect([job.status, calls.filter(({ stage }) => stage === "find_vod").length > 1]).toEqual(["ready", true]);
  });

  test.each([
    ["never long enough", { durationSeconds: 590 }, 15 * 60_000, /does not reach/],
    ["of other streams only", { streamId: "1" }, 15 * 60_000, /no recording of this stream/],
  ])("that is %s ends in words", (_, part, withinMs, words) => {
    const answering = works(1000, (call) =>
      call.stage === "find_vod" ? ok([aVod(approvedJob(startMs), part)]) : "crash",
    );
    const { job, nowMs, calls } = runJob(late(approvedJob(startMs)), startMs + 300_000, answering);
    expect([job.status, fields(job).failure?.code, creationsIn(calls)]).toEqual(["failed", "clip_not_found", 0]);
    expect(fields(job).failure?.detail).toMatch(words);
    expect(nowMs - startMs - 300_000).toBeLessThanOrEqual(withinMs);
  });

  test("of a stream without an id is found by when it began, within two minutes", () => {
    const job = { ...late(approvedJob(startMs)), streamId: null };
    const beginning = (offMs: number) =>
      works(1000, (call) =>
        call.stage === "find_vod"
          ? ok([aVod(job, { streamId: "9", startedAtMs: job.streamStartedAtMs + offMs })])
          : "crash",
      );
    const found = runJob(
      job,
      startMs + 300_000,
      works(1000, (call) => (call.stage === "find_vod" ? ok([aVod(job)]) : "crash")),
    );
    expect(found.job.status).toBe("ready");
    expect(runJob(job, startMs + 300_000, beginning(130_000)).job.status).toBe("failed");
  });

  test("of the stream's first seconds is moved so that its end is not before its length", () => {
    const early = { ...late(approvedJob(startMs)), streamStartedAtMs: startMs - 10_000 };
    const answering = works(1000, (call) => (call.stage === "find_vod" ? ok([aVod(early)]) : "crash"));
    const { calls } = runJob(early, startMs + 300_000, answering);
    expect(calls[1]).toMatchObject({ request: { vodOffsetSeconds: 30, durationSeconds: 30 } });
  });

  test("of a time before the stream began is not made of something else", () => {
    const before = { ...late(approvedJob(startMs)), streamStartedAtMs: startMs + 1000 };
    const answering = works(1000, (call) => (call.stage === "find_vod" ? ok([aVod(before)]) : "crash"));
    const { job, calls } = runJob(before, startMs + 300_000, answering);
    expect([job.status, fields(job).failure?.code, creationsIn(calls)]).toEqual(["failed", "clip_not_found", 0]);
  });
});

describe("while nothing may be sent to Twitch", () => {
  const off = { ...allGrants, flags: { ...allGrants.flags, clip_api_enabled: false } };
  test("a job rests approved, and ends with the day", () => {
    const { job, calls, stored } = runJob(approvedJob(startMs), startMs, works(0), { context: off, mostSteps: 3000 });
    expect([calls.length, job.status, statuses(stored)]).toEqual([0, "expired", ["approved", "expired"]]);
  });
  test("a job that was asked for is not even looked at, and goes on afterwards", () => {
    const polling = runJob(approvedJob(startMs), startMs, works(0), { mostSteps: 2 }).job;
    expect(polling.status).toBe("polling");
    const rested = runJob(polling, startMs + 9000, works(0), { context: off, mostSteps: 20 });
    expect([rested.calls.length, rested.job.status]).toEqual([0, "polling"]);
    expect(runJob(rested.job, rested.nowMs, works(0)).job.status).toBe("ready");
    expect(runJob(polling, startMs + 9000, works(0), { context: off, mostSteps: 3000 }).job.status).toBe("expired");
  });
});

describe("a clock that jumps", () => {
  const dayMs = 24 * 3_600_000;
  test.each([
    ["an hour back", -3_600_000],
    ["a day back", -dayMs],
    ["a day ahead", dayMs],
  ])("%s, at any step, ends no clip that Twitch makes and hangs none", (_, jumpMs) => {
    const whole = runJob(approvedJob(startMs), startMs, works(3000)).stored.length;
    for (let at = 1; at < whole; at++) {
      let shiftMs = 0;
      // What Twitch shows does not depend on our clock.
      let looks = 0;
      const answering = works(0, (call) => (call.stage === "poll" && (looks += 1) < 3 ? ok([]) : "crash"));
      const { job, calls } = runJob(approvedJob(startMs), startMs, (call, nowMs) => answering(call, nowMs - shiftMs), {
        jumpMs: (step) => (step === at ? (shiftMs = jumpMs) : 0),
      });
      const wasAsked = creationsIn(calls) > 0;
      expect([at, job.status]).toEqual([at, wasAsked ? "ready" : jumpMs === dayMs ? "expired" : job.status]);
      expect(creationsIn(calls)).toBeLessThanOrEqual(1);
      const copied = "fileCopy" in job ? afterCopy(job, { status: "copied" }, startMs) : job;
      expect(jobDeadlineMs(copied, startMs)).toBeNull();
    }
  });

  test("back makes what waits due at once instead of a day later", () => {
    const job = planJob(approvedJob(startMs), allGrants, startMs);
    expect([isDue(job, startMs), isDue(job, startMs - dayMs), jobDeadlineMs(job, startMs - dayMs)]).toEqual([
      false,
      true,
      startMs - dayMs,
    ]);
  });
});

test("a job that Twitch was asked for does not expire, however late it is", () => {
  const creating = runJob(approvedJob(startMs), startMs, () => "crash", { mostSteps: 2 }).job;
  expect(creating.status).toBe("creating");
  expect(ageJob(creating, startMs + 2 * jobLifetimeMs)).toBe(creating);
});

test("whatever Twitch answers and the clock does, a job ends, is asked for no second time unasked, and skips no status", () => {
  for (let seed = 1; seed <= 1500; seed++) {
    const random = randomFrom("twitch-job", seed);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
    /** Clips that Twitch has made, seen or unseen. */
    const made: FoundClip[] = [];
    const log: string[] = [];
    const failure = (): ClipAnswer<never> | "crash" => {
      const httpStatus = pick([400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 500, 503]);
      const kind = pick(["refused", "refused", "rate_limited", "unanswered", "no_account", "crash"] as const);
      if (kind === "refused") return { status: "refused", httpStatus, message: pick(["", "AutoMod", "x".repeat(500)]) };
      if (kind === "rate_limited") return { status: "rate_limited", retryAtMs: startMs + pick([-1e12, 0, 5000, 1e12]) };
      if (kind === "unanswered") return { status: "unanswered", detail: "timeout" };
      return kind === "crash" ? "crash" : { status: "no_account", problem: "Connect." };
    };
    const answering: Answering = (call, nowMs) => {
      const fails = random() < 0.45;
      const answer = fails ? failure() : null;
      if (isCreation(call)) {
        const word =
          answer === null
            ? "ok"
            : answer === "crash"
              ? "crash"
              : answer.status === "refused"
                ? `${answer.httpStatus}`
                : answer.status;
        log.push(`create:${word}`);
        const isDone = answer === null || (/crash|unanswered|5\d\d/.test(word) && random() < 0.5);
        const twitchClipId = `Clip-${made.length}`;
        if (isDone) made.push(aFoundClip({ twitchClipId, createdAtMs: nowMs }));
        return answer ?? ok({ twitchClipId, editUrl: "https://e" });
      }
      log.push(`${call.stage}:${answer === null ? "ok" : "no"}`);
      if (answer !== null) return answer;
      if (call.stage === "find_vod") return ok(random() < 0.6 ? [aVod(approvedJob(startMs))] : []);
      return ok(random() < 0.5 ? made : []);
    };
    const mode = pick(["live", "vod"] as const);
    const context = { ...allGrants, flags: { ...allGrants.flags, clip_mode_default: mode } };
    const jumpMs = () =>
      random() < 0.05 ? pick([-86_400_000, -7_200_000, -30_000, 30_000, 3_600_000, 86_400_000]) : 0;
    const { job, stored } = runJob(approvedJob(startMs), startMs, answering, { context, jumpMs, mostSteps: 4000 });

    const tale = `seed ${seed}: ${log.slice(-12).join(" ")}`;
    const isHandedOver = job.executor === "browser" && job.status === "queued";
    expect([tale, isHandedOver || ["ready", "failed", "expired"].includes(job.status)]).toEqual([tale, true]);
    if (job.status === "ready")
      expect([tale, job.creation?.twitchClipId, job.creation?.editUrl]).toEqual([
        tale,
        expect.any(String),
        expect.any(String),
      ]);
    if (job.status === "failed") expect([tale, job.failure.detail.length > 10]).toEqual([tale, true]);
    expect(job.tries.length).toBeLessThanOrEqual(30);
    let before: ClipJob | null = null;
    for (const after of stored) {
      if (before && before.status !== after.status)
        expect([tale, nextStatuses[before.status]]).toEqual([tale, expect.arrayContaining([after.status])]);
      before = after;
    }
    // Between two creations lies either a sure no, or a failure and then a look that found nothing.
    const creations = log.flatMap((line, at) => (line.startsWith("create:") ? [at] : []));
    for (const [i, at] of creations.slice(1).entries()) {
      const since = log.slice(creations[i], at);
      const wasRefused = since[0] === "create:rate_limited" || since[0] === "create:429";
      const wasLookedFor = /^create:5\d\d$/.test(since[0] ?? "") && since.includes("lookup:ok");
      expect([tale, wasRefused || wasLookedFor]).toEqual([tale, true]);
    }
    expect(log.filter((line) => line.startsWith("create:5")).length).toBeLessThanOrEqual(3);
  }
});
