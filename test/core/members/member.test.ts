import { expect, test } from "vitest";
import { mayActAs, type Member, memberId } from "#core/members/member.ts";

const named: Member = { platform: "twitch", userId: null, login: "ada", displayName: "ada", role: "editor" };

test("a member is found by the user id once it is known, and by the login before", () => {
  expect([memberId(named), memberId({ ...named, userId: "1" })]).toEqual(["@ada", "1"]);
});

test("roles contain each other", () => {
  expect([mayActAs("owner", "viewer"), mayActAs("editor", "editor"), mayActAs("viewer", "editor")]).toEqual([
    true,
    true,
    false,
  ]);
});
