import { describe, expect, test } from "vitest";
import { actOnPlayKey, playKeyOf, type PlayKey } from "../../../../web/features/playback/play-key.ts";
import { shortcutOf } from "../../../../web/pages/watch/shortcut.ts";

const press = (key: string, over = {}) => ({
  ...{ key, repeat: false, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...over,
});

describe("a key", () => {
  test("moves through what plays, further with shift", () => {
    const presses = [
      ...[press("ArrowLeft"), press("ArrowRight"), press("ArrowLeft", { shiftKey: true }), press("L"), press("m")],
      ...[press("+", { shiftKey: true }), press("-"), press("x")],
    ];
    expect(presses.map((one) => playKeyOf(one, false))).toEqual([
      ...["back", "forward", "far_back", "live", "mute", "louder", "quieter", null],
    ]);
  });

  test("belongs to the field while someone types, and to the browser with a modifier", () => {
    expect(playKeyOf(press("ArrowLeft"), true)).toBeNull();
    expect(playKeyOf(press("ArrowLeft", { altKey: true }), false)).toBeNull();
  });

  test("held down goes on moving, but turns the sound off only once", () => {
    expect(playKeyOf(press("ArrowLeft", { repeat: true }), false)).toBe("back");
    expect(playKeyOf(press("m", { repeat: true }), false)).toBeNull();
  });

  test("means one thing on the watch page", () => {
    const all = ["ArrowLeft", "ArrowRight", "l", "m", "+", "=", "-", "c", "j", "k", "?"];
    const both = all.filter((key) => playKeyOf(press(key), false) !== null && shortcutOf(press(key), false) !== null);
    expect(both).toEqual([]);
  });
});

/** What a key does to a picture of 14:00 of a stream that is kept from 13:00 to 14:00:05. */
function after(key: PlayKey, sound = { muted: false, volume: 0.5 }) {
  const atMs = Date.UTC(2026, 0, 17, 14);
  const told: unknown[] = [];
  const video = { ...sound };
  actOnPlayKey(key, {
    video: video as HTMLVideoElement,
    stand: { range: { fromMs: atMs - 3_600_000, toMs: atMs + 5_000 }, gaps: [], playingMs: atMs },
    seek: (toMs) => told.push((toMs - atMs) / 1000),
    goLive: () => told.push("live"),
  });
  return { ...video, told };
}

test("steps are of ten seconds or a minute and end with what is kept", () => {
  const keys = ["back", "forward", "far_back", "far_forward", "live"] as const;
  expect(keys.flatMap((key) => after(key).told)).toEqual([-10, 5, -60, 5, "live"]);
});

test("the volume stays within its bounds, and louder first turns the sound on", () => {
  expect([after("louder"), after("quieter", { muted: false, volume: 0 }), after("mute")]).toMatchObject([
    { muted: false, volume: 0.6 },
    { muted: false, volume: 0 },
    { muted: true, volume: 0.5 },
  ]);
  expect(after("louder", { muted: true, volume: 0.5 })).toMatchObject({ muted: false, volume: 0.5 });
});
