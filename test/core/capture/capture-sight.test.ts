import { expect, test } from "vitest";
import { see, sightView, startSight, type Look } from "#core/capture/capture-sight.ts";

const fine = { picture: { brightest: 200, change: 6 }, peak: 0.2 };

/** The view after a look a second of `seconds`. */
function after(seconds: number, look: Omit<Look, "atMs">) {
  let sight = startSight(0);
  for (let second = 1; second <= seconds; second++) sight = see(sight, { atMs: second * 1000, ...look });
  return sightView(sight, seconds * 1000);
}

test("a stream that moves and sounds is seen and heard", () => {
  expect(after(60, fine)).toEqual({ picture: "seen", sound: "heard" });
});

test.each([
  ["no picture comes", 4, { ...fine, picture: null }, "none"],
  ["protected video is black", 5, { ...fine, picture: { brightest: 0, change: 0 } }, "black"],
  ["a short cut to black is no trouble", 4, { ...fine, picture: { brightest: 0, change: 0 } }, "seen"],
  ["a picture that stands", 15, { ...fine, picture: { brightest: 200, change: 0.1 } }, "still"],
] as const)("%s", (_, seconds, look, picture) => {
  expect(after(seconds, look)).toEqual({ picture, sound: "heard" });
});

test("a share without sound is told at once, a muted player after a while", () => {
  expect(after(1, { ...fine, peak: null }).sound).toBe("unshared");
  expect(after(10, { ...fine, peak: 0 }).sound).toBe("heard");
  expect(after(20, { ...fine, peak: 0 }).sound).toBe("silent");
});
