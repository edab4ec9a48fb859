// How long a candidate is on its way to an open dashboard: from the request that proposes it, one after another, and
// from the moment on the channel's page for those that a burst of chat brings about.
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import { allOf, type BenchChannel, type Running, sleep } from "../loop/bench-channels.ts";
import { burstRound } from "../loop/burst-round.ts";
import type { DashboardSocket } from "../loop/live-socket.ts";
import { percentile } from "../percentile.ts";
import type { Row } from "../row.ts";
import { propose } from "./clip-jobs.ts";

const candidates = 120;
/** What one request leaves running is done before the next comes. */
const pauseMs = 100;
const key = "desk.candidate_to_dashboard_ms";

export async function candidateToDashboard(
  running: Running,
  channels: readonly BenchChannel[],
  dashboard: DashboardSocket,
): Promise<Row[]> {
  const sentMs = new Map<string, number>();
  for (let i = 0; i < candidates; i++) {
    const atMs = Date.now();
    sentMs.set(await propose(running, channels[i % channels.length]?.login ?? "", "candidate", i), atMs);
    await sleep(pauseMs);
  }
  if (sentMs.size < candidates) throw new Error("Two candidates were taken for one.");
  const moments = await burstRound(running.product, channels);
  const waited = [
    ...[...sentMs].map(([id, fromMs]) => ({ fromMs, is: ({ candidateId }: CandidateState) => candidateId === id })),
    ...moments.map(({ moment, toldMs }) => ({
      fromMs: toldMs,
      is: ({ momentId }: CandidateState) => momentId === moment.id,
    })),
  ];
  const delays = () =>
    waited.flatMap(({ fromMs, is }) => {
      const first = dashboard.heard.find(({ message }) => message.type === "candidate" && is(message.candidate));
      return first ? [first.atMs - fromMs] : [];
    });
  await allOf(waited.length, "candidates came to the dashboard", () => delays().length);
  return [...rows(key, delays().slice(0, candidates)), ...rows(`${key}.moment`, delays().slice(candidates))];
}

function rows(name: string, delaysMs: readonly number[]): Row[] {
  const row = (suffix: string, share: number): Row => ({
    ...{ key: `${name}.${suffix}`, value: percentile(delaysMs, share), unit: "ms", baseline: null, ratio: null },
  });
  return [row("p50", 0.5), row("p95", 0.95)];
}
