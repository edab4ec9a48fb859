import { describe, expect, test } from "vitest";
import { countChat } from "#core/detection/count-chat.ts";
import { detectionSettingsSchema } from "#core/detection/detection-settings.ts";
import { observe } from "#core/detection/detector.ts";
import { createDetectorState } from "#core/detection/detector-state.ts";
import { replay } from "#core/detection/replay.ts";
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
  startMs,
  steadyChat,
  summary,
} from "./traces.ts";

const chat = inOrder(knownChannel(2), burst(1000, 9), [message(1100, "clip it", "x"), message(1103, "clip it", "y")]);

test("a counted log gives the moments the messages gave", () => {
  const { moments } = replay(countChat(chat, adaptiveSettings), adaptiveSettings);
  expect(moments).toEqual(momentsIn(chat, adaptiveSettings));
  expect(moments).toHaveLength(2);
});

test("a larger budget tells more, the seed rules something else", () => {
  const rises = Array.from({ length: 12 }, (_, index) =>
    burst(1300 + index * 200, 1 + index * 0.15, { name: `r${index}` }),
  );
  const kept = countChat(inOrder(steadyChat(4000, 0.7), rises.flat()), adaptiveSettings);
  const told = (alarmsPerHour: number) =>
    replay(kept, detectionSettingsSchema.parse({ adaptive: { alarmsPerHour } })).moments.length;
  expect(told(20)).toBeGreaterThan(told(2));
  expect(replay(kept, detectionSettingsSchema.parse({ profile: "seed" })).moments).toEqual([]);
});

test("every suppressed burst of a long session is kept, not only the latest", () => {
  const pastes = Array.from({ length: 70 }, (_, index) =>
    steadyChat(6, 8, {
      from: 1000 + index * 90,
      people: 1000,
      name: `p${index}`,
      text: `I have seen things you people would not believe, number ${"x".repeat(index % 2)}y`,
    }),
  );
  const { suppressed } = replay(
    countChat(inOrder(steadyChat(7600, 1), pastes.flat()), adaptiveSettings),
    adaptiveSettings,
  );
  expect(suppressed.filter(({ reason }) => reason === "copypasta").length).toBeGreaterThan(60);
});

test("gaps are unknown and unkept seconds silent", () => {
  const before = countChat(steadyChat(900, 1), adaptiveSettings);
  const after = countChat(burst(1850, 8), adaptiveSettings);
  const first = startMs / 1000;
  // A quarter of an hour of silence becomes the normal that a burst is measured by; one that nobody heard does not.
  const silent = replay([...before, ...after], adaptiveSettings).moments;
  const unheard = replay([...before, ...after], adaptiveSettings, [[first + 900, first + 1845]]).moments;
  expect(silent[0]?.triggers[0]?.baseline).toBe(0);
  expect(unheard[0]?.triggers[0]?.baseline).toBe(1);
});

test("nothing, disorder and absurd dates cost nothing and break nothing", () => {
  const [row] = countChat([message(0, "hello")], adaptiveSettings);
  const later = [...row!] as typeof row & object;
  later[0] = row![0] + 1e9;
  expect(replay([], adaptiveSettings)).toEqual({ moments: [], suppressed: [] });
  expect(replay([row!, later as never, row!], adaptiveSettings)).toEqual({ moments: [], suppressed: [] });
});

describe("the warm-up", () => {
  test("spends no more than the budget has room for, and says what it held back", () => {
    const state = createDetectorState();
    const told = observeAll(state, steadyChat(580, 8), adaptiveSettings);
    expect(summary(told)).toMatchObject([{ profile: "seed" }]);
    expect(state.suppressed.map(({ reason }) => reason)).toContain("warm_up");
  });

  test("keeps the seed profile's own cooldown when that profile is chosen", () => {
    const told = observeAll(createDetectorState(), steadyChat(580, 8), { ...adaptiveSettings, profile: "seed" });
    expect(told.length).toBeGreaterThan(10);
  });

  test("never holds back several people asking for a clip", () => {
    const asking = [message(300, "clip that", "a"), message(303, "clip that", "b")];
    const told = momentsIn(inOrder(steadyChat(580, 8), asking), adaptiveSettings);
    expect(told.map(({ triggers }) => triggers.map(({ type }) => type)).flat()).toContain("clip_demand");
  });
});

describe("what must not make a moment", () => {
  const long = "this is the copypasta that everybody in this chat knows by heart and posts again";
  test.each([
    ["shared chat from elsewhere", burst(1100, 12, { rest: { isFromSharedChat: true } })],
    ["a bot", burst(1100, 12, { rest: { chatterLogin: "nightbot" } })],
    ["copypasta", burst(1100, 12, { text: long })],
    ["copypasta in other letters", burst(1100, 12, { text: long.toUpperCase().replaceAll("a", "á") + " a" })],
    ["one person", burst(1100, 12, { people: 1 })],
    ["two people taking turns", burst(1100, 12, { people: 2 })],
    [
      "one person with keywords and emotes",
      burst(1100, 12, { people: 1, text: "CLIP THAT KEKW OMG", rest: { emotes: ["KEKW"] } }),
    ],
  ])("%s", (_, flood) => expect(momentsIn(inOrder(knownChannel(), flood), adaptiveSettings)).toEqual([]));

  test("shared chat is counted once, where it was written", () => {
    const state = createDetectorState();
    const here = steadyChat(10, 2);
    const elsewhere = steadyChat(10, 2, { rest: { isFromSharedChat: true } });
    observeAll(state, inOrder(here, elsewhere), adaptiveSettings);
    expect(state.tally).toMatchObject({ messages: here.length, fromSharedChat: elsewhere.length });
  });
});

test("signals of one cooldown are one moment, with a score and a sentence that name them all", () => {
  const asking = Array.from({ length: 3 }, (_, index) => message(1104 + index, "clip that", `asker${index}`));
  const shouting = burst(1100, 10, { text: "OMG KEKW", rest: { emotes: ["KEKW"] } });
  const inputs = [...inOrder(knownChannel(), shouting, asking, [alert(1103, "gift", 60)] as never[])];
  const [moment, ...rest] = momentsIn(inputs, adaptiveSettings);
  expect(rest).toEqual([]);
  expect(moment!.triggers.map(({ type }) => type).toSorted()).toEqual([
    "alert",
    "chat_velocity",
    "clip_demand",
    "emote_spam",
    "keyword",
  ]);
  expect(moment!.score).toBeGreaterThan(0.9);
  expect(moment!.score).toBeLessThanOrEqual(1);
  expect(moment!.explanation).toMatch(
    /3 people asked for a clip; .*OMG.*; KEKW was written \d+ times.*; 60 gifted subscriptions\.$/,
  );
  expect(moment!.onsetMs).toBeLessThanOrEqual(moment!.peakMs);
  expect(moment!.peakMs).toBeLessThan(moment!.detectedMs);
});

describe("clocks", () => {
  const lively = inOrder(knownChannel(), burst(1100, 8));
  test.each([-30_000, -3000, 3000])("a platform clock %d ms from ours changes nothing but the lag", (skewMs) => {
    const state = createDetectorState();
    const moments = lively.flatMap((input) => [
      ...observe(state, { ...input, receivedAtMs: input.sentAtMs - skewMs }, adaptiveSettings),
    ]);
    const plain = momentsIn(lively, adaptiveSettings);
    expect(summary(moments)).toEqual(summary(plain));
    expect(state.tally).toMatchObject({ late: 0, fromFuture: 0 });
    if (skewMs < 0) expect(state.lagMs).toBeGreaterThan(-0.9 * skewMs);
  });

  test("after a gap and a reconnect that resends, nothing counts twice and no moment is made", () => {
    const state = createDetectorState();
    const calm = knownChannel(3);
    const cut = calm.filter(({ sentAtMs }) => sentAtMs < at(1000));
    const resent = calm.filter(({ sentAtMs }) => sentAtMs >= at(970) && sentAtMs < at(1000));
    const later = calm.filter(({ sentAtMs }) => sentAtMs >= at(1030));
    const told = observeAll(
      state,
      [...cut, { type: "gap", fromMs: at(1000), toMs: at(1030) }, ...resent, ...later],
      adaptiveSettings,
    );
    expect(told).toEqual([]);
    expect(state.tally).toMatchObject({ messages: cut.length + later.length, repeated: resent.length });
  });
});
