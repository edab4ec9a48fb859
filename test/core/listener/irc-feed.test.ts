// What a page is told of the chat connection.
import { expect, test } from "vitest";
import { ircFeed, ircRetryAtMs } from "#core/listener/irc-feed.ts";
import { closedLink } from "#core/listener/irc-link.ts";

const lost = { ...closedLink, failures: 2, retryAtMs: 5_000 };

test("a page is told how the connection stands, as far as there is something to hear", () => {
  const told = [
    ircFeed({ ...closedLink, phase: "open", isWelcome: true }, ["ann"]),
    ircFeed({ ...closedLink, phase: "open", isWelcome: false }, ["ann"]),
    ircFeed(lost, ["ann"]),
    ircFeed(lost, []),
  ];
  expect(told.map(({ status }) => status)).toEqual(["connected", "connecting", "reconnecting", "idle"]);
  expect(told[2]?.detail).toContain("2 times");
});

test("a lost connection is tried again when it is due and something is to be heard", () => {
  expect([
    ircRetryAtMs(lost, ["ann"]),
    ircRetryAtMs(lost, []),
    ircRetryAtMs({ ...lost, phase: "open" }, ["ann"]),
  ]).toEqual([5_000, null, null]);
});
