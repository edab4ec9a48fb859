import { describe, expect, test } from "vitest";
import type { SecondCounts } from "#core/channel/second-counts.ts";
import {
  chatCurve,
  fractionAt,
  momentMarksOf,
  stretchesOf,
  timeAt,
  wordsAt,
  type Timeline,
} from "../../../../web/features/playback/timeline-view.ts";
import { formatClock } from "../../../../web/ui/format/format-clock.ts";

/** Half past three; an hour is kept. */
const fromMs = Date.UTC(2026, 0, 17, 15, 30);
const minute = 60_000;
const at = (minutes: number) => fromMs + minutes * minute;
const range = { fromMs, toMs: at(60) };
const timeline = (over: Partial<Timeline> = {}): Timeline => ({ range, gaps: [], marks: [], moments: [], ...over });
const second = (atMs: number, messages: number): SecondCounts => ({
  ...{ atMs, messages, chatters: 0, reactions: 0, demand: 0, viewers: null },
});

describe("places on the bar", () => {
  test("are fractions of what is kept, and back again", () => {
    expect([fractionAt(range, at(15)), timeAt(range, 0.25)]).toEqual([0.25, at(15)]);
  });

  test("never lie beside it, also where nothing is kept yet", () => {
    expect([fractionAt(range, at(-5)), fractionAt(range, at(90)), timeAt(range, 2)]).toEqual([0, 1, at(60)]);
    expect(fractionAt({ fromMs, toMs: fromMs }, fromMs)).toBe(0);
  });
});

describe("what is marked", () => {
  test("a gap says how long it is and why; one from before what is kept is left out, one across its edge is cut", () => {
    const gaps = [
      { fromMs: at(-20), toMs: at(-10), reason: "disk_full" },
      { fromMs: at(-3), toMs: at(3), reason: "source_silent" },
      { fromMs: at(30), toMs: at(45), reason: "recorder_stopped" },
    ] as const;
    expect(stretchesOf(timeline({ gaps }))).toEqual([
      { kind: "gap", left: 0, width: 0.05, words: `${formatClock(at(-3))} · 6 min missing: the source sent nothing` },
      {
        ...{ kind: "gap", left: 0.5, width: 0.25 },
        words: `${formatClock(at(30))} · 15 min missing: the recorder was not running`,
      },
    ]);
  });

  test("an advertisement is marked as one", () => {
    const marks = [{ kind: "ad", fromMs: at(12), toMs: at(12.5) }] as const;
    const words = `${formatClock(at(12))} · 30 s of advertising`;
    expect(stretchesOf(timeline({ marks }))).toMatchObject([{ kind: "ad", left: 0.2, words }]);
  });

  test("moments stand at their peaks, the oldest first, and those that are no longer kept are left out", () => {
    const moment = (id: string, peakMs: number) => ({ id, peakMs, explanation: "Chat jumped." });
    const moments = [moment("b", at(45)), moment("a", at(15)), moment("gone", at(-1))];
    const words = (peakMs: number) => `${formatClock(peakMs)} · Chat jumped.`;
    expect(momentMarksOf(timeline({ moments }))).toEqual([
      { id: "a", atMs: at(15), left: 0.25, words: words(at(15)) },
      { id: "b", atMs: at(45), left: 0.75, words: words(at(45)) },
    ]);
  });

  test("under the pointer stand the time and what is wrong there", () => {
    const gaps = [{ fromMs: at(30), toMs: at(31), reason: "no_key" }] as const;
    const marks = [{ kind: "ad", fromMs: at(40), toMs: at(41) }] as const;
    expect([at(10), at(30), at(31), at(40.5)].map((atMs) => wordsAt({ gaps, marks }, atMs))).toEqual([
      formatClock(at(10)),
      `${formatClock(at(30))} · missing: it was encrypted, and the key was refused`,
      formatClock(at(31)),
      `${formatClock(at(40.5))} · advertising`,
    ]);
  });
});

describe("the chat curve", () => {
  test("is nothing where nothing was counted", () => {
    expect([chatCurve(range, []), chatCurve(range, [second(at(-1), 9)])]).toEqual(["", ""]);
  });

  test("reaches the top where chat is fastest, and leaves a hole where nobody counted", () => {
    const short = { fromMs, toMs: fromMs + 4_000 };
    const curve = chatCurve(short, [second(fromMs, 2), second(fromMs + 1_000, 4), second(fromMs + 3_000, 4)]);
    expect(curve).toBe("M0 100L0 50L250 50L250 0L500 0L500 100ZM750 100L750 0L1000 0L1000 100Z");
  });

  test("of ten hours has no more columns than of one", () => {
    const hours = { fromMs, toMs: at(600) };
    const counts = Array.from({ length: 36_000 }, (_, index) => second(fromMs + index * 1000, index % 7));
    expect(chatCurve(hours, counts).split("L").length).toBeLessThan(800);
  });
});
