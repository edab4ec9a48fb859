import { expect, test } from "vitest";
import { sessionToken } from "#core/members/session-token.ts";

test.each([
  ["__Host-hypecut=abc", "abc"],
  ["other=1; __Host-hypecut=a%2Bb; x=2", "a+b"],
  ["__Host-hypecut-state=abc", null],
  ["x__Host-hypecut=abc", null],
  ["__Host-hypecut=%E0%A4", null],
  ["", null],
  [null, null],
])("of %j the token is %j", (header, token) => {
  expect(sessionToken(header)).toBe(token);
});
