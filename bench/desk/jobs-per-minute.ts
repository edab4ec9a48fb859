// How many approved live clips become ready in a minute: all are approved as fast as the interface takes it, each clip
// appears a second after it was made, and the last one that is ready ends the measurement. Each channel's owner has an
// account of their own, because Twitch gives every account 800 points a minute and no request more.
import { allOf, type BenchChannel, order, type Running } from "../loop/bench-channels.ts";
import type { DashboardSocket } from "../loop/live-socket.ts";
import type { Row } from "../row.ts";
import { approve, connectOwners, propose } from "./clip-jobs.ts";

const jobsPerChannel = 20;

export async function jobsPerMinute(
  running: Running,
  channels: readonly BenchChannel[],
  dashboard: DashboardSocket,
): Promise<Row[]> {
  await connectOwners(running, channels, "broadcaster");
  const proposed = await Promise.all(channels.map(({ login }) => wishes(running, login)));
  await order(running.product, "resetCounts", {});
  const startMs = Date.now();
  const approved = await Promise.all(
    proposed.map((ids) => inTurn(ids, async (id) => (await approve(running, id)).jobId)),
  );
  const jobIds = new Set(approved.flat());
  const readyMs = await allReadyMs(dashboard, jobIds);
  const figure = (suffix: string, value: number, unit: string): Row => ({
    ...{ key: `desk.${suffix}`, value, unit, baseline: null, ratio: null },
  });
  return [
    figure("jobs_per_minute", (jobIds.size * 60_000) / (readyMs - startMs), "jobs a minute"),
    figure("jobs_per_minute.accounts", channels.length, "accounts"),
    figure("jobs_per_minute.points_per_job", (await clipCalls(running)) / jobIds.size, "Helix points a job"),
  ];
}

function wishes(running: Running, login: string): Promise<string[]> {
  const numbers = Array.from({ length: jobsPerChannel }, (_, i) => i);
  return inTurn(numbers, (number) => propose(running, login, "job", number));
}

async function inTurn<T, Result>(all: readonly T[], work: (one: T) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const one of all) results.push(await work(one));
  return results;
}

/** When the dashboard heard that the last of them is ready. */
async function allReadyMs({ heard }: DashboardSocket, jobIds: ReadonlySet<string>): Promise<number> {
  const ready = new Map<string, number>();
  let read = 0;
  await allOf(jobIds.size, "jobs became ready", () => {
    for (const { atMs, message } of heard.slice(read)) {
      if (message.type !== "job" || !jobIds.has(message.job.jobId)) continue;
      const { jobId, status } = message.job;
      if (status === "failed" || status === "expired")
        throw new Error(`A job has ended ${status}: ${JSON.stringify(message.job)}`);
      if (status === "ready" && !ready.has(jobId)) ready.set(jobId, atMs);
    }
    read = heard.length;
    return ready.size;
  });
  return Math.max(...ready.values());
}

/** What making and finding the clips has cost; their files come after they are ready. */
async function clipCalls({ product }: Running): Promise<number> {
  const counts = (await (await fetch(`${product.simulator}/control/counts`)).json()) as Record<string, number>;
  return (counts["helix POST /clips"] ?? 0) + (counts["helix GET /clips"] ?? 0);
}
