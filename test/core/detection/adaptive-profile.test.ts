import { describe, expect, test } from "vitest";
import { createDetectorState } from "#core/detection/detector-state.ts";
import { detectionSettingsSchema } from "#core/detection/detection-settings.ts";
import {
  adaptiveSettings,
  alert,
  burst,
  inOrder,
  knownChannel,
  message,
  momentsIn,
  observeAll,
  steadyChat,
  summary,
  ticks,
} from "./traces.ts";

const after = (inputs: Parameters<typeof momentsIn>[0]) => summary(momentsIn(inputs, adaptiveSettings));

describe("people's reactions against the channel's own normal", () => {
  test("a burst of many people is a moment, small talk is not", () => {
    expect(after(knownChannel())).toEqual([]);
    const [moment, ...rest] = after(inOrder(knownChannel(), burst(1100, 6)));
    expect(rest).toEqual([]);
    expect(moment).toMatchObject({ triggers: ["chat_velocity"], profile: "adaptive" });
    expect(moment!.peak).toBeGreaterThanOrEqual(1099);
    expect(moment!.peak).toBeLessThanOrEqual(1108);
  });

  test("a small channel's burst counts, a big channel's ordinary rate does not", () => {
    const small = inOrder(steadyChat(1200, 0.1), burst(1100, 1.5));
    expect(after(small)).toHaveLength(1);
    const big = knownChannel(40);
    expect(after(big).filter(({ profile }) => profile === "adaptive")).toEqual([]);
  });

  test("explains itself with the numbers", () => {
    const asking = Array.from({ length: 6 }, (_, index) => message(1103 + index / 6, "clip that", `asker${index}`));
    const [moment] = momentsIn(inOrder(knownChannel(), burst(1100, 12), asking), adaptiveSettings);
    expect(moment?.explanation).toMatch(
      /^Chat jumped to \d+\.\d messages a second, \d+(\.\d)? times what is usual here; 6 people asked for a clip; 6 messages said/,
    );
  });

  test("one person flooding is no moment, and the reason is known", () => {
    const state = createDetectorState();
    const flood = steadyChat(8, 12, { from: 1100, text: "WHAT A SHOT!!", people: 1, name: "flooder" });
    expect(observeAll(state, [...inOrder(knownChannel(), flood), ...ticks(1200, 1240)], adaptiveSettings)).toEqual([]);
    expect(state.suppressed.map(({ reason }) => reason)).toContain("one_person");
  });

  test("copypasta is no moment, and the reason is known", () => {
    const state = createDetectorState();
    const pasted = steadyChat(8, 12, {
      from: 1100,
      text: "I have seen things you people would not believe, ships on fire off the shoulder of somewhere",
      people: 1000,
      name: "paster",
    });
    expect(observeAll(state, [...inOrder(knownChannel(), pasted), ...ticks(1200, 1240)], adaptiveSettings)).toEqual([]);
    expect(state.suppressed.map(({ reason }) => reason)).toContain("copypasta");
  });

  test("a bot's announcements are no moment, and the reason is known", () => {
    const state = createDetectorState();
    const bot = burst(1100, 12, { rest: { chatterLogin: "nightbot" } });
    expect(observeAll(state, [...inOrder(knownChannel(), bot), ...ticks(1200, 1240)], adaptiveSettings)).toEqual([]);
    expect(state.suppressed.map(({ reason }) => reason)).toContain("bot");
  });

  test.each([
    ["raid", 500],
    ["gift", 20],
  ] as const)("greetings and thanks after a %s are no moment, and the reason is known", (kind, amount) => {
    const state = createDetectorState();
    const inputs = [
      ...inOrder([...knownChannel(), ...burst(1100, 6)], [alert(1098, kind, amount)] as never[]),
      ...ticks(1200, 1240),
    ];
    expect(observeAll(state, inputs, adaptiveSettings)).toEqual([]);
    expect(state.suppressed.map(({ reason }) => reason)).toContain(kind === "raid" ? "raid" : "gifted_subs");
  });

  test("a rise too small for the budget is remembered with what it scored", () => {
    const state = createDetectorState();
    const rise = burst(1100, 1.2);
    expect(observeAll(state, [...inOrder(knownChannel(), rise), ...ticks(1200, 1240)], adaptiveSettings)).toEqual([]);
    const [near] = state.suppressed;
    expect(near).toMatchObject({ reason: "below_threshold" });
    expect(near!.score).toBeLessThan(near!.threshold);
  });
});

describe("several people asking for a clip", () => {
  const ask = (second: number, who: string) => message(second, "clip that!!", who);

  test("are a trigger of their own; one person asking twice is not", () => {
    expect(after(inOrder(knownChannel(), [ask(1100, "one"), ask(1112, "two")]))).toMatchObject([
      { triggers: ["clip_demand"] },
    ]);
    expect(after(inOrder(knownChannel(), [ask(1100, "one"), ask(1112, "one")]))).toEqual([]);
  });

  test("must do so within half a minute", () => {
    expect(after(inOrder(knownChannel(), [ask(1100, "one"), ask(1131, "two")]))).toEqual([]);
  });

  test("count even when raiders are being greeted", () => {
    const inputs = inOrder([...knownChannel(), ask(1100, "one"), ask(1103, "two")], [
      alert(1090, "raid", 90),
    ] as never[]);
    expect(after(inputs)).toHaveLength(1);
  });
});

describe("warm-up", () => {
  test("until ten minutes of normal are known the seed rules fire, so labelled", () => {
    const [early] = after(inOrder(steadyChat(500, 1), burst(300, 12)));
    expect(early).toMatchObject({ profile: "seed", triggers: ["chat_velocity"] });
    const [late] = after(inOrder(steadyChat(900, 1), burst(800, 12)));
    expect(late).toMatchObject({ profile: "adaptive" });
  });

  test("a second burst that only clip demand may tell is told at its peak, not when the cooldown ends", () => {
    const first = burst(200, 12);
    const second = inOrder(
      burst(238, 12, { name: "again" }),
      Array.from({ length: 12 }, (_, one) => message(240 + 2 * one, "clip that", `asker${one}`)),
    );
    const [, told] = after(inOrder(steadyChat(500, 1), first, second));
    expect(told?.triggers).toContain("clip_demand");
    expect(told!.peak).toBeGreaterThanOrEqual(238);
    expect(told!.peak).toBeLessThanOrEqual(247);
  });
});

describe("the alarm budget", () => {
  /** Four hours with a burst of random size every minute, from a fixed sequence. */
  const lively = (() => {
    let seed = 7;
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const minutes = Array.from({ length: 240 }, (_, minute) =>
      burst(minute * 60 + 30, 0.5 + 3 * random(), { name: `m${minute}` }),
    );
    return inOrder(steadyChat(240 * 60, 0.7), minutes.flat());
  })();

  test.each([2, 4, 8])("about %d an hour are told", (alarmsPerHour) => {
    const settings = detectionSettingsSchema.parse({ adaptive: { alarmsPerHour } });
    const perHour = momentsIn(lively, settings).length / 4;
    expect(Math.abs(perHour / alarmsPerHour - 1)).toBeLessThanOrEqual(0.4);
  });

  test("a channel whose every minute is far above its normal gets three times the budget in an hour and no more", () => {
    const wild = Array.from({ length: 120 }, (_, minute) => burst(1200 + minute * 60, 14, { name: `w${minute}` }));
    const settings = detectionSettingsSchema.parse({ adaptive: { alarmsPerHour: 2 } });
    const moments = momentsIn(inOrder(steadyChat(1200 + 120 * 60, 1), wild.flat()), settings);
    const perHour = moments.map(
      ({ detectedMs }) => moments.filter((other) => Math.abs(other.detectedMs - detectedMs) < 1_800_000).length,
    );
    expect(Math.max(...perHour)).toBeLessThanOrEqual(6);
    expect(moments.length).toBeGreaterThanOrEqual(10);
  });

  test("a feedback weight above one makes a trigger fire sooner", () => {
    const rise = inOrder(knownChannel(), burst(1100, 1.2));
    const eager = detectionSettingsSchema.parse({ triggerWeights: { chat_velocity: 3 } });
    expect(momentsIn(rise, adaptiveSettings)).toHaveLength(0);
    expect(momentsIn(rise, eager)).toHaveLength(1);
  });
});
