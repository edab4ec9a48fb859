import { expect, test } from "vitest";
import { admitMember } from "#core/members/admit-member.ts";
import type { Identity, Member } from "#core/members/member.ts";

const named: Member = { platform: "twitch", userId: null, login: "ada", displayName: "ada", role: "editor" };
const ada: Identity = { platform: "twitch", userId: "1", login: "ada", displayName: "Ada" };
const known: Member = { ...named, ...ada };
const bob: Member = { platform: "twitch", userId: "2", login: "bob", displayName: "Bob", role: "owner" };

test("a named person is let in and known by id from then on", () => {
  expect(admitMember([named, bob], ada)).toEqual({ member: known, members: [bob, known] });
});

test("whoever takes over a login does not inherit its role", () => {
  expect(admitMember([known], { ...ada, userId: "3" })).toBeNull();
});

test("a member who changes the login stays one, and platforms are apart", () => {
  expect(admitMember([known], { ...ada, login: "ada_new" })?.members).toEqual([{ ...known, login: "ada_new" }]);
  expect(admitMember([named], { ...ada, platform: "kick" })).toBeNull();
});

test("a member whose login another member has taken stays a member, without a login", () => {
  const taken = admitMember([known, bob], { ...ada, userId: "2", displayName: "Bob" });
  expect(taken?.members).toEqual([
    { ...known, login: null },
    { ...bob, login: "ada" },
  ]);
  expect(admitMember(taken?.members ?? [], { ...ada, login: "ada_2" })?.member).toEqual({ ...known, login: "ada_2" });
});

test("one who was named and turns out to be a known member keeps that member's role", () => {
  const owner: Member = { ...named, role: "owner" };
  expect(admitMember([owner, { ...known, login: "ada_old", role: "viewer" }], ada)?.members).toEqual([
    { ...known, role: "viewer" },
  ]);
});

test("the others are the same objects, so that nothing is written of them", () => {
  expect(admitMember([named, bob], ada)?.members[0]).toBe(bob);
});
