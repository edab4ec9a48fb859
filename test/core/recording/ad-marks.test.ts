// Advertisements as sources announce them: by date and by cues at segments.
import { expect, test } from "vitest";
import { noAds, readAdRanges, stepAds, type AdRange } from "#core/recording/ad-marks.ts";
import type { TimedSegment } from "#core/recording/arrival-clock.ts";
import { readPlaylist } from "#core/recording/playlist.ts";
import { parsePlaylist } from "../../../web/engines/recorder/parse-playlist.ts";
import { listed, startOf } from "./listed.ts";

const at = "2026-11-21T20:00:00.000Z";
const atMs = Date.parse(at);

function adsOf(...ranges: string[]): readonly AdRange[] {
  const lines = ["#EXTM3U", "#EXT-X-TARGETDURATION:2", ...ranges.map((range) => `#EXT-X-DATERANGE:${range}`)];
  const playlist = readPlaylist(parsePlaylist([...lines, "#EXTINF:2,", "a.ts", ""].join("\n")), (uri) => uri);
  return playlist.status === "media" ? playlist.ads : [];
}

test("a range of dates is one when its class or its cue says so", () => {
  expect(adsOf(`ID="1",CLASS="twitch-stitched-ad",START-DATE="${at}",DURATION=30.5`)).toEqual([
    { fromMs: atMs, toMs: atMs + 30_500 },
  ]);
  expect(adsOf(`ID="2",START-DATE="${at}",PLANNED-DURATION=15,SCTE35-OUT=0xFC00`)).toEqual([
    { fromMs: atMs, toMs: atMs + 15_000 },
  ]);
  expect(adsOf(`ID="3",START-DATE="${at}",SCTE35-OUT=0xFC00`)).toEqual([{ fromMs: atMs, toMs: null }]);
  expect(adsOf(`ID="4",CLASS="twitch-session",START-DATE="${at}",DURATION=30`)).toEqual([]);
  expect(adsOf('ID="5",CLASS="twitch-stitched-ad",START-DATE="soon",DURATION=30')).toEqual([]);
  expect(readAdRanges([null, 7, {}])).toEqual([]);
});

test("each is told once, as soon as its end is known", () => {
  const open = stepAds(noAds, [{ fromMs: atMs, toMs: null }], []);
  expect(open.ads).toEqual([]);
  const ended = stepAds(open.state, [{ fromMs: atMs, toMs: atMs + 1000 }], []);
  expect(ended.ads).toEqual([{ fromMs: atMs, toMs: atMs + 1000 }]);
  expect(stepAds(ended.state, [{ fromMs: atMs + 3, toMs: atMs + 1003 }], []).ads).toEqual([]);
});

test("cues at segments mark what lies between them, over several readings", () => {
  const cued = (sequence: number, change: Partial<TimedSegment>) => (segment: TimedSegment) =>
    segment.sequence === sequence ? { ...segment, ...change } : segment;
  const out = stepAds(noAds, [], listed({ first: 0, count: 4, change: cued(2, { breakMs: 0 }) }));
  expect(out.ads).toEqual([]);
  const back = stepAds(out.state, [], listed({ first: 4, count: 4, change: cued(6, { endsBreak: true }) }));
  expect(back.ads).toEqual([{ fromMs: startOf(2), toMs: startOf(6) }]);
  const timed = stepAds(back.state, [], listed({ first: 8, count: 2, change: cued(9, { breakMs: 12_000 }) }));
  expect(timed.ads).toEqual([{ fromMs: startOf(9), toMs: startOf(9) + 12_000 }]);
});

test("a break that nobody ends is none", () => {
  const change = (segment: TimedSegment) => ({
    ...segment,
    breakMs: segment.sequence === 0 ? 0 : null,
    endsBreak: segment.sequence === 900,
  });
  expect(stepAds(noAds, [], listed({ first: 0, count: 901, change })).ads).toEqual([]);
});
