import { expect, test } from "vitest";
import { defaultSettings } from "#core/channel/channel-settings.ts";
import { applySettings, settingsPatchSchema } from "#core/channel/settings-patch.ts";
import { isSafeStreamAddress } from "#core/channel/stream-address.ts";

test("a change gets the next version, no change gets none", () => {
  expect(applySettings(defaultSettings, { autoApprove: true })).toEqual({
    ...defaultSettings,
    autoApprove: true,
    version: 1,
  });
  expect(applySettings(defaultSettings, { autoApprove: false })).toBe(defaultSettings);
});

test("the version cannot be set from outside", () => {
  expect(settingsPatchSchema.safeParse({ version: 9 }).success).toBe(false);
});

test.each(["https://cdn.example/live.m3u8", "http://localhost:8787/a.m3u8", "http://127.0.0.1/a"])(
  "%s may be fetched",
  (address) => {
    expect(isSafeStreamAddress(address)).toBe(true);
  },
);

test.each([
  "http://cdn.example/live.m3u8",
  "http://localhost.example/a",
  "http://127.0.0.1.example/a",
  "ftp://x/y",
  "javascript:alert(1)",
  "https:///x",
])("%s may not", (address) => {
  expect(isSafeStreamAddress(address)).toBe(false);
  expect(() => applySettings(defaultSettings, { hlsUrl: address })).toThrow();
});
