import { expect, test } from "vitest";
import { closedLink, type IrcLinkState } from "#core/listener/irc-link.ts";
import { stepDeafness, takesOver } from "#core/listener/irc-succession.ts";

const nowMs = 1_700_000_000_000;
const wanted = ["neon"];
const lost: IrcLinkState = closedLink;
const hearing: IrcLinkState = {
  ...closedLink,
  ...{ phase: "open", isWelcome: true, joined: wanted, confirmed: wanted, joinTimesMs: [nowMs - 60_000] },
  lastHeardAtMs: nowMs - 1_000,
};
const silent: IrcLinkState = { ...hearing, lastHeardAtMs: nowMs - 70_000, pingSentAtMs: nowMs - 10_000 };
const joining: IrcLinkState = { ...hearing, confirmed: [], joinTimesMs: [nowMs] };

test.each([
  ["that has joined everything", hearing, hearing, true],
  ["that still joins", hearing, joining, false],
  ["that still joins, of a connection that is gone", lost, joining, true],
])("a successor %s", (_, current, successor, isTaken) => {
  expect(takesOver(current, successor, wanted, nowMs)).toBe(isTaken);
});

const deaf = (deafSinceMs: number | null) => ({ deafSinceMs, gap: null });

test.each([
  ["hears on", null, hearing, hearing, wanted, deaf(null)],
  ["is lost", null, hearing, lost, wanted, deaf(nowMs)],
  ["is lost after it did not answer", null, silent, lost, wanted, deaf(nowMs - 70_000)],
  ["is lost again before it heard anything", nowMs - 5_000, hearing, lost, wanted, deaf(nowMs - 5_000)],
  ["is there again and still joins", nowMs - 5_000, lost, joining, wanted, deaf(nowMs - 5_000)],
  [
    "hears again",
    nowMs - 5_000,
    joining,
    hearing,
    wanted,
    { deafSinceMs: null, gap: { fromMs: nowMs - 5_000, toMs: nowMs } },
  ],
  ["has nothing to hear any more", nowMs - 5_000, hearing, lost, [], deaf(null)],
])("a connection that %s", (_, deafSinceMs, before, after, logins, expected) => {
  expect(stepDeafness(deafSinceMs, before, after, logins, nowMs)).toEqual(expected);
});
