// A simulator for tests: tiny segments instead of pictures, and a clock that only moves when told to.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator, type Simulator, type SimulatorOptions } from "./simulator.ts";
import type { Sample } from "./sample.ts";

/** The start of every small world, a whole second. */
export const START_MS = Date.UTC(2026, 10, 21, 12, 0, 0);

/** A loop of 96 s with two events, as the real sample has. */
export const smallSample: Sample = {
  fps: 30,
  width: 1280,
  height: 720,
  frames: 2880,
  segmentSeconds: 2,
  segments: Array.from({ length: 48 }, (_, i) => `${String(i).padStart(5, "0")}.ts`),
  events: [
    { id: "long-jump", title: "LONG JUMP", atSeconds: 14, durationSeconds: 5 },
    { id: "boss-down", title: "BOSS DOWN", atSeconds: 60, durationSeconds: 5 },
  ],
};

export interface SmallWorld extends Simulator {
  /** Moves the clock and sends the chat that has become due. */
  advance(ms: number): void;
  nowMs(): number;
}

/** Each segment file holds its own name, so that a test can see which one it got. */
export async function startSmallWorld(options: Partial<SimulatorOptions> = {}): Promise<SmallWorld> {
  const mediaDirectory = await mkdtemp(join(tmpdir(), "small-world-"));
  await writeFile(join(mediaDirectory, "sample.json"), JSON.stringify(smallSample));
  for (const name of smallSample.segments) await writeFile(join(mediaDirectory, name), name);
  let now = START_MS;
  const nowMs = () => now;
  const simulator = await startSimulator({ port: 0, mediaDirectory, nowMs, seed: "tests", ...options });
  return {
    ...simulator,
    nowMs,
    advance(ms) {
      now += ms;
      simulator.tick();
    },
    async close() {
      await simulator.close();
      await rm(mediaDirectory, { recursive: true, force: true });
    },
  };
}

/** Waits until something is so, looking every 10 ms; fails after half a minute, far beyond what a slow machine takes. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 3000; i++) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited in vain for ${what}`);
}
