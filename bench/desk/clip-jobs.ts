// Clip jobs for a measurement: accounts that may make clips, wishes, approvals, and a look at what runs.
import { z } from "zod";
import { type ClipJob, clipJobSchema } from "#core/clips/job/clip-job.ts";
import { candidateStateSchema } from "#core/clips/candidate/candidate.ts";
import { allOf, type BenchChannel, order, type Running } from "../loop/bench-channels.ts";

/** Twitch publishes a picture some seconds after it was sent; a clip that ends now is asked for so much later. */
const endedAgoMs = 10_000;
const clipMs = 20_000;

/** Each channel's clips are then made by its own owner's account. */
export async function connectOwners(
  running: Running,
  channels: readonly BenchChannel[],
  purpose: "broadcaster" | "editor",
): Promise<void> {
  for (const { login } of channels) await running.connectTwitch(login, purpose);
}

export async function clipsNeverAppear({ product }: Running, channels: readonly BenchChannel[]): Promise<void> {
  for (const { login } of channels) await order(product, "setClips", { channel: login, appearAfterMs: null });
}

/**
 * A candidate of the last seconds; its name and number tell it from others. Doubled signs count as one where candidates
 * are compared, so the digits stand apart. Returns the candidate's id.
 */
export async function propose({ call }: Running, login: string, name: string, number: number): Promise<string> {
  const title = `${name} ${[...String(number)].join("-")}`;
  const toMs = Date.now() - endedAgoMs;
  const wish = { platform: "twitch", login, fromMs: toMs - clipMs, toMs, title };
  const answer = await call("POST", "/api/action-queue", wish);
  return z.object({ action: candidateStateSchema }).parse(answer).action.candidateId;
}

export async function approve({ call }: Running, candidateId: string): Promise<ClipJob> {
  return z.object({ job: clipJobSchema }).parse(await call("POST", `/api/action-queue/${candidateId}/approve`)).job;
}

/** Approved jobs, spread over the channels; resolves once Twitch has been asked for all of their clips. */
export async function startJobs(running: Running, channels: readonly BenchChannel[], count: number): Promise<void> {
  await Promise.all(
    channels.map(async ({ login }, at) => {
      for (let i = at; i < count; i += channels.length)
        await approve(running, await propose(running, login, "running", i));
    }),
  );
  await allOf(count, "jobs came to be polled", async () => {
    return (await runningJobs(running)).filter(({ status }) => status === "polling").length;
  });
}

/** Jobs of the measurement's channels that have not ended. */
export async function runningJobs({ call }: Running): Promise<ClipJob[]> {
  const { jobs } = z.object({ jobs: z.array(clipJobSchema) }).parse(await call("GET", "/api/clip-jobs"));
  return jobs.filter(
    ({ login, status }) => login.startsWith("bench_") && ["approved", "queued", "creating", "polling"].includes(status),
  );
}

export async function jobsHaveEnded(running: Running): Promise<void> {
  const atFirst = (await runningJobs(running)).length;
  await allOf(atFirst, "jobs have ended", async () => atFirst - (await runningJobs(running)).length);
}
