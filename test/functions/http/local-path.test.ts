import { expect, test } from "vitest";
import { localPath } from "../../../functions/http/auth-state.ts";

test.each([
  "/..//evil.example",
  "/.//evil.example",
  "/a/..//evil.example",
  "/%2e%2e//evil.example",
  "/%2E%2E/%2e//evil.example",
  "//evil.example",
  "/\\evil.example",
  "/..\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\r//evil.example",
  "https://evil.example/",
  "evil.example",
  "javascript:alert(1)",
  "",
])("%j leads nowhere but to the start", (path) => {
  const led = new URL(localPath(path), "https://hypecut.test");
  expect([led.origin, led.pathname]).toEqual(["https://hypecut.test", "/"]);
});

test.each(["/", "/watch/twitch/neon_rally", "/?problem=x#a", "/a//b", "/%2f%2fevil.example"])("%s is kept", (path) =>
  expect(localPath(path)).toBe(path),
);

test("checking a path twice changes nothing", () => {
  expect(localPath(localPath("/a/../b?c=/..//d"))).toBe("/b?c=/..//d");
});
