// Playlists as m3u8-parser reads them, through to what is fetched from them.
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { maxSegments, readPlaylist, type Playlist } from "#core/recording/playlist.ts";

// The package's module build does not load in Node.
const { Parser } = createRequire(import.meta.url)("m3u8-parser") as {
  Parser: new () => { push(text: string): void; end(): void; manifest: unknown };
};

function read(...lines: string[]): Playlist {
  const parser = new Parser();
  parser.push(`#EXTM3U\n${lines.join("\n")}\n`);
  parser.end();
  return readPlaylist(parser.manifest, (uri) =>
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
    expect(read(...head, dated, "#EXTINF:2,", "a.ts", "#EXT-X-ENDLIST")).toEqual({
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

  test("that is encrypted is refused", () => {
    expect(read(...head, '#EXT-X-KEY:METHOD=AES-128,URI="k"', "#EXTINF:2,", "a.ts")).toEqual({ status: "encrypted" });
    expect(read(...head, "#EXT-X-KEY:METHOD=NONE", "#EXTINF:2,", "a.ts").status).toBe("media");
  });
});

test("variants come best first, those without pictures last", () => {
  const variant = (bandwidth: number, codecs: string, size: string, uri: string) => [
    `#EXT-X-STREAM-INF:BANDWIDTH=${bandwidth},CODECS="${codecs}"${size}`,
    uri,
  ];
  const playlist = read(
    ...variant(9_000_000, "mp4a.40.2", "", "sound.m3u8"),
    ...variant(1_000_000, "avc1.64001f,mp4a.40.2", ",RESOLUTION=640x360", "low.m3u8"),
    ...variant(6_000_000, "avc1.640028,mp4a.40.2", "", "high.m3u8"),
  );
  expect(
    playlist.status === "multivariant" &&
      playlist.variants.map(({ address, hasVideo }) => [address.split("/").at(-1), hasVideo]),
  ).toEqual([
    ["high.m3u8", true],
    ["low.m3u8", true],
    ["sound.m3u8", false],
  ]);
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
