// What a desk hears from an account for each thing Helix can answer. Forms and statuses have their tables in
// test/adapters/twitch/helix-clips.test.ts; here is what the account makes of them.
import { reset } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  accountStub,
  connected,
  dropped,
  helixError,
  page,
  timedOut,
  type Wire,
  watchWire,
} from "../../support/connected-account.ts";

let wire: Wire;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  wire = watchWire();
  await connected(["broadcaster"]);
  wire.forget();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await reset();
});

const create = () => accountStub().createLiveClip({ broadcasterId: "70001", title: "t", durationSeconds: 30 });

test.each([
  ["a timeout", timedOut],
  ["a dropped connection", dropped],
  ["202 with HTML", page(202)],
  ["a proxy's 502", page(502)],
  ["a proxy's 401", page(401)],
  ["half of the JSON", () => new Response('{"data":[{"id":"Fun', { status: 202 })],
])("%s is no answer, and the call is not repeated", async (_, answer) => {
  wire.plan("/helix/clips", answer);
  expect(await create()).toMatchObject({ status: "unanswered" });
  expect([wire.count("/helix/clips"), wire.count("/oauth2/token")]).toEqual([1, 0]);
});

test.each([400, 403, 404, 500, 503])("%i is a no, and the call is not repeated", async (httpStatus) => {
  wire.plan("/helix/clips", helixError(httpStatus));
  expect(await create()).toEqual({ status: "refused", httpStatus, message: "no" });
  expect([wire.count("/helix/clips"), wire.count("/oauth2/token")]).toEqual([1, 0]);
});

test.each<[string, (nowSeconds: number) => Record<string, string>, number]>([
  ["a reset", (now) => ({ "ratelimit-remaining": "0", "ratelimit-reset": String(now + 20) }), 20],
  ["Retry-After", () => ({ "retry-after": "9" }), 9],
  ["nothing", () => ({}), 60],
  ["a reset of another clock", (now) => ({ "ratelimit-reset": String(now - 86_400) }), 60],
])("after a 429 with %s nothing is sent until then", async (_, headers, seconds) => {
  vi.setSystemTime(Math.ceil(Date.now() / 1000) * 1000);
  const untilMs = Date.now() + seconds * 1000;
  wire.plan("/helix/clips", () => new Response("", { status: 429, headers: headers(Date.now() / 1000) }));
  expect(await create()).toEqual({ status: "rate_limited", retryAtMs: untilMs });
  expect(await accountStub().findVods("70001")).toEqual({ status: "rate_limited", retryAtMs: untilMs });
  expect([wire.count("/helix/clips"), wire.count("/helix/videos")]).toEqual([1, 0]);
  vi.setSystemTime(untilMs);
  expect(await accountStub().findVods("70001")).toMatchObject({ status: "ok" });
});

test("an account that was made editor nowhere does not ask for other people's files", async () => {
  expect(await accountStub().getDownloads("70001", "90001", ["a"])).toMatchObject({ status: "no_account" });
  expect(wire.count("/downloads")).toBe(0);
});

test("a question about no clip has its answer without Helix", async () => {
  expect(await accountStub().getClips([])).toEqual({ status: "ok", value: [] });
  expect(wire.count("/helix/clips")).toBe(0);
});
