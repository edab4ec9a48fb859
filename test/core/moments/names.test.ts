import { expect, test } from "vitest";
import { clipFileName } from "#core/moments/clip-file-name.ts";
import { formatElapsed, formatElapsedCompact } from "#core/moments/stream-elapsed.ts";
import { recordingName } from "#core/recording/recording-name.ts";

test.each([
  [5025, "1h 23m 45s", "1h23m45s"],
  [3600, "1h 0m 0s", "1h0m0s"],
  [185.9, "3m 5s", "3m5s"],
  [12, "12s", "12s"],
  [0, "0s", "0s"],
  [-5, "0s", "0s"],
  [360_000, "100h 0m 0s", "100h0m0s"],
])("%d seconds are %s and %s", (seconds, spoken, compact) => {
  expect(formatElapsed(seconds)).toBe(spoken);
  expect(formatElapsedCompact(seconds)).toBe(compact);
});

test("a clip's file names channel, time in the stream, number and date in UTC", () => {
  const moment = { login: "clavicular", streamElapsedSeconds: 5025.7, number: 7, atMs: Date.UTC(2026, 0, 17, 23, 59) };
  expect(clipFileName(moment)).toBe("clavicular_moment_1h23m45s_007_20260117.mp4");
});

test("a hostile login cannot leave its folder", () => {
  const moment = { login: "../../Etc/päss wd\r\n", streamElapsedSeconds: 1, number: 1234, atMs: 0 };
  expect(clipFileName(moment)).toBe("etcpsswd_moment_1s_1234_19700101.mp4");
  expect(clipFileName({ ...moment, login: "💥" })).toBe("channel_moment_1s_1234_19700101.mp4");
});

test("a recording names channel, session and start", () => {
  const startedAtMs = Date.UTC(2026, 0, 17, 15, 32, 16);
  expect(recordingName({ login: "clavicular", sessionNumber: 5, startedAtMs })).toBe("clavicular_s005_20260117_153216");
});
