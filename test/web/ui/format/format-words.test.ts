import { expect, test } from "vitest";
import { codecName, formatWords, undecodableWords } from "../../../../web/ui/format/format-words.ts";

test("a format is told by its size and the names people know", () => {
  const video = { codec: "avc1.640028", width: 1920, height: 1080 };
  const audio = { codec: "mp4a.40.2", sampleRate: 48_000, channels: 2 };
  expect([
    formatWords({ video, audio }),
    formatWords({ video: { ...video, codec: "hvc1.1.6.L120.90" }, audio: null }),
    formatWords({ video: null, audio }),
  ]).toEqual(["1920×1080 H.264, AAC", "1920×1080 HEVC, no sound", "no picture, AAC"]);
});

test("a codec without a name is told as it is written", () => {
  expect(["hev1.1.6", "av01.0.08M.08", "vp09.00.41.08", "opus", "dvh1.05.06"].map(codecName)).toEqual([
    ...["HEVC", "AV1", "VP9", "Opus", "dvh1.05.06"],
  ]);
});

test("what cannot be shown says which decoder is lacking, where that is known", () => {
  expect([undecodableWords("hvc1.1.6.L120.90"), undecodableWords(null)]).toEqual([
    "This browser has no decoder for HEVC. Another browser or another device may have one.",
    "This browser has no decoder for this stream's video. Another browser or another device may have one.",
  ]);
});
