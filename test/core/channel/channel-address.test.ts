import { expect, test } from "vitest";
import { parseChannelAddress } from "#core/channel/channel-address.ts";

test.each([
  ["twitch:Neon_Rally", "twitch", "neon_rally"],
  ["kick:pixel-harbor", "kick", "pixel-harbor"],
  ["twitch/neon_rally", "twitch", "neon_rally"],
  ["https://www.twitch.tv/neon_rally", "twitch", "neon_rally"],
  ["twitch.tv/neon_rally/videos?filter=all", "twitch", "neon_rally"],
  ["https://player.twitch.tv/?channel=neon_rally&parent=x", "twitch", "neon_rally"],
  ["https://kick.com/pixel_harbor#chat", "kick", "pixel_harbor"],
  ["kick.com/popout/pixel_harbor/chat", "kick", "pixel_harbor"],
  ["  https://m.twitch.tv/neon_rally  ", "twitch", "neon_rally"],
])("%s names a channel", (input, platform, login) => {
  expect(parseChannelAddress(input)).toEqual({ platform, login });
});

test.each([
  "",
  "neon_rally",
  "https://example.com/neon_rally",
  "twitch:",
  "twitch:two words",
  "twitch:a/b",
  "https://twitch.tv/",
  "kick:%2e%2e",
  `twitch:${"a".repeat(26)}`,
  "x".repeat(400),
])("%s does not", (input) => {
  expect(parseChannelAddress(input)).toBeNull();
});
