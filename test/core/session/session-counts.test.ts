// What is kept of a session: minutes read from a detector, reported twice, and put together again.
import { expect, test } from "vitest";
import { defaultDetectionSettings } from "#core/detection/detection-settings.ts";
import { observe } from "#core/detection/detector.ts";
import { createDetectorState } from "#core/detection/detector-state.ts";
import { minuteCounts, mergeMinutes } from "#core/session/minute-counts.ts";
import { sessionCounts, sessionCountsSchema, mergeMinuteCounts, minutesOf } from "#core/session/session-counts.ts";
import { dueMinutes, remainingMinutes } from "#core/listener/due-minutes.ts";

const minuteMs = 1_700_000_040_000;
const second = minuteMs / 1000;

function heard(...at: number[]) {
  const state = createDetectorState();
  at.forEach((offset, index) => {
    const message = {
      type: "message",
      id: `m${index}`,
      sentAtMs: minuteMs + offset * 1000,
      chatterId: `c${index}`,
      chatterLogin: `c${index}`,
      text: "CLIP THAT secret words",
      emotes: ["Kappa"],
      isFromSharedChat: false,
    } as const;
    observe(state, message, defaultDetectionSettings);
  });
  return state;
}

test("a minute holds what was counted, which spans were not heard, and no text", () => {
  const state = heard(0, 0, 5, 59);
  observe(state, { type: "gap", fromMs: minuteMs + 20_000, toMs: minuteMs + 30_000 }, defaultDetectionSettings);
  const minute = minuteCounts(state, minuteMs, minuteMs + 120_000);
  expect(minute.seconds.map((row) => [row[0] - second, row[1], row[4]])).toEqual([
    [0, 2, 2],
    [5, 1, 1],
    [59, 1, 1],
  ]);
  expect(minute.gaps).toEqual([[second + 20, second + 29]]);
  expect(JSON.stringify(minute)).not.toContain("secret");
});

test("what has not happened yet is not kept, and what came before the first message is unknown", () => {
  const { seconds, gaps } = minuteCounts(heard(10), minuteMs, minuteMs + 12_000);
  expect([seconds.map((row) => row[0]), gaps]).toEqual([[second + 10], [[second, second + 9]]]);
});

test("a minute reported twice is one, with the newer of each second", () => {
  const older = minuteCounts(heard(1, 2), minuteMs, minuteMs + 3_000);
  const newer = minuteCounts(heard(2, 2, 40), minuteMs, minuteMs + 60_000);
  const merged = mergeMinutes(older, newer);
  expect(merged.seconds.map((row) => [row[0] - second, row[1]])).toEqual([
    [1, 1],
    [2, 2],
    [40, 1],
  ]);
  // The newer report begins at its own first message; what the older one heard before it was heard.
  expect(merged.gaps).toEqual([[second, second]]);
  expect(mergeMinutes(merged, newer)).toEqual(merged);
});

test("a stored session taken apart and merged with itself is the same session", () => {
  const session = {
    platform: "twitch",
    channelId: "1",
    id: "twitch-1-1",
    number: 1,
    title: "",
    streamId: null,
    startedAtMs: minuteMs,
    endedAtMs: null,
    viewerCount: null,
    peakViewerCount: 0,
  } as const;
  const minutes = [
    minuteCounts(heard(1, 2), minuteMs, minuteMs + 60_000),
    minuteCounts(heard(61), minuteMs + 60_000, minuteMs + 90_000),
  ];
  const kept = sessionCountsSchema.parse(sessionCounts(session, [], ["clip"], minutes));
  expect(mergeMinuteCounts(minutesOf(kept), minutes)).toEqual(minutes);
});

test("minutes are due once no message can change them, each once, and all that are left when a stream ends", () => {
  const at = (seconds: number) => minuteMs + seconds * 1000;
  expect(dueMinutes(at(0), at(124))).toEqual([]);
  expect(dueMinutes(at(0), at(125))).toEqual([at(0)]);
  expect(dueMinutes(at(60), at(130))).toEqual([]);
  expect(remainingMinutes(at(60), at(130))).toEqual([at(60), at(120)]);
  // After an outage only what the detector still holds.
  expect([dueMinutes(0, at(600)), dueMinutes(0, at(605))]).toEqual([[], [at(480)]]);
});
