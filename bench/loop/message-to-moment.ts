// How long after chat was loudest the page hears of the moment: from the last frame of a burst, as the demo world sends
// it, to the message on the page's live socket. The detector's wait for the peak to pass is part of it. Measured alone
// and beside a hundred clip jobs whose clips never appear, so that Twitch is asked about them all the while.
import { clipsNeverAppear, connectOwners, startJobs, jobsHaveEnded, runningJobs } from "../desk/clip-jobs.ts";
import { percentile } from "../percentile.ts";
import type { Row } from "../row.ts";
import { addChannels, type BenchChannel, type Running } from "./bench-channels.ts";
import { burstRound } from "./burst-round.ts";

/** Each group has one run without jobs and one with them. More bursts a channel would go beyond its alarms an hour. */
const groups = 3;
const channelsPerGroup = 12;
const jobCount = 100;

export async function messageToMoment(running: Running): Promise<Row[]> {
  const channels = await addChannels(running, groups * channelsPerGroup);
  await connectOwners(running, channels, "editor");
  await clipsNeverAppear(running, channels);
  const alone: number[] = [];
  const besideJobs: number[] = [];
  for (let group = 0; group < groups; group++) {
    const members = channels.slice(group * channelsPerGroup, (group + 1) * channelsPerGroup);
    const runs = [
      async () => alone.push(...(await delaysMs(running, members))),
      async () => besideJobs.push(...(await delaysBesideJobs(running, members))),
    ];
    // Which of the two comes first changes, so that neither always finds the quieter channels.
    for (const run of group % 2 === 0 ? runs : runs.toReversed()) await run();
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
  await startJobs(running, channels, jobCount);
  const delays = await delaysMs(running, channels);
  const left = (await runningJobs(running)).length;
  if (left < jobCount) throw new Error(`Only ${left} of ${jobCount} jobs ran until the end of the measurement.`);
  await jobsHaveEnded(running);
  return delays;
}
