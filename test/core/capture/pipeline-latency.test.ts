import { expect, test } from "vitest";
import { blinkEveryMs, pipelineLatency, type Blink, type MarkSeen } from "#core/capture/pipeline-latency.ts";

const blinks: Blink[] = Array.from({ length: 8 }, (_, index) => ({
  isWhite: index % 2 === 0,
  drawnAtMs: 1000 + index * blinkEveryMs,
}));

/** Thirty pictures a second, each as it was drawn `latencyMs` before it arrives. `before` is what the part showed. */
function pictures(latencyMs: number, before: number): MarkSeen[] {
  return Array.from({ length: 90 }, (_, index) => {
    const arrivedAtMs = 900 + (index * 1000) / 30;
    const blink = blinks.findLast(({ drawnAtMs }) => drawnAtMs <= arrivedAtMs - latencyMs);
    return { arrivedAtMs, luma: blink === undefined ? before : blink.isWhite ? 230 : 20 };
  });
}

test.each([
  [25, 20],
  [25, 230],
  [120, 90],
  [260, 200],
])(
  "a latency of %i ms is found within half a picture's time, whatever the part showed before (%i)",
  (latencyMs, luma) => {
    const found = pipelineLatency(blinks, pictures(latencyMs, luma));
    expect(Math.abs((found?.latencyMs ?? 0) - latencyMs)).toBeLessThan(34);
    expect(found?.errorMs).toBeLessThan(34);
  },
);

test("a single picture that met a busy moment changes nothing", () => {
  const late = pictures(25, 20).filter(({ arrivedAtMs }) => arrivedAtMs < 1400 || arrivedAtMs > 1590);
  expect(Math.abs((pipelineLatency(blinks, late)?.latencyMs ?? 0) - 25)).toBeLessThan(34);
  expect(pipelineLatency(blinks, late)?.errorMs).toBeLessThan(34);
});

test("a mark that is not seen gives no number", () => {
  expect(pipelineLatency(blinks, [])).toBeNull();
  const covered = pictures(25, 20).map((one) => ({ ...one, luma: 90 }));
  expect(pipelineLatency(blinks, covered)).toBeNull();
});
