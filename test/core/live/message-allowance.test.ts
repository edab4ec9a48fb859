import { expect, test } from "vitest";
import { fullAllowance, type MessageAllowance, spendMessage } from "#core/live/message-allowance.ts";

/** How many of the messages at these times are taken. */
function taken(timesMs: readonly number[]): number {
  let allowance: MessageAllowance | null = fullAllowance(timesMs[0] ?? 0);
  let count = 0;
  for (const atMs of timesMs) {
    allowance = spendMessage(allowance, atMs);
    if (allowance === null) return count;
    count++;
  }
  return count;
}

const every = (stepMs: number, count: number) =>
  Array.from({ length: count }, (_, i) => 1_700_000_000_000 + i * stepMs);

test.each([
  ["a page's own pace", every(5_000, 1_000), 1_000],
  ["twenty at once", every(0, 20), 20],
  ["a flood", every(1, 2_000), 20],
  ["a clock that jumps back", [9_000_000, ...Array.from({ length: 50 }, () => 1_000)], 20],
  ["twice the pace that is refilled", every(500, 2_000), 39],
])("%s", (_, timesMs, count) => {
  expect(taken(timesMs)).toBe(count);
});
