import { expect, test } from "vitest";
import { hearFrame, settleClock, startClock, type CaptureClock } from "#core/capture/capture-clock.ts";
import { readSteadyNow, startSteadyNow } from "#core/capture/steady-now.ts";

/** A track whose frames come `everyMs` from `fromMs` to `toMs`, each after a wait; its own time runs `ppm` too fast. */
function hear(
  clock: CaptureClock,
  { fromMs, toMs, baseMs, ppm = 0, waitMs = () => 5 }: Track,
): { clock: CaptureClock; jumps: number } {
  let jumps = 0;
  let heard = clock;
  for (let atMs = fromMs; atMs < toMs; atMs += 20) {
    heard = hearFrame(heard, (atMs - fromMs) * (1 + ppm / 1e6) + baseMs, atMs + waitMs(atMs));
    if (atMs % 2000 !== 0) continue;
    const settled = settleClock(heard);
    heard = settled.clock;
    jumps += Number(settled.hasJumped);
  }
  return { clock: heard, jumps };
}
interface Track {
  readonly fromMs: number;
  readonly toMs: number;
  readonly baseMs: number;
  readonly ppm?: number;
  readonly waitMs?: (atMs: number) => number;
}

test("frames that wait now and then do not move a track's clock", () => {
  const waitMs = (atMs: number) => 5 + ((atMs * 7919) % 60);
  const { clock, jumps } = hear(startClock(), { fromMs: 0, toMs: 60_000, baseMs: 1_000_000, waitMs });
  expect({ offsetMs: Math.round(clock.offsetMs ?? 0), jumps }).toEqual({ offsetMs: -999_995, jumps: 0 });
});

test("a sound card that is off by 100 ppm is followed for two hours without a jump", () => {
  const twoHoursMs = 7_200_000;
  const { clock, jumps } = hear(startClock(), { fromMs: 0, toMs: twoHoursMs, baseMs: 0, ppm: 100 });
  const wouldBeMs = 5 - twoHoursMs * 1e-4;
  expect(jumps).toBe(0);
  expect(Math.abs((clock.offsetMs ?? 0) - wouldBeMs)).toBeLessThan(3);
});

test("a track that starts anew is followed at once, and says so", () => {
  const before = hear(startClock(), { fromMs: 0, toMs: 20_000, baseMs: 350 });
  const after = hear(before.clock, { fromMs: 20_000, toMs: 40_000, baseMs: 0 });
  expect(before.clock.offsetMs).toBe(-345);
  expect(after.clock.offsetMs).toBe(20_005);
  expect(after.jumps).toBe(1);
});

test("nothing is settled before a frame has come", () => {
  expect(settleClock(startClock()).clock.offsetMs).toBeNull();
});

test("a wall that was set back is not followed, one that has slept is", () => {
  const start = startSteadyNow(1_000, 1_700_000_000_000);
  expect(readSteadyNow(start, 11_000, 1_700_000_010_040).atMs).toBe(1_700_000_010_000);
  expect(readSteadyNow(start, 11_000, 1_699_999_000_000).atMs).toBe(1_700_000_010_000);
  const slept = readSteadyNow(start, 11_000, 1_700_003_600_000);
  expect(slept.atMs).toBe(1_700_003_600_000);
  expect(readSteadyNow(slept.now, 12_000, 1_700_003_601_000).atMs).toBe(1_700_003_601_000);
});
