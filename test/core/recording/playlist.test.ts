// Playlists as m3u8-parser reads them, through to what is fetched from them.
import { describe, expect, test } from "vitest";
import { maxSegments, readPlaylist, type Playlist } from "#core/recording/playlist.ts";
import { parsePlaylist } from "../../../web/engines/recorder/parse-playlist.ts";

function read(...lines: string[]): Playlist {
  return readPlaylist(parsePlaylist(`#EXTM3U\n${lines.join("\n")}\n`), (uri) =>
    uri.startsWith("http:") ? null : new URL(uri, "https://cdn.test/live/").href,
  );
}

function segmentsOf(playlist: Playlist) {
  return playlist.status === "media" ? playlist.segments : [];
}

const head = ["#EXT-X-TARGETDURATION:2", "#EXT-X-MEDIA-SEQUENCE:100"];
const at = Date.UTC(2026, 0, 17, 12);
const dated = `#EXT-X-PROGRAM-DATE-TIME:${new Date(at).toISOString()}`;

describe("a media playlist", () => {
  test("names sequence, address, length and broadcast time", () => {
    expect(read(...head, dated, "#EXTINF:2,", "a.ts", "#EXT-X-ENDLIST")).toMatchObject({
      status: "media",
      targetDurationMs: 2000,
      hasEnded: true,
      segments: [
        {
          sequence: 100,
          address: "https://cdn.test/live/a.ts",
          byteRange: null,
          isDiscontinuous: false,
          startMs: at,
          durationMs: 2000,
          init: null,
        },
      ],
    });
  });

  test("spreads one date-time over its neighbours, forward and back", () => {
    const playlist = read(
      ...head,
      "#EXTINF:2,",
      "a.ts",
      "#EXTINF:1.5,",
      "b.ts",
      dated,
      "#EXTINF:2,",
      "c.ts",
      "#EXT-X-DISCONTINUITY",
      "#EXTINF:2,",
      "d.ts",
    );
    expect(segmentsOf(playlist).map((segment) => segment.startMs)).toEqual([at - 3500, at - 1500, at, at + 2000]);
    expect(segmentsOf(playlist).map((segment) => segment.isDiscontinuous)).toEqual([false, false, false, true]);
  });

  test("without date-times has none", () => {
    expect(segmentsOf(read(...head, "#EXTINF:2,", "a.ts"))[0]?.startMs).toBeNull();
  });

  test("names the initialization section and byte ranges", () => {
    const playlist = read(
      ...head,
      '#EXT-X-MAP:URI="all.mp4",BYTERANGE="700@0"',
      "#EXTINF:2,",
      "#EXT-X-BYTERANGE:500@700",
      "all.mp4",
    );
    expect(segmentsOf(playlist)[0]).toMatchObject({
      byteRange: { offset: 700, length: 500 },
      init: { address: "https://cdn.test/live/all.mp4", byteRange: { offset: 0, length: 700 } },
    });
  });

  test("leaves out segments that make no sense, and keeps the numbers of the others", () => {
    const playlist = read(
      ...head,
      "#EXTINF:2,",
      "http://elsewhere.test/a.ts",
      "#EXTINF:9999,",
      "b.ts",
      "#EXTINF:2,",
      "c.ts",
    );
    expect(segmentsOf(playlist).map((segment) => segment.sequence)).toEqual([102]);
  });

  test("of endless length is read from its end", () => {
    const segments = Array.from({ length: maxSegments + 5 }, (_, index) => ({ uri: `${index}.ts`, duration: 2 }));
    const playlist = readPlaylist({ targetDuration: 2, mediaSequence: 7, segments }, (uri) => uri);
    expect(segmentsOf(playlist)).toHaveLength(maxSegments);
    expect(segmentsOf(playlist)[0]).toMatchObject({ address: "5.ts", sequence: 12 });
  });

  test("with a date that cannot be read has none, and keeps its segments", () => {
    const segments = segmentsOf(read(...head, "#EXT-X-PROGRAM-DATE-TIME:yesterday", "#EXTINF:2,", "a.ts"));
    expect(segments.map(({ sequence, startMs }) => [sequence, startMs])).toEqual([[100, null]]);
  });

  test("names the key of each segment, and its initialization vector or the one that follows from its number", () => {
    const iv = "0x000102030405060708090A0B0C0D0E0F";
    const segments = segmentsOf(
      read(
        ...head,
        '#EXT-X-KEY:METHOD=AES-128,URI="k1"',
        "#EXTINF:2,",
        "a.ts",
        `#EXT-X-KEY:METHOD=AES-128,URI="k2",IV=${iv}`,
        "#EXTINF:2,",
        "b.ts",
        "#EXT-X-KEY:METHOD=NONE",
        "#EXTINF:2,",
        "c.ts",
      ),
    );
    expect(segments.map(({ encryption }) => encryption)).toEqual([
      { keyAddress: "https://cdn.test/live/k1", iv: "00000000000000000000000000000064" },
      { keyAddress: "https://cdn.test/live/k2", iv: iv.slice(2).toLowerCase() },
      null,
    ]);
  });

  test("that only a licensed player opens is refused", () => {
    const key = (attributes: string) => read(...head, `#EXT-X-KEY:${attributes}`, "#EXTINF:2,", "a.ts").status;
    expect(key('METHOD=SAMPLE-AES,URI="k"')).toBe("encrypted");
    expect(key('METHOD=SAMPLE-AES,URI="skd://k",KEYFORMAT="com.apple.streamingkeydelivery"')).toBe("encrypted");
    expect(key('METHOD=SAMPLE-AES-CTR,URI="data:text/plain;base64,AA",KEYFORMAT="com.microsoft.playready"')).toBe(
      "encrypted",
    );
    expect(key("METHOD=NONE")).toBe("media");
  });

  test("of low latency is read by whole segments", () => {
    const playlist = read(
      "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.0",
      "#EXT-X-PART-INF:PART-TARGET=0.5",
      ...head,
      '#EXT-X-PART:DURATION=0.5,URI="a.1.ts"',
      '#EXT-X-PART:DURATION=0.5,URI="a.2.ts"',
      "#EXTINF:2,",
      "a.ts",
      '#EXT-X-PART:DURATION=0.5,URI="b.1.ts"',
      '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="b.2.ts"',
    );
    expect(playlist).toMatchObject({ status: "media", canBlock: true });
    expect(segmentsOf(playlist).map(({ sequence, address }) => [sequence, address])).toEqual([
      [100, "https://cdn.test/live/a.ts"],
    ]);
  });

  test("that leaves its oldest segments out counts them", () => {
    const playlist = read(...head, "#EXT-X-SKIP:SKIPPED-SEGMENTS=7", "#EXTINF:2,", "h.ts");
    expect(segmentsOf(playlist).map(({ sequence }) => sequence)).toEqual([107]);
  });

  test("says which segments the source does not have, and where it breaks for advertisements", () => {
    const segments = segmentsOf(
      read(
        ...head,
        "#EXT-X-GAP",
        "#EXTINF:2,",
        "a.ts",
        "#EXT-X-CUE-OUT:30.5",
        "#EXTINF:2,",
        "b.ts",
        "#EXT-X-CUE-OUT",
        "#EXTINF:2,",
        "c.ts",
        "#EXT-X-CUE-IN",
        "#EXTINF:2,",
        "d.ts",
      ),
    );
    expect(segments.map(({ isGap, breakMs, endsBreak }) => [isGap, breakMs, endsBreak])).toEqual([
      [true, null, false],
      [false, 30_500, false],
      [false, 0, false],
      [false, null, true],
    ]);
  });
});

test("what is no playlist is invalid", () => {
  expect(read()).toEqual({ status: "invalid" });
  for (const nonsense of [
    null,
    "text",
    7,
    [],
    { segments: "x" },
    { targetDuration: -1, segments: [] },
    { targetDuration: Number.NaN },
  ]) {
    expect(readPlaylist(nonsense, (uri) => uri)).toEqual({ status: "invalid" });
  }
});
