// The clip desk is killed at every point of a job's life, as a machine that loses its power, and started again: each job
// comes to an end, and Twitch is never asked for the same clip twice. Each way to make a clip has a file of its own, so
// that two run beside each other: a job mostly waits.
import { watch } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import { type SignedIn, signIn } from "../../scripts/demo/sign-in.ts";
import { fields } from "./clip-builders.ts";
import { type KillableProduct, startKillableProduct } from "./killable-product.ts";
import { gatePhases } from "./request-gate.ts";

/** How long a call without an answer is followed; short, because many points wait it out. */
const clipWaitSeconds = 3;
/** More points than a job has: a job that never runs through undisturbed is a failure, not an endless test. */
const mostPoints = 200;
/**
 * Less than a lost call would be waited for: an object that starts takes up at once what the one before it left. The time
 * in which nothing runs is not counted.
 */
const endsWithinMs = 15_000;
const ends = ["ready", "failed", "expired"];
const channel = { platform: "twitch", login: "neon_rally" };

let product: KillableProduct;
let person: SignedIn;
let clips = 0;
/** Spent on starts so far. */
let startingMs = 0;

interface Survival {
  readonly kind: "live" | "vod";
  /** How long before now the asked span ends. A live clip is of what has just been seen, the others of the recording. */
  readonly agoMs: number;
  /** What a job asks of Twitch at the least. */
  readonly requests: readonly string[];
}

export function testSurvival({ kind, agoMs, requests }: Survival): void {
  beforeAll(async () => {
    product = await startKillableProduct({
      settings: { CLIP_WAIT_SECONDS: `${clipWaitSeconds}` },
      // What a job asks of Twitch; polls of live status go on beside it.
      counts: (name) => /\/(clips|videos|token|media)\b/.test(name),
    });
    await product.start();
    person = await signIn(product.origin, "hypecut_demo");
    await person.call("POST", "/api/channels", { address: "twitch:neon_rally" });
    await person.connectTwitch("hypecut_demo", "editor");
    await until(async () => {
      const { session } = (await person.call("GET", "/api/channels/twitch/neon_rally")) as { session: unknown };
      return session !== null;
    }, 60_000);
  });

  afterAll(() => product?.close());

  for (const phase of gatePhases) {
    test(`a ${kind} clip ends when each of its requests in turn has ${phase} and everything stops`, async () => {
      const outcomes = await everyPoint(agoMs, (point, stop) => {
        product.gate.stopAt(point, phase, stop);
        return () => product.gate.stopAt(-1, phase, () => undefined);
      });
      expect(outcomes.filter(({ isGood }) => !isGood)).toEqual([]);
      // The last job ran through: one more than those that were stopped.
      expect(outcomes.length).toBeGreaterThan(requests.length);
    });
  }

  test(`a ${kind} clip ends when everything stops after each write of its state`, async () => {
    const outcomes = await everyPoint(agoMs, (point, stop) => afterWrite(point, stop));
    expect(outcomes.filter(({ isGood }) => !isGood)).toEqual([]);
    // A job is written before it asks and once it knows.
    expect(outcomes.length).toBeGreaterThan(2 * requests.length);
  });
}

interface Point {
  readonly point: number;
  readonly status: string;
  readonly detail: string | null;
  readonly creations: number;
  readonly isGood: boolean;
}

/** Arms a stop at a place in the job's life; returns how to take it back. */
type Arm = (point: number, stop: () => void) => () => void;

/** One job for each point, until one runs through without having been stopped. */
async function everyPoint(agoMs: number, arm: Arm): Promise<Point[]> {
  const outcomes: Point[] = [];
  for (let point = 0; point < mostPoints; point++) {
    const title = `Clip ${++clips}`;
    let isStopped = false;
    const disarm = arm(point, () => {
      isStopped = true;
      product.kill();
    });
    const job = await makeClip(title, agoMs);
    disarm();
    const creations = product.simulator.world
      .clipCreations()
      .filter((asked) => asked.title === title)
      .reduce((sum, { times }) => sum + times, 0);
    const isGood = ends.includes(job.status) && creations <= 1 && (job.status !== "ready" || creations === 1);
    outcomes.push({ point, status: job.status, detail: fields(job).failure?.detail ?? null, creations, isGood });
    if (!isStopped) return outcomes;
  }
  throw new Error(`After ${mostPoints} points a job was still being stopped.`);
}

/** Proposes, approves and follows a clip as a person would who tries again when the page does not answer. */
async function makeClip(title: string, agoMs: number): Promise<ClipJob> {
  const toMs = Date.now() - agoMs;
  const wish = { ...channel, fromMs: toMs - 30_000, toMs, title };
  const { action } = await insist<{ action: CandidateState }>("POST", "/api/action-queue", wish);
  const { job } = await insist<{ job: ClipJob }>("POST", `/api/action-queue/${action.candidateId}/approve`);
  let now = job;
  await until(async () => {
    const { jobs } = await insist<{ jobs: ClipJob[] }>("GET", "/api/clip-jobs?platform=twitch&login=neon_rally");
    now = jobs.find(({ jobId }) => jobId === job.jobId) ?? now;
    // A file that is still to be fetched is part of the job's life.
    return ends.includes(now.status) && fields(now).fileCopy?.status !== "wanted";
  }, endsWithinMs);
  return now;
}

/** Repeats a call until it is answered; what was killed is started again. */
async function insist<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> {
  const giveUpAtMs = Date.now() + endsWithinMs;
  for (;;) {
    const fromMs = Date.now();
    await product.start();
    startingMs += Date.now() - fromMs;
    try {
      return (await person.call(method, path, body)) as T;
    } catch (error) {
      if (Date.now() > giveUpAtMs) throw error;
      await pause(20);
    }
  }
}

/** Stops after the write of this number to the storage of any desk or account, counted from 0. */
function afterWrite(point: number, stop: () => void): () => void {
  product.gate.forget();
  let writes = 0;
  let quiet: NodeJS.Timeout | undefined;
  const watcher = watch(product.storage, { recursive: true }, (_event, file) => {
    if (!/(ClipDesk|TwitchAccount).*-wal$/.test(file ?? "")) return;
    // One write of ours is several of the database's, a fraction of a millisecond apart; ours are often three apart.
    clearTimeout(quiet);
    quiet = setTimeout(() => writes++ === point && stop(), 2);
  });
  return () => {
    clearTimeout(quiet);
    watcher.close();
  };
}

async function until(isSo: () => Promise<boolean>, withinMs: number): Promise<void> {
  const startedMs = startingMs;
  const giveUpAtMs = Date.now() + withinMs;
  while (Date.now() < giveUpAtMs + (startingMs - startedMs)) {
    if (await isSo()) return;
    await pause(50);
  }
}
