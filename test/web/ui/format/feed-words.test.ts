// What the page says of a channel's chat feed.
import { expect, test } from "vitest";
import { feedFacts } from "../../../../web/ui/format/feed-words.ts";

const feed = { status: "connected", lagMs: 1234, badFrames: 0, unknownEvents: 0 } as const;

test("a feed tells its lag while it is heard, and what of it was not understood", () => {
  expect(feedFacts(feed)).toBe("1.2 s behind");
  expect(feedFacts({ ...feed, lagMs: null })).toBe("");
  expect(feedFacts({ ...feed, unknownEvents: 3 })).toBe("1.2 s behind, 3 events of unknown kinds");
  expect(feedFacts({ ...feed, status: "reconnecting", unknownEvents: 1, badFrames: 2 })).toBe(
    "1 event of unknown kind, 2 unreadable messages",
  );
});
