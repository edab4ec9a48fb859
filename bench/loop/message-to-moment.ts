// How long after chat was loudest the page hears of the moment: from the last frame of a burst, as the demo world sends
// it, to the message on the page's live socket. The detector's wait for the peak to pass is part of it. Measured alone
// and beside a hundred clip jobs whose clips never appear, so that Twitch is asked about them all the while.
import { clipsNeverAppear, connectOwners, startJobs, jobsHaveEnded, runningJobs } from "../desk/clip-jobs.ts";
import { percentile } from "../percentile.ts";
import type { Row } from "../row.ts";
import { addChannels, type BenchChannel, type Running } from "./bench-channels.ts";
import { burstRound } from "./burst-round.ts";

const runs = 3;
const channelsPerRun = 10;
const jobCount = 100;

export async function messageToMoment(running: Running): Promise<Row[]> {
  const channels = await addChannels(running, 2 * runs * channelsPerRun);
  const groups = Array.from({ length: 2 * runs }, (_, i) =>
    channels.slice(i * channelsPerRun, (i + 1) * channelsPerRun),
  );
  const alone: number[] = [];
  const besideJobs: number[] = [];
  for (const [i, group] of groups.entries()) {
    await jobsHaveEnded(running);
    if (i % 2 === 0) alone.push(...(await delaysMs(running, group)));
    else besideJobs.push(...(await delaysBesideJobs(running, group)));
  }
  for (const { socket } of channels) socket.close();
  const [without, with100] = [percentile(alone, 0.95), percentile(besideJobs, 0.95)];
  const key = "loop.message_to_moment_ms";
  return [
    { key: `${key}.p50`, value: percentile(alone, 0.5), unit: "ms", baseline: null, ratio: null },
    { key: `${key}.p95`, value: without, unit: "ms", baseline: null, ratio: null },
    { key: `${key}.p95_without_jobs`, value: without, unit: "ms", baseline: null, ratio: null },
    { key: `${key}.p95_with_100_jobs`, value: with100, unit: "ms", baseline: without, ratio: with100 / without },
  ];
}

async function delaysMs({ product }: Running, channels: readonly BenchChannel[]): Promise<number[]> {
  return (await burstRound(product, channels)).map(({ sentMs, toldMs }) => toldMs - sentMs);
}

async function delaysBesideJobs(running: Running, channels: readonly BenchChannel[]): Promise<number[]> {
  await connectOwners(running, channels, "editor");
  await clipsNeverAppear(running, channels);
  await startJobs(running, channels, jobCount);
  const delays = await delaysMs(running, channels);
  const left = (await runningJobs(running)).length;
  // A busy machine takes longer than a clip is looked for.
  if (left < jobCount) console.log(`Only ${left} of ${jobCount} jobs ran until the end of the measurement.`);
  return delays;
}
