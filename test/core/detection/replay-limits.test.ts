import { expect, test } from "vitest";
import { defaultDetectionSettings } from "#core/detection/detection-settings.ts";
import { replayLimits } from "#core/detection/replay-limits.ts";

test("every limit is of a setting there is, and says why", () => {
  for (const [path, reason] of Object.entries(replayLimits)) {
    const value = path
      .split(".")
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], defaultDetectionSettings);
    expect(value).toBeDefined();
    expect(reason).toMatch(/^[A-Z].*\.$/);
  }
});

test("the budget can be tried on a past session", () => {
  expect(replayLimits["adaptive.alarmsPerHour"]).toBeUndefined();
});
