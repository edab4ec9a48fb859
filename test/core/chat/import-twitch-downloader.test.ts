import { describe, expect, test } from "vitest";
import { importTwitchDownloaderChat } from "#core/chat/import-twitch-downloader.ts";

const comment = (rest: object = {}, message: object = {}) => ({
  _id: "c1",
  created_at: "2026-01-14T16:08:06.25Z",
  channel_id: "9",
  content_offset_seconds: 61,
  commenter: { display_name: "Ann", _id: "42", name: "ann", bio: null },
  message: {
    body: "nice KEKW catJAM",
    bits_spent: 0,
    fragments: [
      { text: "nice ", emoticon: null },
      { text: "KEKW", emoticon: { emoticon_id: "1" } },
      { text: " catJAM", emoticon: null },
    ],
    user_badges: [],
    ...message,
  },
  ...rest,
});
const file = (comments: unknown[], rest: object = {}) => ({
  FileInfo: { Version: {} },
  streamer: { name: "host" },
  video: { created_at: "2026-01-14T16:00:00Z" },
  comments,
  ...rest,
});

test("a comment is a message, its emotes by name", () => {
  const chat = file([comment()], { embeddedData: { thirdParty: [{ name: "catJAM" }] } });
  const expected = [
    {
      type: "message",
      id: "c1",
      sentAtMs: Date.UTC(2026, 0, 14, 16, 8, 6, 250),
      chatterId: "42",
      chatterLogin: "ann",
      text: "nice KEKW catJAM",
      emotes: ["KEKW", "catJAM"],
      isFromSharedChat: false,
    },
  ];
  expect(importTwitchDownloaderChat(chat)).toEqual(expected);
  expect(importTwitchDownloaderChat(JSON.stringify(chat))).toEqual(expected);
});

test("messages come in order of time", () => {
  const at = (second: number) => comment({ _id: `c${second}`, created_at: `2026-01-14T16:08:0${second}Z` });
  expect(importTwitchDownloaderChat(file([at(3), at(1), at(2)])).map(({ id }) => id)).toEqual(["c1", "c2", "c3"]);
});

test("without a time of its own a comment is placed by its offset", () => {
  const [message] = importTwitchDownloaderChat(file([comment({ created_at: null })]));
  expect(message?.sentAtMs).toBe(Date.UTC(2026, 0, 14, 16, 1, 1));
  const bare = importTwitchDownloaderChat({
    comments: [comment({ created_at: undefined, content_offset_seconds: 5 }), comment({ created_at: undefined })],
  });
  expect(bare[1]!.sentAtMs - bare[0]!.sentAtMs).toBe(56_000);
});

describe("tolerance", () => {
  test.each([
    ["no fragments", comment({}, { fragments: null })],
    ["broken fragments", comment({}, { fragments: [7] })],
    ["a numeric id", comment({ commenter: { _id: 42, name: "ann" } })],
    ["fields nobody knows yet", comment({ later: { added: true } })],
    ["a long text", comment({}, { body: "x".repeat(9000) })],
  ])("%s still counts", (_, odd) => expect(importTwitchDownloaderChat(file([odd]))).toHaveLength(1));

  test.each([
    ["null", null],
    ["no commenter", comment({ commenter: null })],
    ["nobody", comment({ commenter: { _id: null, name: null } })],
    ["no time at all", comment({ created_at: "soon", content_offset_seconds: null })],
    ["no message", comment({ message: null })],
    ["a huge text", comment({}, { body: "x".repeat(100_000) })],
  ])("%s is left out, its neighbours are not", (_, bad) => {
    expect(
      importTwitchDownloaderChat(file([comment({ _id: "a" }), bad, comment({ _id: "b" })])).map(({ id }) => id),
    ).toEqual(["a", "b"]);
  });

  test.each([null, undefined, 7, "", "{", "[]", "{}", { comments: 7 }, { comments: null }])("%j is no chat", (json) => {
    expect(importTwitchDownloaderChat(json)).toEqual([]);
  });

  test("odd neighbours of the comments do not matter", () => {
    const odd = file([comment()], { video: 7, embeddedData: { thirdParty: "none" } });
    expect(importTwitchDownloaderChat(odd)).toHaveLength(1);
  });
});
