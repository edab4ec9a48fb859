// The playlist of a recording, as a player is told of it again and again.
import { describe, expect, test } from "vitest";
import type { PieceFormat } from "#core/recording/piece.ts";
import { emptyListing, extendListing, recordedPlaylist } from "#core/recording/recorded-playlist.ts";
import { recorded, segmentMs, t0 } from "./pieces.ts";

const formats: PieceFormat[] = ["f1", "f2"].map((id) => ({ id, initFile: `${id}.mp4`, video: null, audio: null }));
const listed = (pieces: ReturnType<typeof recorded>) => extendListing(emptyListing, pieces, 0);
const files = (listing: typeof emptyListing) => listing.pieces.map(({ file }) => file);

test("a playlist names its pieces with their true lengths, and grows", () => {
  const pieces = recorded(0, 3).map((piece) => ({
    ...piece,
    startMs: piece.startMs + (piece.sequence === 2 ? 33 : 0),
  }));
  expect(recordedPlaylist(listed(pieces), formats, false).split("\n")).toEqual([
    "#EXTM3U",
    "#EXT-X-VERSION:7",
    "#EXT-X-TARGETDURATION:2",
    "#EXT-X-MEDIA-SEQUENCE:0",
    "#EXT-X-DISCONTINUITY-SEQUENCE:0",
    "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES",
    '#EXT-X-MAP:URI="f1.mp4"',
    `#EXT-X-PROGRAM-DATE-TIME:${new Date(t0).toISOString()}`,
    "#EXTINF:2.000000,",
    "p0.m4s",
    "#EXTINF:2.033000,",
    "p1.m4s",
    "#EXTINF:2.000000,",
    "p2.m4s",
    "",
  ]);
});

test("a run, a format or a hole breaks it, and says when the footage after it was", () => {
  const lines = recordedPlaylist(
    listed([
      ...recorded(0, 1),
      ...recorded(1, 1, { run: 1 }),
      ...recorded(2, 1, { run: 1, format: "f2" }),
      ...recorded(9, 1, { run: 1, format: "f2" }),
    ]),
    formats,
    true,
  );
  const at = (place: number) => `#EXT-X-PROGRAM-DATE-TIME:${new Date(t0 + place * segmentMs).toISOString()}`;
  expect(lines.split("\n").slice(5)).toEqual([
    "#EXT-X-PLAYLIST-TYPE:VOD",
    '#EXT-X-MAP:URI="f1.mp4"',
    at(0),
    "#EXTINF:2.000000,",
    "p0.m4s",
    "#EXT-X-DISCONTINUITY",
    at(1),
    "#EXTINF:2.000000,",
    "p1.m4s",
    "#EXT-X-DISCONTINUITY",
    '#EXT-X-MAP:URI="f2.mp4"',
    at(2),
    "#EXTINF:2.000000,",
    "p2.m4s",
    "#EXT-X-DISCONTINUITY",
    at(9),
    "#EXTINF:2.000000,",
    "p9.m4s",
    "#EXT-X-ENDLIST",
    "",
  ]);
});

describe("what a player has been told", () => {
  test("keeps its numbers: footage of an earlier time is not put in between", () => {
    const first = listed(recorded(10, 2));
    const next = extendListing(first, [...recorded(4, 2), ...recorded(12, 1)], 0);
    expect(files(next)).toEqual(["p10.m4s", "p11.m4s", "p12.m4s"]);
    expect(next.firstSequence).toBe(0);
  });

  test("loses what is no longer on disk, and counts it", () => {
    const first = listed([...recorded(0, 2), ...recorded(2, 2, { run: 1 }), ...recorded(4, 2, { run: 2 })]);
    const next = extendListing(first, recorded(6, 1, { run: 2 }), t0 + 5 * segmentMs);
    expect(next).toMatchObject({ firstSequence: 5, firstDiscontinuity: 2 });
    expect(files(next)).toEqual(["p5.m4s", "p6.m4s"]);
    const later = extendListing(next, [], t0 + 6 * segmentMs);
    expect(later).toMatchObject({ firstSequence: 6, firstDiscontinuity: 2 });
  });

  test("has a time that was recorded twice once", () => {
    const again = recorded(1, 3, { run: 1 }).map((piece) => ({ ...piece, file: `again-${piece.file}` }));
    expect(files(listed([...recorded(0, 3), ...again]))).toEqual(["p0.m4s", "p1.m4s", "p2.m4s", "again-p3.m4s"]);
  });
});
