import { expect, test } from "vitest";
import { maxSocketsPerMember, placeRefusal } from "#core/live/socket-places.ts";

const of = (member: string, count: number) => Array.from({ length: count }, () => member);

test.each([
  ["an empty room", [], null],
  ["others alone", of("twitch:2", 50), null],
  ["the last place of a member", of("twitch:1", maxSocketsPerMember - 1), null],
  ["one more of the same member", of("twitch:1", maxSocketsPerMember), "too many pages of one member"],
  ["a full room", of("twitch:2", 100), "too many pages"],
])("%s", (_, open, refusal) => {
  expect(placeRefusal(open, "twitch:1", 100)).toBe(refusal);
});
