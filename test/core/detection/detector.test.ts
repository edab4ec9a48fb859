import { describe, expect, test } from "vitest";
import { decodeDetectorState, encodeDetectorState } from "#core/detection/encode-state.ts";
import { createDetectorState } from "#core/detection/detector-state.ts";
import { countsBetween, nextDeadlineMs, observe, type DetectorInput } from "#core/detection/detector.ts";
import { secondRow, secondRowSchema, restoreSecond } from "#core/detection/second-row.ts";
import { emptySecond } from "#core/detection/second.ts";
import { secondAt } from "#core/detection/second-window.ts";
import {
  adaptiveSettings,
  alert,
  at,
  burst,
  inOrder,
  knownChannel,
  message,
  momentsIn,
  observeAll,
  polls,
  seedSettings,
  startMs,
  steadyChat,
  summary,
  ticks,
} from "./traces.ts";

/** The detector hears each message `lag(seconds)` after it was sent, with a tick of our clock every second. */
function heard(messages: ReturnType<typeof message>[], lagSeconds: (sentSecond: number) => number): DetectorInput[] {
  const arrivals = messages.map((input) => {
    const second = (input.sentAtMs - startMs) / 1000;
    return { atMs: input.sentAtMs + lagSeconds(second) * 1000, input: input as DetectorInput };
  });
  const endSecond = Math.ceil((Math.max(...arrivals.map(({ atMs }) => atMs)) - startMs) / 1000);
  const clock = ticks(0, endSecond + 60).map((input, index) => ({ atMs: at(index), input }));
  return [...arrivals, ...clock]
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ atMs, input }) => (input.type === "message" ? { ...input, receivedAtMs: atMs } : input));
}

describe("event time", () => {
  const chat = inOrder(knownChannel(), burst(1100, 8));
  const smooth = observeAll(
    createDetectorState(),
    heard(chat, () => 0.2),
    adaptiveSettings,
  );

  test("a feed that stalls and then floods makes no moment", () => {
    const calm = knownChannel(3);
    // From 1000 s to 1040 s nothing arrives; then all of it at once.
    const stalled = heard(calm, (second) => (second >= 1000 && second < 1040 ? 1040 - second : 0.2));
    expect(observeAll(createDetectorState(), stalled, adaptiveSettings)).toEqual([]);
    expect(observeAll(createDetectorState(), stalled, seedSettings)).toEqual([]);
  });

  test("a moment inside the flood is not lost", () => {
    const stalled = heard(chat, (second) => (second >= 1090 && second < 1125 ? 1125 - second : 0.2));
    const moments = observeAll(createDetectorState(), stalled, adaptiveSettings);
    expect(summary(moments)).toEqual(summary(smooth));
    expect(moments.map(({ onsetMs }) => onsetMs)).toEqual(smooth.map(({ onsetMs }) => onsetMs));
  });

  test("a constant lag changes nothing but the time of detection", () => {
    const lagging = observeAll(
      createDetectorState(),
      heard(chat, () => 25),
      adaptiveSettings,
    );
    expect(summary(lagging)).toEqual(summary(smooth));
  });

  test("a burst that arrives up to a minute late is still found, a later one only counts", () => {
    const late = (lag: number) =>
      heard(chat, (second) => (second >= 1100 && second < 1108 && second % 1 !== 0 ? lag : 0.2));
    expect(summary(observeAll(createDetectorState(), late(45), adaptiveSettings))).toHaveLength(1);

    const state = createDetectorState();
    expect(observeAll(state, late(80), adaptiveSettings)).toEqual([]);
    expect(state.tally).toMatchObject({ late: 56, messages: chat.length });
  });

  test("out of order is as good as in order", () => {
    const shuffled = heard(chat, (second) => (second * 7919) % 3);
    expect(summary(observeAll(createDetectorState(), shuffled, adaptiveSettings))).toEqual(summary(smooth));
  });

  test("repeated messages count once", () => {
    const state = createDetectorState();
    const calm = steadyChat(30, 3);
    const twice = calm.flatMap((input) => [input, input, input]);
    expect(observeAll(state, [...twice, ...ticks(40, 60)], seedSettings)).toEqual([]);
    expect(state.tally).toMatchObject({ messages: calm.length, repeated: 2 * calm.length });
  });

  test("a message from the future is counted now and does not make the present late", () => {
    const state = createDetectorState();
    observeAll(state, [{ type: "tick", nowMs: at(10) }, message(9, "hello", "a")], seedSettings);
    observe(state, { ...message(4000, "from tomorrow", "b"), receivedAtMs: at(11) }, seedSettings);
    observe(state, { ...message(11, "hello", "c"), receivedAtMs: at(11) }, seedSettings);
    expect(state.tally).toMatchObject({ fromFuture: 1, late: 0, messages: 3 });
    expect(countsBetween(state, at(9), at(12)).map(({ messages }) => messages)).toEqual([1, 0, 2]);
  });

  test("a gap is unknown, not silence", () => {
    const state = createDetectorState();
    const before = steadyChat(600, 2);
    const afterGap = steadyChat(600, 2, { from: 1200 });
    observeAll(state, before, adaptiveSettings);
    const samples = state.baseline.messages.counts.length;
    const gap: DetectorInput = { type: "gap", fromMs: at(600), toMs: at(1200) };
    expect(observeAll(state, [gap, ...ticks(601, 1199, 5)], adaptiveSettings)).toEqual([]);
    // Of the gap's sixty windows none entered the normal; the last ones before it did.
    expect(state.baseline.messages.counts.length - samples).toBeLessThanOrEqual(3);
    expect(observeAll(state, afterGap, adaptiveSettings)).toEqual([]);
    expect(Math.min(...state.baseline.messages.counts)).toBeGreaterThan(0);
    expect(countsBetween(state, at(1190), at(1202)).map(({ atMs }) => atMs)).toEqual([at(1200), at(1201)]);
  });

  test("minutes without any input are an outage and cost no more than the window", () => {
    const state = createDetectorState();
    observeAll(state, steadyChat(60, 2), adaptiveSettings);
    observe(state, { type: "tick", nowMs: at(3_000_000) }, adaptiveSettings);
    expect(state.baseline.messages.counts.length).toBeLessThanOrEqual(6);
    expect(observeAll(state, steadyChat(60, 2, { from: 3_000_001 }), adaptiveSettings)).toEqual([]);
  });
});

describe("deadlines", () => {
  test("a burst that ends in silence is confirmed by the tick it asked for", () => {
    const state = createDetectorState();
    expect(nextDeadlineMs(state, seedSettings)).toBeNull();
    const moments = observeAll(state, burst(10, 12), seedSettings);
    for (let wakes = 0; wakes < 20 && moments.length === 0; wakes++) {
      const deadlineMs = nextDeadlineMs(state, seedSettings);
      if (deadlineMs === null) break;
      moments.push(...observe(state, { type: "tick", nowMs: deadlineMs }, seedSettings));
    }
    expect(summary(moments)).toHaveLength(1);
    expect(nextDeadlineMs(state, seedSettings)).toBeNull();
  });

  test("small talk needs one tick and then none", () => {
    const state = createDetectorState();
    observeAll(state, steadyChat(10, 1), seedSettings);
    expect(nextDeadlineMs(state, seedSettings)).toBe(at(10));
    observe(state, { type: "tick", nowMs: at(10) }, seedSettings);
    expect(nextDeadlineMs(state, seedSettings)).toBeNull();
  });
});

test("the counts of a second are people, reactions and requests beside messages", () => {
  const state = createDetectorState();
  const inputs: DetectorInput[] = [
    ...polls(0, [321]),
    message(1, "hello there", "a"),
    message(1.2, "LOL", "a"),
    message(1.4, "clip that", "b"),
    message(1.5, "clip that", "b"),
    message(3, "fine", "a"),
  ];
  observeAll(state, inputs, seedSettings);
  expect(countsBetween(state, at(0), at(100))).toEqual([
    { atMs: at(0), messages: 0, chatters: 0, reactions: 0, demand: 0, viewers: 321 },
    { atMs: at(1), messages: 4, chatters: 2, reactions: 1, demand: 1, viewers: 321 },
    { atMs: at(2), messages: 0, chatters: 0, reactions: 0, demand: 0, viewers: 321 },
    { atMs: at(3), messages: 1, chatters: 0, reactions: 0, demand: 0, viewers: 321 },
  ]);
});

describe("memory", () => {
  const day: DetectorInput[] = [
    ...polls(0, [900, 910, 905, 899, 901, 905, 903]),
    alert(70, "gift", 6),
    ...inOrder(knownChannel(2), burst(1000, 9), burst(1150, 9)),
    message(1201, "clip it", "x"),
    message(1205, "clip it pls", "y"),
    ...ticks(1206, 1260),
  ];

  test.each([1, 500, 1990, 2070, 2300, day.length - 30])(
    "kept and taken up again after %d inputs it goes on the same",
    (cut) => {
      const whole = createDetectorState();
      observeAll(whole, day.slice(0, cut), adaptiveSettings);
      const restored = decodeDetectorState(encodeDetectorState(whole));
      const rest = day.slice(cut);
      expect(observeAll(restored, rest, adaptiveSettings)).toEqual(observeAll(whole, rest, adaptiveSettings));
      expect(countsBetween(restored, 0, at(9999))).toEqual(countsBetween(whole, 0, at(9999)));
      expect(encodeDetectorState(restored)).toBe(encodeDetectorState(whole));
    },
  );

  test("the trace above has something to lose", () => {
    expect(momentsIn(day, adaptiveSettings).length).toBeGreaterThanOrEqual(2);
  });

  test.each([null, "", "garbage", "[]", "{}", '{"version":0}', '{"version":1,"seconds":7}'])(
    "%j gives a fresh detector",
    (json) => {
      expect(decodeDetectorState(json)).toEqual(createDetectorState());
    },
  );

  test("what another version wrote gives a fresh detector", () => {
    const state = createDetectorState();
    observeAll(state, day.slice(0, 500), adaptiveSettings);
    const json = encodeDetectorState(state);
    expect(decodeDetectorState(json)).not.toEqual(createDetectorState());
    expect(decodeDetectorState(json.replace('"version":1', '"version":2'))).toEqual(createDetectorState());
  });

  test("stays near 100 KB on a huge chat of ever new people and emotes", () => {
    const state = createDetectorState();
    for (let index = 0; index < 60_000; index++) {
      const emote = `channelEmoteWithALongName${index % 300}`;
      observe(state, message(index / 200, `${emote} wow`, `somebody${index}`, { emotes: [emote] }), adaptiveSettings);
    }
    expect(state.people.size).toBeLessThanOrEqual(4000);
    expect(encodeDetectorState(state).length).toBeLessThan(200_000);
    expect(decodeDetectorState(encodeDetectorState(state)).newestSecond).toBe(state.newestSecond);
  });

  test("counted seconds replayed give the moments the messages gave", () => {
    const live = createDetectorState();
    const messages = inOrder(knownChannel(2), burst(1000, 9), [
      message(1100, "clip it", "x"),
      message(1103, "clip it", "y"),
    ]);
    const seconds = [];
    const found = [];
    for (let second = 0; second <= 1260; second++) {
      found.push(
        ...observeAll(
          live,
          messages.filter(({ sentAtMs }) => Math.floor((sentAtMs - startMs) / 1000) === second),
          adaptiveSettings,
        ),
      );
      found.push(...observe(live, { type: "tick", nowMs: at(second + 1) }, adaptiveSettings));
      const epochSecond = startMs / 1000 + second;
      const kept = secondRow(secondAt(live.window, epochSecond) ?? emptySecond(epochSecond), 8);
      seconds.push(restoreSecond(secondRowSchema.parse(JSON.parse(JSON.stringify(kept)))));
    }
    const replayed = observeAll(
      createDetectorState(),
      seconds.map((second) => ({ type: "second", second })),
      adaptiveSettings,
    );
    expect(found.length).toBe(2);
    expect(replayed).toEqual(found);
  });
});
