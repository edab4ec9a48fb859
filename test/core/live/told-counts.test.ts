// A page adds up what it is told: it must end with what was heard, however late a message comes.
import { expect, test } from "vitest";
import type { SecondCounts } from "#core/channel/second-counts.ts";
import { countsBetween, observe } from "#core/detection/detector.ts";
import { createDetectorState } from "#core/detection/detector-state.ts";
import { nothingTold, toldCounts, untoldCounts } from "#core/live/told-counts.ts";
import { adaptiveSettings, at, steadyChat } from "../detection/traces.ts";

/** What a page knows after each second of our clock, and how many seconds it was told in all. */
function watched(lagSeconds: (sentSecond: number) => number, seconds = 200) {
  const arrivals = steadyChat(seconds - 70, 20).map((input) => {
    const receivedAtMs = input.sentAtMs + lagSeconds((input.sentAtMs - at(0)) / 1000) * 1000;
    return { ...input, receivedAtMs };
  });
  const state = createDetectorState();
  const page = new Map<number, SecondCounts>();
  let told = nothingTold;
  let tellings = 0;
  for (let second = 1; second <= seconds; second++) {
    const isNow = ({ receivedAtMs }: { receivedAtMs: number }) =>
      receivedAtMs >= at(second - 1) && receivedAtMs < at(second);
    for (const input of arrivals.filter(isNow)) observe(state, input, adaptiveSettings);
    observe(state, { type: "tick", nowMs: at(second) }, adaptiveSettings);
    const known = countsBetween(state, 0, at(second));
    const news = untoldCounts(told, known);
    told = toldCounts(known);
    tellings += news.length;
    for (const counts of news) page.set(counts.atMs, counts);
  }
  const shown = [...page.values()].reduce((sum, { messages }) => sum + messages, 0);
  return { heard: arrivals.length, shown, tellings };
}

test.each([
  ["at once", () => 0],
  ["a second late", () => 1],
  ["some of them half a minute late", (second: number) => (Math.floor(second * 7) % 3 === 0 ? 30 : 0.2)],
  ["a minute late when it is busy", (second: number) => (second > 40 && second < 80 ? 60 : 0.5)],
])("messages that come %s are all on the page in the end", (_, lag) => {
  const { heard, shown } = watched(lag);
  expect(shown).toBe(heard);
});

test("a second is told once when nothing comes late", () => {
  const { tellings } = watched(() => 0);
  expect(tellings).toBeLessThanOrEqual(200);
});

test("what has not changed is not told again, and never more than is kept", () => {
  const counts = (atMs: number, messages: number): SecondCounts => ({
    ...{ atMs, messages, chatters: 0, reactions: 0, demand: 0, viewers: null },
  });
  const known = [counts(0, 1), counts(1000, 2), counts(2000, 3)];
  const told = toldCounts(known);
  expect(untoldCounts(nothingTold, known)).toEqual(known);
  expect(untoldCounts(told, known)).toEqual([]);
  expect(untoldCounts(told, [counts(1000, 5), counts(2000, 3), counts(3000, 1)])).toEqual([
    counts(1000, 5),
    counts(3000, 1),
  ]);
});
