import { expect, test } from "vitest";
import { encodedSize, h264Codecs, videoBitrate } from "#core/capture/encoder-choice.ts";

test.each([
  [{ width: 1920, height: 1080 }, 30, "avc1.640028"],
  [{ width: 1920, height: 1080 }, 60, "avc1.64002a"],
  [{ width: 1280, height: 720 }, 30, "avc1.64001f"],
  [{ width: 1280, height: 720 }, 60, "avc1.640020"],
  [{ width: 640, height: 360 }, 30, "avc1.64001e"],
])("%o at %i pictures a second needs %s, then the same level in baseline", (size, rate, codec) => {
  expect(h264Codecs(size, rate)).toEqual([codec, codec.replace("6400", "42e0")]);
});

test("sides are even, and a picture of a large screen is scaled down as a whole", () => {
  expect(encodedSize({ width: 1117, height: 629 })).toEqual({ width: 1118, height: 630 });
  expect(encodedSize({ width: 3840, height: 2160 })).toEqual({ width: 1920, height: 1080 });
  expect(encodedSize({ width: 1, height: 1 })).toEqual({ width: 2, height: 2 });
});

test("the rate follows the size and stays in reason", () => {
  expect(videoBitrate({ width: 1920, height: 1080 }, 30)).toBe(8_087_040);
  expect(videoBitrate({ width: 320, height: 180 }, 30)).toBe(2_000_000);
  expect(videoBitrate({ width: 1920, height: 1080 }, 60)).toBe(12_000_000);
});
