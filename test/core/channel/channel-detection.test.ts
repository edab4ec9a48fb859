// A channel's own detection numbers: what may be chosen, what is refused, and what the detector gets.
import { expect, test } from "vitest";
import { defaultDetectionSettings } from "#core/detection/detection-settings.ts";
import { channelDetection } from "#core/channel/channel-detection.ts";
import { defaultSettings } from "#core/channel/channel-settings.ts";
import { applySettings, settingsPatchSchema } from "#core/channel/settings-patch.ts";

test("without choices the detector has the defaults", () => {
  expect(channelDetection(defaultSettings)).toEqual(defaultDetectionSettings);
});

test("a choice replaces its default and nothing else", () => {
  const patch = settingsPatchSchema.parse({
    detection: { seed: { chatVelocityThreshold: 8 }, alertAmounts: { raid: 20, gift: null }, bots: ["mybot"] },
  });
  const { seed, alertAmounts, bots, emoteNames } = channelDetection(applySettings(defaultSettings, patch));
  expect(seed).toEqual({ ...defaultDetectionSettings.seed, chatVelocityThreshold: 8 });
  expect(alertAmounts).toEqual({ ...defaultDetectionSettings.alertAmounts, raid: 20, gift: null });
  expect([bots, emoteNames]).toEqual([["mybot"], []]);
});

test("a choice that was not made stays unmade, so that a later default reaches the channel", () => {
  expect(settingsPatchSchema.parse({ detection: { seed: {} } })).toEqual({ detection: { seed: {} } });
});

test("choices are one version a change, and can be taken back", () => {
  const chosen = applySettings(defaultSettings, { detection: { seed: { keywordThreshold: 5 } } });
  expect([chosen.version, applySettings(chosen, { detection: { seed: { keywordThreshold: 5 } } })]).toEqual([
    1,
    chosen,
  ]);
  expect(channelDetection(applySettings(chosen, { detection: {} }))).toEqual(defaultDetectionSettings);
});

test.each([
  ["an unknown number", { seed: { magic: 1 } }],
  ["an unknown part", { adaptive: { demandWeight: 2 } }],
  ["nothing a second", { seed: { chatVelocityThreshold: 0 } }],
  ["a window longer than is kept", { seed: { chatWindowSeconds: 600 } }],
  ["half a message", { seed: { keywordThreshold: 2.5 } }],
  ["text for a number", { seed: { cooldownSeconds: "30" } }],
  ["too many bots", { bots: Array.from({ length: 201 }, (_, i) => `bot${i}`) }],
  ["a name without letters", { emoteNames: [""] }],
])("%s is refused", (_, detection) => {
  expect(settingsPatchSchema.safeParse({ detection }).success).toBe(false);
});

test("weights of feedback reach the detector", () => {
  expect(channelDetection({ ...defaultSettings, triggerWeights: { keyword: 1.2 } }).triggerWeights).toEqual({
    keyword: 1.2,
  });
});
