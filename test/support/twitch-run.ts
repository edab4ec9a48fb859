// Runs a Twitch job by its steps alone: time is a number that goes to the next deadline, Twitch is a function.
import { afterCall, type StageAnswer } from "#core/clips/twitch/twitch-answer.ts";
import { beginCall, type TwitchCall } from "#core/clips/twitch/twitch-call.ts";
import type { ClipAnswer, FoundClip, FoundVod } from "#core/clips/twitch/clip-calls.ts";
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import { defaultClipFlags } from "#core/clips/board/clip-flags.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { jobFromCandidate } from "#core/clips/job/job-from-candidate.ts";
import { ageJob, isDue, jobDeadlineMs } from "#core/clips/job/job-step.ts";
import { planJob } from "#core/clips/job/plan-executor.ts";
import { aCandidate } from "./clip-builders.ts";

export const accountId = "9001";
export const waitMs = 120_000;
export const clipId = "abcdefgh";

export const allGrants: ClipContext = {
  flags: defaultClipFlags,
  grants: { live: { accountId }, manage: { accountId, editorId: accountId } },
};

/** A job just approved, half a minute that ended this very moment. */
export function approvedJob(nowMs: number): ClipJob {
  const range = { fromMs: nowMs - 30_000, toMs: nowMs };
  const candidate = aCandidate({ range, sourceTsMs: nowMs, streamStartedAtMs: nowMs - 600_000 });
  return jobFromCandidate(candidate, "twitch-1337-abc", nowMs);
}

export function aFoundClip(part: Partial<FoundClip> = {}): FoundClip {
  const twitchClipId = part.twitchClipId ?? "BraveOtter-1";
  return {
    twitchClipId,
    clipUrl: `https://clips.twitch.tv/${twitchClipId}`,
    embedUrl: `https://clips.twitch.tv/embed?clip=${twitchClipId}`,
    thumbnailUrl: `https://clips-media-assets2.twitch.tv/${twitchClipId}.jpg`,
    creatorId: accountId,
    title: "A jump",
    createdAtMs: 0,
    durationSeconds: 30,
    ...part,
  };
}

export function aVod(job: ClipJob, part: Partial<FoundVod> = {}): FoundVod {
  return {
    vodId: "555",
    streamId: job.streamId,
    startedAtMs: job.streamStartedAtMs,
    durationSeconds: 7200,
    ...part,
  };
}

export type Answering = (call: TwitchCall, nowMs: number) => ClipAnswer<unknown> | "crash";

export interface Run {
  readonly job: ClipJob;
  readonly nowMs: number;
  readonly calls: readonly TwitchCall[];
  /** The job as it was stored, each time. */
  readonly stored: readonly ClipJob[];
}

export interface RunOptions {
  readonly context?: ClipContext;
  readonly mostSteps?: number;
  /** What the clock does besides going to the next deadline, milliseconds. */
  readonly jumpMs?: (step: number) => number;
  readonly claimedIds?: ReadonlySet<string>;
}

/** Until the job has nothing more to do, or `mostSteps` deadlines have passed. `crash`: the answer is never stored. */
export function runJob(start: ClipJob, startMs: number, answering: Answering, options: RunOptions = {}): Run {
  const { context = allGrants, mostSteps = 400, jumpMs = () => 0, claimedIds = new Set<string>() } = options;
  let [job, nowMs] = [start, startMs];
  const calls: TwitchCall[] = [];
  const stored: ClipJob[] = [];
  const store = (next: ClipJob) => {
    if (next !== job) stored.push(next);
    job = next;
  };
  for (let step = 0; step < mostSteps; step++) {
    const deadlineMs = jobDeadlineMs(job, nowMs);
    if (deadlineMs === null || job.status === "ready") break;
    nowMs = Math.max(nowMs, deadlineMs) + jumpMs(step);
    store(ageJob(job, nowMs));
    if (!isDue(job, nowMs)) continue;
    if (job.status === "approved") {
      store(planJob(job, context, nowMs));
      continue;
    }
    const begun = beginCall(job, context, nowMs);
    store(begun.job);
    if (!begun.call) continue;
    calls.push(begun.call);
    const answer = answering(begun.call, nowMs);
    if (answer === "crash") continue;
    const answered = { stage: begun.call.stage, answer } as StageAnswer;
    store(afterCall(job, answered, { nowMs, waitMs, grants: context.grants, claimedIds, clipId }));
  }
  return { job, nowMs, calls, stored };
}
