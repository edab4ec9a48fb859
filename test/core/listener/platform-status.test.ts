import { expect, test } from "vitest";
import { isStatusNews } from "#core/listener/platform-status.ts";

const live = { streamId: "1", startedAtMs: 5, title: "Racing", viewerCount: 10 };

test.each([
  ["goes live", null, live, true],
  ["goes offline", live, null, true],
  ["begins anew", live, { ...live, startedAtMs: 6 }, true],
  ["has another title", live, { ...live, title: "Chatting" }, true],
  ["has other viewers", live, { ...live, viewerCount: 11 }, false],
  ["stays offline", null, null, false],
])("a channel that %s", (_, before, after, isNews) => {
  expect(isStatusNews(before, after)).toBe(isNews);
});
