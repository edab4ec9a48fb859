// What saving the settings sends.
import { expect, test } from "vitest";
import { changedSettings } from "../../../../web/pages/watch/changed-settings.ts";

const opened = { hlsUrl: null, autoApprove: false, profile: "adaptive", alarmsPerHour: 4 } as const;

test("only what was changed, so that another person's change of something else stays", () => {
  expect(changedSettings(opened, { ...opened, autoApprove: true })).toEqual({ autoApprove: true });
});

test("an address that was taken away", () => {
  const before = { ...opened, hlsUrl: "https://a.example/live.m3u8" };
  expect(changedSettings(before, { ...before, hlsUrl: null })).toEqual({ hlsUrl: null });
});

test("a switch that was never touched counts as on", () => {
  expect(changedSettings(opened, { ...opened, keepsExcerpt: true })).toEqual({});
  expect(changedSettings(opened, { ...opened, keepsExcerpt: false })).toEqual({ keepsExcerpt: false });
});

test("rules of what is approved, once somebody has made some", () => {
  const autoApproveRules = { minConfidence: 0.6, sources: ["keyword" as const] };
  expect(changedSettings(opened, { ...opened, autoApproveRules })).toEqual({ autoApproveRules });
  const before = { ...opened, autoApproveRules };
  expect(changedSettings(before, { ...before, autoApproveRules: { ...autoApproveRules } })).toEqual({});
});

test("how far the player is behind, and that it is as usual again", () => {
  expect(changedSettings(opened, { ...opened, broadcastLatencyMs: null })).toEqual({});
  const set = { ...opened, broadcastLatencyMs: 12_000 };
  expect(changedSettings(opened, set)).toEqual({ broadcastLatencyMs: 12_000 });
  expect(changedSettings(set, opened)).toEqual({ broadcastLatencyMs: null });
});
