import { describe, expect, test } from "vitest";
import { countChat } from "#core/detection/count-chat.ts";
import { detectionSettingsSchema } from "#core/detection/detection-settings.ts";
import { explainSilence } from "#core/detection/explain-silence.ts";
import { replay } from "#core/detection/replay.ts";
import { adaptiveSettings, alert, at, burst, inOrder, knownChannel, startMs, steadyChat, type Chat } from "./traces.ts";

const stretch = [at(1080), at(1160)] as const;
const explained = (messages: Parameters<typeof countChat>[0]) =>
  explainSilence({ kept: countChat(messages, adaptiveSettings) }, adaptiveSettings, ...stretch);

describe("chat that rose and is no moment", () => {
  const flood = (chat: Chat) => inOrder(knownChannel(), burst(1100, 12, chat));
  test.each([
    ["one_person", flood({ people: 1 }), "Chat rose here, but one person wrote most of it."],
    [
      "bot",
      flood({ rest: { chatterLogin: "nightbot" } }),
      "Chat rose here, but the messages came from bots on your list.",
    ],
    [
      "copypasta",
      flood({ text: "I have seen things you people would not believe, ships on fire" }),
      "Chat rose here, but people pasted the same text over and over.",
    ],
    [
      "raid",
      inOrder(knownChannel(), burst(1100, 6), [alert(1098, "raid", 500)] as never[]),
      "Chat rose here to greet a raid.",
    ],
    [
      "gifted_subs",
      inOrder(knownChannel(), burst(1100, 6), [alert(1098, "gift", 20)] as never[]),
      "Chat rose here to give thanks for gifted subscriptions.",
    ],
  ] as const)("%s has a sentence of its own", (reason, inputs, sentence) => {
    const told = explained(inputs);
    expect(told.map((one) => one.reason)).toContain(reason);
    expect(told.find((one) => one.reason === reason)).toMatchObject({ sentence, alarmsPerHour: null });
  });
});

describe("over a kept session", () => {
  const kept = countChat(inOrder(knownChannel(), burst(1100, 1.2)), adaptiveSettings);

  test("a rise too small says how small, and the budget it names is tried: the least that tells it", () => {
    const [near] = explainSilence({ kept }, adaptiveSettings, ...stretch);
    const budget = near!.alarmsPerHour!;
    expect(near!.sentence).toMatch(/^Chat rose here to \d\d % of what a moment needed; it would have been told at /);
    expect(near!.sentence).toContain(` at ${budget} an hour.`);
    expect(near!.atMs).toBeGreaterThanOrEqual(at(1100));
    const told = (alarmsPerHour: number) =>
      replay(kept, detectionSettingsSchema.parse({ adaptive: { alarmsPerHour } })).moments.length;
    expect(told(budget)).toBe(1);
    expect(told(4)).toBe(0);
  });

  test("where the settings asked about tell a moment it says so, and does not claim it was told then", () => {
    const loud = countChat(inOrder(knownChannel(), burst(1100, 8)), adaptiveSettings);
    const [told] = explainSilence({ kept: loud }, adaptiveSettings, ...stretch);
    expect(told).toMatchObject({ reason: "moment" });
    expect(told!.sentence).toMatch(/^With the present settings this would be a moment: Chat jumped/);
  });

  test("a burst that the warm-up had no room for has its budget, too", () => {
    const early = countChat(inOrder(steadyChat(500, 0.5), burst(100, 12), burst(300, 12)), adaptiveSettings);
    const [beyond] = explainSilence({ kept: early }, adaptiveSettings, at(290), at(330));
    expect(beyond).toMatchObject({ reason: "warm_up", alarmsPerHour: 20 });
    expect(beyond!.sentence).toMatch(/were already told; it would have been told at 20 an hour\.$/);
  });

  test("an hour that has brought all its budget allows says so, and which budget would have told it", () => {
    const bursts = Array.from({ length: 8 }, (_, nth) => burst(1100 + 100 * nth, 12, { name: `crowd${nth}` }));
    const lively = countChat(inOrder(steadyChat(2000, 1), ...bursts), adaptiveSettings);
    const settings = detectionSettingsSchema.parse({ adaptive: { alarmsPerHour: 1 } });
    expect(replay(lively, settings).moments).toHaveLength(4);
    const [beyond] = explainSilence({ kept: lively }, settings, at(1590), at(1660));
    expect(beyond).toMatchObject({ reason: "over_budget", alarmsPerHour: 2 });
    expect(beyond!.sentence).toMatch(/all the moments your budget allows; it would have been told at 2 an hour\.$/);
  });

  test.each([
    ["quiet", 900, 1000, []],
    ["warming_up", 100, 200, []],
    ["not_heard", -200, -100, []],
    ["not_heard", 900, 1000, [[startMs / 1000 + 910, startMs / 1000 + 920]]],
  ] as const)("%s from %d to %d seconds", (reason, from, to, gaps) => {
    const calm = countChat(steadyChat(1200, 1), adaptiveSettings);
    expect(explainSilence({ kept: calm, gaps }, adaptiveSettings, at(from), at(to))).toMatchObject([
      { reason, atMs: null },
    ]);
  });
});
