import { expect, test } from "vitest";
import {
  isInPicture,
  type LiveReport,
  noSession,
  offlineGraceMs,
  reportSession,
  type SessionState,
  tickSession,
} from "#core/session/session-step.ts";

const channel = { platform: "twitch", channelId: "1337" } as const;
const start = 1_700_000_000_000;
const live = (atMs: number, more: Partial<Extract<LiveReport, { type: "live" }>> = {}): LiveReport => ({
  type: "live",
  atMs,
  streamId: "4101",
  startedAtMs: start,
  title: "Racing",
  viewerCount: 100,
  ...more,
});
const offline = (atMs: number): LiveReport => ({ type: "offline", atMs });

function after(...reports: LiveReport[]): SessionState {
  return reports.reduce((state, report) => reportSession(channel, state, report).state, noSession);
}

test("a session opens when the channel goes live, once", () => {
  const first = reportSession(channel, noSession, live(start + 1000));
  expect(first.changed).toMatchObject([{ id: `twitch-1337-${start}`, number: 1, startedAtMs: start, endedAtMs: null }]);
  const again = reportSession(channel, first.state, live(start + 2000, { viewerCount: 300 }));
  expect(again.state.session).toMatchObject({ number: 1, viewerCount: 300, peakViewerCount: 300 });
});

test("a stream that blinks is the same session, and one that stays away ends when it went", () => {
  const gone = reportSession(channel, after(live(start + 1000)), offline(start + 60_000));
  expect(gone.alarmAtMs).toBe(start + 60_000 + offlineGraceMs);
  const back = reportSession(channel, gone.state, live(start + 100_000, { startedAtMs: start + 90_000 }));
  expect(back.state.session).toMatchObject({ number: 1, endedAtMs: null });
  expect(tickSession(gone.state, start + 60_000 + offlineGraceMs - 1).changed).toEqual([]);
  const ended = tickSession(gone.state, start + 60_000 + offlineGraceMs);
  expect(ended.changed).toMatchObject([{ number: 1, endedAtMs: start + 60_000, viewerCount: null }]);
  expect(ended.alarmAtMs).toBeNull();
});

test("the same start time is the same broadcast however long nobody heard of it", () => {
  const state = after(live(start + 1000));
  expect(reportSession(channel, state, live(start + 3_600_000)).state.session?.number).toBe(1);
});

test("another broadcast ends the one nobody said was over", () => {
  const later = start + 3_600_000;
  const step = reportSession(channel, after(live(start + 1000)), live(later, { startedAtMs: later - 5000 }));
  expect(step.changed).toMatchObject([
    { number: 1, endedAtMs: start + 1000 },
    { number: 2, startedAtMs: later - 5000, endedAtMs: null },
  ]);
});

test("late and repeated words change nothing", () => {
  const state = after(live(start + 100_000));
  expect(reportSession(channel, state, offline(start + 50_000)).state).toEqual(state);
  expect(reportSession(channel, state, live(start + 50_000, { viewerCount: 9 })).state).toEqual(state);
  const gone = after(live(start + 100_000), offline(start + 110_000));
  expect(reportSession(channel, gone, offline(start + 120_000)).state).toEqual(gone);
  const ended = tickSession(gone, start + 110_000 + offlineGraceMs).state;
  expect(reportSession(channel, ended, live(start + 105_000)).state).toEqual(ended);
});

test.each([
  ["while the stream runs", null, start + 9_000, true],
  ["at the very end", start + 5_000, start + 5_000, true],
  ["after the end", start + 5_000, start + 5_001, false],
])("a moment %s", (_, endedAtMs, peakMs, isIn) => {
  expect(isInPicture({ endedAtMs }, { peakMs })).toBe(isIn);
});
