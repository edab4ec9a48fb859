// What the chart says of the footage of a second.
import { expect, test } from "vitest";
import { footageAt, lostSince } from "../../../../web/pages/watch/footage-line.ts";

const line = {
  held: [
    { fromMs: 0, toMs: 10_000 },
    { fromMs: 14_000, toMs: 20_000 },
  ],
  gaps: [{ fromMs: 10_000, toMs: 14_000, reason: "fetch_failed" }],
} as const;

test("a second is kept, missing for a cause, or nobody's", () => {
  expect([footageAt(line, 9_999), footageAt(line, 10_000), footageAt(line, 14_000), footageAt(line, 20_000)]).toEqual([
    "kept",
    "missing: it could not be fetched",
    "kept",
    null,
  ]);
});

test("what was lost in the window is told by where it was lost", () => {
  expect([lostSince(line, 0), lostSince(line, 14_000)]).toEqual([["stream"], []]);
  const twice = [...line.gaps, { fromMs: 0, toMs: 20_000, reason: "disk_full" } as const, ...line.gaps];
  expect(lostSince({ ...line, gaps: twice }, 0)).toEqual(["stream", "device"]);
});
