// What is left of a playlist when each address in it is replaced, and that no address is left.
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { type PlaylistPiece, playlistUris } from "#core/relay/playlist-uris.ts";

// The package's module build does not load in Node.
const { Parser } = createRequire(import.meta.url)("m3u8-parser") as {
  Parser: new () => { push(text: string): void; end(): void; manifest: object };
};

/** As a player reads it, with every address in it replaced by one. */
function parsed(text: string, replace: (uri: string) => string): unknown {
  const parser = new Parser();
  parser.push(text);
  parser.end();
  const named = (key: string, value: unknown) => (/uri$/i.test(key) ? replace(String(value)) : value);
  return JSON.parse(JSON.stringify(parser.manifest, named));
}

const shown = (pieces: readonly PlaylistPiece[] | null) =>
  pieces?.map((piece) => (typeof piece === "string" ? piece : `<${piece.kind} ${piece.uri}>`)).join("") ?? null;
const rewritten = (...lines: string[]) =>
  shown(playlistUris(`#EXTM3U\n${lines.join("\n")}\n`))
    ?.split("\n")
    .slice(1, -1);

test("a media playlist keeps its times, ranges and ads, and every address in it is found", () => {
  expect(
    rewritten(
      "#EXT-X-VERSION:9",
      "#EXT-X-TARGETDURATION:4",
      "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.02",
      "#EXT-X-MEDIA-SEQUENCE:266",
      '#EXT-X-MAP:URI="init.mp4",BYTERANGE="720@0"',
      '#EXT-X-KEY:METHOD=AES-128,URI="https://keys.example/k?a=1,2",IV=0x0123,KEYFORMAT="identity"',
      "#EXT-X-PROGRAM-DATE-TIME:2026-01-17T12:00:00.000Z",
      '#EXT-X-DATERANGE:ID="ad-1",CLASS="twitch-stitched-ad",START-DATE="2026-01-17T12:00:00Z",X-URL="https://ads.example/",X-ASSET-URI="https://ads.example/a.m3u8"',
      "#EXTINF:4.00008,A title, with https://titles.example in it",
      "#EXT-X-BYTERANGE:1000@720",
      "../seg/266.mp4?x=1",
      '#EXT-X-PART:DURATION=1.0,URI="part.mp4",INDEPENDENT=YES,BYTERANGE="5@0"',
      '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="next.mp4"',
      '#EXT-X-RENDITION-REPORT:URI="../720p.m3u8",LAST-MSN=266',
      "#EXT-X-CUE-OUT:30.0",
      "# https://comments.example",
    ),
  ).toEqual([
    "#EXT-X-VERSION:9",
    "#EXT-X-TARGETDURATION:4",
    "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.02",
    "#EXT-X-MEDIA-SEQUENCE:266",
    '#EXT-X-MAP:URI="<segment init.mp4>",BYTERANGE="720@0"',
    '#EXT-X-KEY:METHOD=AES-128,URI="<key https://keys.example/k?a=1,2>",IV=0x0123,KEYFORMAT="identity"',
    "#EXT-X-PROGRAM-DATE-TIME:2026-01-17T12:00:00.000Z",
    '#EXT-X-DATERANGE:ID="ad-1",CLASS="twitch-stitched-ad",START-DATE="2026-01-17T12:00:00Z"',
    "#EXTINF:4.00008,",
    "#EXT-X-BYTERANGE:1000@720",
    "<segment ../seg/266.mp4?x=1>",
    '#EXT-X-PART:DURATION=1.0,URI="<segment part.mp4>",INDEPENDENT=YES,BYTERANGE="5@0"',
    '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="<segment next.mp4>"',
    '#EXT-X-RENDITION-REPORT:URI="<playlist ../720p.m3u8>",LAST-MSN=266',
    "#EXT-X-CUE-OUT:30.0",
  ]);
});

test("a multivariant playlist leads to playlists, keys and data, and to no steering", () => {
  expect(
    rewritten(
      '#EXT-X-DEFINE:NAME="host",VALUE="https://cdn.example"',
      '#EXT-X-CONTENT-STEERING:SERVER-URI="https://steer.example/"',
      '#EXT-X-SESSION-DATA:DATA-ID="com.example",URI="data.json"',
      '#EXT-X-SESSION-KEY:METHOD=AES-128,URI="k"',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English, stereo",URI="audio.m3u8"',
      '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="i.m3u8"',
      '#EXT-X-STREAM-INF:BANDWIDTH=5,CODECS="avc1,mp4a",AUDIO="a"',
      "# a remark",
      "{$host}/720p.m3u8",
    ),
  ).toEqual([
    '#EXT-X-SESSION-DATA:DATA-ID="com.example",URI="<data data.json>"',
    '#EXT-X-SESSION-KEY:METHOD=AES-128,URI="<key k>"',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English, stereo",URI="<playlist audio.m3u8>"',
    '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="<playlist i.m3u8>"',
    '#EXT-X-STREAM-INF:BANDWIDTH=5,CODECS="avc1,mp4a",AUDIO="a"',
    "<playlist https://cdn.example/720p.m3u8>",
  ]);
});

describe("what players read in ways of their own", () => {
  test.each([
    [
      "a title that ends where hls.js ends lines",
      "#EXTINF:4,x\u2028https://evil.example/a.ts",
      "<segment https://evil.example/a.ts>",
    ],
    ["a carriage return alone", "#EXTINF:4,x\rhttps://evil.example/a.ts", "<segment https://evil.example/a.ts>"],
    ["an address without quotes", "#EXT-X-MAP:URI=https://evil.example/i.mp4", "#EXT-X-MAP:"],
    ["a quote that does not end", '#EXT-X-MAP:URI="https://evil.example/i.mp4', "#EXT-X-MAP:"],
    ["an unknown tag with an address", "#EXT-X-NEW:https://evil.example/", null],
    ["an unknown list with an address", '#EXT-X-NEW:URI="a"', null],
    ["a wrong length", "#EXTINF:four,", null],
  ])("%s", (_, line, expected) => {
    expect(rewritten(line)?.at(-1) ?? null).toBe(expected);
  });
});

test("a player reads the same stream as before", () => {
  const media = [
    "#EXT-X-VERSION:7",
    "#EXT-X-TARGETDURATION:4",
    "#EXT-X-MEDIA-SEQUENCE:7",
    "#EXT-X-DISCONTINUITY-SEQUENCE:2",
    "#EXT-X-PLAYLIST-TYPE:EVENT",
    '#EXT-X-MAP:URI="https://cdn.tv/init.mp4",BYTERANGE="720@0"',
    '#EXT-X-KEY:METHOD=AES-128,URI="key.bin",IV=0x00000000000000000000000000000001',
    "#EXT-X-PROGRAM-DATE-TIME:2026-01-17T12:00:00.000+01:00",
    "#EXTINF:3.96,",
    "#EXT-X-BYTERANGE:1000@720",
    "a.mp4",
    "#EXT-X-DISCONTINUITY",
    "#EXT-X-GAP",
    "#EXT-X-CUE-OUT:30.0",
    "#EXTINF:4,",
    "https://cdn.tv/b.mp4",
    "#EXT-X-CUE-IN",
    '#EXT-X-PART:DURATION=1.001,URI="c.0.mp4",INDEPENDENT=YES,BYTERANGE="100@0"',
    '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="c.1.mp4",BYTERANGE-START=100',
    '#EXT-X-RENDITION-REPORT:URI="../480p.m3u8",LAST-MSN=9,LAST-PART=1',
    "#EXT-X-ENDLIST",
  ];
  const multivariant = [
    "#EXT-X-INDEPENDENT-SEGMENTS",
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Deutsch",LANGUAGE="de",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="de.m3u8"',
    '#EXT-X-STREAM-INF:BANDWIDTH=6000000,AVERAGE-BANDWIDTH=5500000,RESOLUTION=1920x1080,FRAME-RATE=59.940,CODECS="avc1.64002a,mp4a.40.2",AUDIO="a",VIDEO-RANGE=SDR',
    "1080p.m3u8",
    '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=300000,RESOLUTION=640x360,CODECS="avc1.64001e",URI="i.m3u8"',
  ];
  for (const lines of [media, multivariant]) {
    const text = `#EXTM3U\n${lines.join("\n")}\n`;
    const relayed = (playlistUris(text) ?? []).map((piece) => (typeof piece === "string" ? piece : "/relay")).join("");
    expect(parsed(relayed, (uri) => uri)).toEqual(parsed(text, () => "/relay"));
  }
});

test.each(["", "<!doctype html>", "\n#EXTM3U", "#EXTM3U8", '{"a":1}'])("%j is no playlist", (text) => {
  expect(playlistUris(text)).toBeNull();
});

test("a playlist of a million lines is none, and variables do not make a small one large", () => {
  expect(playlistUris(`#EXTM3U\n${"a\n".repeat(900_000)}`)).toBeNull();
  const bomb = `#EXTM3U\n#EXT-X-DEFINE:NAME="a",VALUE="${"x".repeat(200)}"\n${`${"{$a}".repeat(1_900)}\n`.repeat(250)}`;
  const pieces = playlistUris(bomb) ?? [];
  expect(shown(pieces)?.length).toBeLessThan(3_000_000);
});

describe("whatever a playlist holds", () => {
  // A small generator with a seed, so that what fails can be run again.
  const randomFrom = (seed: number) => () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  const scraps = [
    ..."#EXTINF:4,|#EXT-X-MAP:|#EXT-X-KEY:METHOD=AES-128,|#EXT-X-STREAM-INF:|#EXT-X-MEDIA:|#EXT-X-PART:|#EXT-X-NEW:|#EXT".split(
      "|",
    ),
    ..."#EXT-X-DATERANGE:|#EXT-X-SESSION-DATA:|#EXT-X-PRELOAD-HINT:|#EXT-X-BYTERANGE:|#|URI=|URI|X-ASSET-LIST=|BYTERANGE=|A=1|,|=|:".split(
      "|",
    ),
    ..."https://evil.example/a.ts|//evil.example/b|http:evil.example|data:text/html,x|/rooted|relative.ts|../up".split(
      "|",
    ),
    ...['"', '""', '"https://evil.example/q"', "{$a}", '#EXT-X-DEFINE:NAME="a",VALUE="https://evil.example"'],
    ..."\n|\r\n|\r|\u2028|\u0085|\t| |\u0000".split("|"),
  ];

  test.each([1, 2, 3, 4])("no address is left that is not replaced (seed %i)", (seed) => {
    const random = randomFrom(seed);
    for (let round = 0; round < 3_000; round++) {
      const text = Array.from({ length: 1 + random() * 30 }, () => scraps[Math.floor(random() * scraps.length)]).join(
        "",
      );
      const pieces = playlistUris(`#EXTM3U\n${text}`) ?? [];
      const relayed = pieces.map((piece) => (typeof piece === "string" ? piece : "/api/relay/x")).join("");
      const asked: string[] = [];
      try {
        parsed(relayed, (uri) => (asked.push(uri), uri));
      } catch {
        // Some nonsense ends this parser, and then nobody asks for anything.
      }
      const lines = [...relayed.split("\n"), ...asked.filter((uri) => uri !== "/api/relay/x")];
      const leaks = lines.filter(
        (line) =>
          /evil|data:|\/\/|[\r\u2028\u2029\u0085\u0000\t]/.test(line) ||
          (line !== "" && !/^#EXT|^\/api\/relay\/x$/.test(line)) ||
          /URI=(?!"\/api\/relay\/x")/.test(line),
      );
      expect([text, leaks]).toEqual([text, []]);
    }
  });
});
