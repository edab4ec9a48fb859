import { expect, test } from "vitest";
import { readRecordingName } from "#core/recording/read-recording-name.ts";
import { recordingName } from "#core/recording/recording-name.ts";

test("a name says again what it was made of", () => {
  const name = recordingName({ login: "neon_rally", sessionNumber: 5, startedAtMs: Date.UTC(2026, 0, 17) });
  expect(readRecordingName(name)).toEqual({ login: "neon_rally", sessionNumber: 5 });
  expect(readRecordingName("a_s1_b_s1200_20260117_153216")).toEqual({ login: "a_s1_b", sessionNumber: 1200 });
});

test.each(["neon_rally", "", "_s005_20260117_153216", "x_s005_2026"])("%o is no such name", (name) => {
  expect(readRecordingName(name)).toBeNull();
});
