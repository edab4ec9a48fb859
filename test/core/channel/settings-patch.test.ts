import { expect, test } from "vitest";
import { defaultSettings } from "#core/channel/channel-settings.ts";
import { applySettings, settingsPatchSchema } from "#core/channel/settings-patch.ts";
import { streamAddressProblem } from "#core/channel/stream-address.ts";

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
    expect(streamAddressProblem(address)).toBeNull();
  },
);

test.each([
  "http://cdn.example/live.m3u8",
  "http://localhost.example/a",
  "http://127.0.0.1.example/a",
  "ftp://x/y",
  "javascript:alert(1)",
  "https:///x",
  "https:\\\\evil.example/a",
  "https://a\\@localhost/a",
  "http://localhost@evil.example/a",
  " https://cdn.example/a",
])("%s may not", (address) => {
  expect(streamAddressProblem(address)).not.toBeNull();
  expect(() => applySettings(defaultSettings, { hlsUrl: address })).toThrow();
});

test.each(["https://ada:secret@cdn.example/live.m3u8", "https://ada@cdn.example/a", "https://:p@cdn.example/a"])(
  "%s would tell everyone who watches a password",
  (address) => {
    expect(() => applySettings(defaultSettings, { hlsUrl: address })).toThrow(/everyone who watches/);
  },
);
