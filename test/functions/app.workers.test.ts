import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";

test("says that it is there", async () => {
  const answer = await exports.default.fetch("http://localhost/healthz");
  expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
});
