import { expect, test } from "vitest";
import { mayActAs, type Member, memberFor } from "#core/members/member.ts";

const named: Member = { platform: "twitch", userId: null, login: "ada", displayName: "ada", role: "editor" };
const ada = { platform: "twitch", userId: "1", login: "ada", displayName: "Ada" } as const;

test("a named person is let in and known by id from then on", () => {
  expect(memberFor([named], ada)).toEqual({ ...named, userId: "1", displayName: "Ada" });
});

test("whoever takes over a login does not inherit its role", () => {
  const known = memberFor([named], ada);
  expect(memberFor(known ? [known] : [], { ...ada, userId: "2" })).toBeNull();
});

test("a member who changes the login stays one, and platforms are apart", () => {
  expect(memberFor([{ ...named, userId: "1" }], { ...ada, login: "ada_new" })?.login).toBe("ada_new");
  expect(memberFor([named], { ...ada, platform: "kick" })).toBeNull();
});

test("roles contain each other", () => {
  expect([mayActAs("owner", "viewer"), mayActAs("editor", "editor"), mayActAs("viewer", "editor")]).toEqual([
    true,
    true,
    false,
  ]);
});
