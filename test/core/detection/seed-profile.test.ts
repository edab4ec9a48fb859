import { describe, expect, test } from "vitest";
import { detectedMomentSchema } from "#core/moments/moment.ts";
import { detectionSettingsSchema } from "#core/detection/detection-settings.ts";
import { alert, at, burst, inOrder, message, momentsIn, polls, seedSettings, steadyChat, ticks } from "./traces.ts";

const typesOf = (inputs: Parameters<typeof momentsIn>[0], settings = seedSettings) =>
  momentsIn(inputs, settings).map(({ triggers }) => triggers.map(({ type }) => type));

describe("chat velocity", () => {
  test("fires above five messages a second over ten seconds and not at five", () => {
    expect(typesOf(steadyChat(60, 5))).toEqual([]);
    expect(typesOf(steadyChat(20, 6))).toEqual([["chat_velocity"]]);
  });

  test("follows its settings", () => {
    const settings = detectionSettingsSchema.parse({ profile: "seed", seed: { chatVelocityThreshold: 2 } });
    expect(typesOf(steadyChat(20, 3), settings)).toEqual([["chat_velocity"]]);
    expect(typesOf(steadyChat(20, 3))).toEqual([]);
  });

  test("keeps the seeds' literal meaning: one person flooding is fast chat", () => {
    expect(typesOf(steadyChat(12, 8, { people: 1 }))).toEqual([["chat_velocity"]]);
  });

  test("tells what happened", () => {
    const [moment] = momentsIn(inOrder(steadyChat(120, 1), burst(60, 12)), seedSettings);
    expect(detectedMomentSchema.parse(moment)).toEqual(moment);
    expect(moment?.explanation).toMatch(/^Chat jumped to \d+\.\d messages a second/);
    expect(moment?.triggers[0]).toMatchObject({ type: "chat_velocity", windowSeconds: 10, unit: "messages a second" });
  });
});

describe("keywords", () => {
  const shouts = (count: number) =>
    Array.from({ length: count }, (_, index) => message(10 + index, "CLIIIP THAT", `p${index}`));

  test("fires at three messages within ten seconds and names the keyword", () => {
    expect(typesOf(shouts(2))).toEqual([]);
    const [moment] = momentsIn(shouts(3), seedSettings);
    expect(moment?.triggers).toMatchObject([{ type: "keyword", value: 3, term: "CLIP THAT" }]);
  });

  test("does not add up what is further apart", () => {
    expect(typesOf([0, 10, 20].map((second) => message(second, "OMG", `p${second}`)))).toEqual([]);
  });
});

describe("emotes", () => {
  const row = (count: number, emote: string, from = 10) =>
    message(from, Array.from({ length: count }, () => emote).join(" "), `p${emote}${from}`, {
      emotes: Array.from({ length: count }, () => emote),
    });

  test("fires at ten times the same emote within five seconds", () => {
    expect(typesOf([row(9, "KEKW")])).toEqual([]);
    expect(typesOf([row(9, "KEKW"), row(9, "Kappa")])).toEqual([]);
    const [moment] = momentsIn([row(5, "KEKW", 10), row(5, "KEKW", 14)], seedSettings);
    expect(moment?.triggers).toMatchObject([{ type: "emote_spam", value: 10, term: "KEKW" }]);
    expect(typesOf([row(5, "KEKW", 10), row(5, "KEKW", 15)])).toEqual([]);
  });

  test("counts the emotes of extensions by a list of names", () => {
    const settings = detectionSettingsSchema.parse({ profile: "seed", emoteNames: ["catJAM"] });
    const unmarked = message(10, "catJAM ".repeat(10), "dancer");
    expect(typesOf([unmarked], settings)).toEqual([["emote_spam"]]);
    expect(typesOf([unmarked])).toEqual([]);
  });

  test("an emote may have any name", () => {
    expect(typesOf([row(10, "__proto__")])).toEqual([["emote_spam"]]);
  });
});

describe("viewers", () => {
  const steady = [1000, 1010, 990, 1000, 1005, 995, 1000, 1010];

  test("fires above three times the rolling baseline", () => {
    expect(typesOf([...polls(0, [...steady, 2900]), ...ticks(81, 90)])).toEqual([]);
    const [moment] = momentsIn([...polls(0, [...steady, 3100]), ...ticks(81, 90)], seedSettings);
    expect(moment?.triggers).toMatchObject([{ type: "viewer_spike", value: 3100, unit: "viewers" }]);
    expect(moment?.viewerCount).toBe(3100);
  });

  test("knows no baseline before a minute", () => {
    expect(typesOf([...polls(0, [100, 101, 102, 103, 104, 500]), ...ticks(51, 90)])).toEqual([]);
  });

  test("reaches back over five distinct counts where the platform repeats one for a minute", () => {
    const minute = (count: number) => Array.from({ length: 6 }, () => count);
    // A minute at 250 alone would make 800 a spike; the five counts before it, from 200 to 400, do not.
    const counts = [...minute(400), ...minute(400 - 1), ...minute(400 - 2), ...minute(400 - 3), ...minute(250), 800];
    expect(typesOf([...polls(0, counts), ...ticks(301, 320)])).toEqual([]);
  });
});

describe("fusion", () => {
  test("signals within the cooldown are one moment with several triggers", () => {
    const shouting = burst(30, 8, { text: "OMG CLIP THAT" });
    expect(typesOf(inOrder(steadyChat(60, 1), shouting))).toEqual([["keyword", "chat_velocity"]]);
  });

  test("a second burst counts again only after thirty seconds", () => {
    const chat = (second: number) => inOrder(steadyChat(120, 1), burst(30, 12), burst(second, 12));
    expect(typesOf(chat(48))).toHaveLength(1);
    expect(typesOf(chat(75))).toHaveLength(2);
  });

  test("two signals score higher than one", () => {
    const [alone] = momentsIn(burst(30, 8), seedSettings);
    const [fused] = momentsIn(burst(30, 8, { text: "OMG CLIP THAT" }), seedSettings);
    expect(fused!.score).toBeGreaterThan(alone!.score);
    expect(fused!.score).toBeLessThanOrEqual(1);
  });

  test("a large alert is a moment by itself, a small one is not", () => {
    expect(typesOf([alert(10, "gift", 100)])).toEqual([["alert"]]);
    expect(typesOf([alert(10, "gift", 5), alert(11, "subscription", 1)])).toEqual([]);
  });
});

describe("times", () => {
  test("onset, peak and detection come in that order and near the burst", () => {
    const [moment] = momentsIn(inOrder(steadyChat(120, 1), burst(60, 12)), seedSettings);
    const seconds = (ms: number) => (ms - 1_700_000_000_000) / 1000;
    expect(Math.abs(seconds(moment!.onsetMs) - 60)).toBeLessThanOrEqual(2);
    expect(seconds(moment!.peakMs)).toBeGreaterThanOrEqual(60);
    expect(seconds(moment!.peakMs)).toBeLessThanOrEqual(68);
    expect(moment!.detectedMs).toBeGreaterThan(moment!.peakMs);
    expect(seconds(moment!.detectedMs)).toBeLessThanOrEqual(77);
  });

  test("a chat that never calms down is told of within twelve seconds", () => {
    // Ever faster, so that each second is a new peak.
    const rising = Array.from({ length: 60 }, (_, second) =>
      steadyChat(1, 4 + second, { from: second, name: `r${second}` }),
    );
    const [moment] = momentsIn(rising.flat(), seedSettings);
    // The first signal comes by the seventh second.
    expect(moment!.detectedMs).toBeGreaterThan(at(12));
    expect(moment!.detectedMs).toBeLessThanOrEqual(at(20));
  });

  test("the onset is this burst's and not that of an earlier one", () => {
    const earlier = steadyChat(3, 11, { from: 75, people: 1000, name: "early" });
    const [moment] = momentsIn(inOrder(steadyChat(160, 1), earlier, burst(100, 12)), seedSettings);
    expect(moment!.onsetMs).toBeGreaterThanOrEqual(at(97));
  });
});

test("bots and messages of other channels in shared chat count zero", () => {
  expect(typesOf(steadyChat(20, 8, { rest: { chatterLogin: "nightbot" } }))).toEqual([]);
  expect(typesOf(steadyChat(20, 8, { rest: { isFromSharedChat: true } }))).toEqual([]);
});
