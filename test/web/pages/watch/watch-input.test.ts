// What a person gives the watch page: its address, keys, and the stream's address.
import { describe, expect, test } from "vitest";
import { channelOfPath } from "../../../../web/pages/watch/channel-of-path.ts";
import { hlsAddressProblem } from "../../../../web/pages/watch/hls-address.ts";
import { shortcutOf } from "../../../../web/pages/watch/shortcut.ts";

describe("the page's address", () => {
  test("names a channel", () => {
    expect(channelOfPath("/watch/kick/some-name")).toEqual({ platform: "kick", login: "some-name" });
  });

  test.each([
    "/watch/kick",
    "/watch/youtube/name",
    "/watch/kick/name/more",
    "/other/kick/name",
    "/watch/kick/%E0%A4%A",
  ])("%s names none", (path) => {
    expect(channelOfPath(path)).toBeNull();
  });
});

describe("keys", () => {
  const press = (key: string, over = {}) => ({
    key,
    repeat: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...over,
  });

  test("mean something in either case", () => {
    expect([shortcutOf(press("c"), false), shortcutOf(press("C"), false)]).toEqual(["clip", "clip"]);
  });

  test("belong to the field while someone types, and to the browser with a modifier", () => {
    expect(shortcutOf(press("c"), true)).toBeNull();
    expect(shortcutOf(press("c", { ctrlKey: true }), false)).toBeNull();
  });

  test("held down move on, but clip only once", () => {
    expect(shortcutOf(press("j", { repeat: true }), false)).toBe("next");
    expect(shortcutOf(press("c", { repeat: true }), false)).toBeNull();
  });
});

describe("the stream's address", () => {
  test.each(["", "https://stream.example/live.m3u8", "http://localhost:8080/live.m3u8", "http://127.0.0.1/a"])(
    "%s is fine",
    (text) => {
      expect(hlsAddressProblem(text)).toBeNull();
    },
  );

  test.each([
    ["live.m3u8", /not an address/],
    ["http://stream.example/live.m3u8", /https/],
    ["javascript:alert(1)", /https/],
    ["https://www.twitch.tv/name", /channel's page/],
    ["https://kick.com/name", /channel's page/],
  ])("%s is explained", (text, words) => {
    expect(hlsAddressProblem(text)).toMatch(words);
  });

  test("a host that only looks like a platform is not one", () => {
    expect(hlsAddressProblem("https://notkick.com/live.m3u8")).toBeNull();
  });
});
