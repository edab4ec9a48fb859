import { describe, expect, test } from "vitest";
import {
  type AccountState,
  afterCheck,
  afterRefresh,
  checkEveryMs,
  connectAccount,
  isCheckDue,
  nextCheckMs,
  unreadable,
  waitUntilMs,
} from "#core/accounts/account-state.ts";
import { callProblem } from "#core/accounts/call-permit.ts";
import type { RefreshAnswer, TokenCheck } from "#core/accounts/grant-answer.ts";
import { type AccountPurpose, scopesFor, connectedAccountSchema } from "#core/accounts/connected-account.ts";

const nowMs = Date.UTC(2026, 0, 17, 12, 0, 0);
const ann = { userId: "7", login: "ann", displayName: "Ann", expiresAtMs: nowMs + 14_000_000 };

function connected(purposes: readonly AccountPurpose[] = ["editor"], scopes = scopesFor(purposes)): AccountState {
  return connectAccount(null, { ...ann, purposes, scopes }, nowMs);
}

type Valid = Extract<TokenCheck, { status: "valid" }>;
const fine: Valid = {
  status: "valid",
  clientId: "ours",
  userId: "7",
  login: "ann",
  scopes: scopesFor(["editor"]),
  expiresAtMs: nowMs + 14_000_000,
};
const unanswered = { status: "unanswered", detail: "timed out" } as const;

test("a purpose is asked for with exactly its scopes, and two with each scope once", () => {
  expect(scopesFor(["editor"])).toEqual(["clips:edit", "editor:manage:clips"]);
  expect(scopesFor(["editor", "broadcaster"])).toEqual([
    "clips:edit",
    "editor:manage:clips",
    "channel:manage:clips",
    "user:read:chat",
    "user:bot",
    "channel:bot",
  ]);
});

test.each<[string, Partial<Valid>, string, string | null]>([
  ["all is well", {}, "valid", null],
  ["one scope more than needed", { scopes: [...fine.scopes, "bits:read"] }, "valid", null],
  ["a lost scope", { scopes: ["clips:edit"] }, "scopes_missing", "editor:manage:clips"],
  ["no scopes", { scopes: [] }, "scopes_missing", "clips:edit, editor:manage:clips"],
  ["another app's token", { clientId: "theirs" }, "client_mismatch", "TWITCH_CLIENT_ID"],
  ["another person's token", { userId: "8" }, "revoked", "another account"],
])("a check that finds %s: %j", (_, part, status, problem) => {
  const { account } = afterCheck(connected(), { ...fine, ...part }, "ours", nowMs);
  expect(account.status).toBe(status);
  if (problem === null) expect(account.problem).toBeNull();
  else expect(account.problem).toContain(problem);
  expect(connectedAccountSchema.parse(account)).toEqual(account);
});

test.each<[RefreshAnswer, string, number | null]>([
  [{ status: "granted", accessToken: "a", refreshToken: "r", scopes: null, expiresAtMs: null }, "valid", checkEveryMs],
  [
    { status: "granted", accessToken: "a", refreshToken: "r", scopes: ["clips:edit"], expiresAtMs: null },
    "scopes_missing",
    checkEveryMs,
  ],
  [{ status: "refused" }, "revoked", null],
  [{ status: "client_refused" }, "client_mismatch", checkEveryMs],
  [unanswered, "unreachable", 60_000],
])("a refresh answered %j", (answer, status, nextCheck) => {
  const state = afterRefresh(connected(), answer, nowMs);
  expect([state.account.status, state.checkAtMs]).toEqual([status, nextCheck === null ? null : nowMs + nextCheck]);
  expect(state.account.problem === null).toBe(status === "valid");
});

test("an hour after each answer Twitch is asked again", () => {
  const fresh = connected();
  expect(isCheckDue(fresh, nowMs)).toBe(true);
  const checked = afterCheck(fresh, fine, "ours", nowMs);
  expect([nowMs + checkEveryMs - 1, nowMs + checkEveryMs].map((atMs) => isCheckDue(checked, atMs))).toEqual([
    false,
    true,
  ]);
});

test("without an answer it is asked again after a minute, then less and less often, and forgets it once answered", () => {
  let state = connected();
  const waits: number[] = [];
  for (let i = 0; i < 6; i++) {
    state = afterCheck(state, unanswered, "ours", nowMs);
    waits.push(((state.checkAtMs ?? 0) - nowMs) / 60_000);
  }
  expect(waits).toEqual([1, 2, 4, 8, 15, 15]);
  expect([state.account.status, waitUntilMs(state, nowMs)]).toEqual(["unreachable", nowMs + 900_000]);
  const back = afterCheck(state, fine, "ours", nowMs);
  expect([back.account.status, back.failures, waitUntilMs(back, nowMs)]).toEqual(["valid", 0, null]);
});

test("no answer does not make a revoked account look better", () => {
  const revoked = afterRefresh(connected(), { status: "refused" }, nowMs);
  expect(afterCheck(revoked, unanswered, "ours", nowMs).account).toEqual(revoked.account);
});

test("a clock that was put back does not put off the check, and one that was put forward brings it at once", () => {
  const checked = afterCheck(connected(), fine, "ours", nowMs);
  const yesterdayMs = nowMs - 86_400_000;
  expect([isCheckDue(checked, yesterdayMs), nextCheckMs(checked, yesterdayMs)]).toEqual([true, yesterdayMs]);
  expect(isCheckDue(checked, nowMs + 86_400_000)).toBe(true);
});

test("who connects again for something else keeps what the account was for", () => {
  const both = connectAccount(
    afterRefresh(connected(["broadcaster"]), { status: "refused" }, nowMs),
    { ...ann, purposes: ["editor"], scopes: scopesFor(["broadcaster", "editor"]) },
    nowMs,
  );
  expect(both.account).toMatchObject({ purposes: ["broadcaster", "editor"], status: "valid", problem: null });
  const less = connectAccount(both, { ...ann, purposes: ["editor"], scopes: scopesFor(["editor"]) }, nowMs);
  expect(less.account).toMatchObject({ purposes: ["broadcaster", "editor"], status: "scopes_missing" });
});

test("names and scopes of any length make an account that can be stored", () => {
  const grant = { ...ann, login: "l".repeat(900), displayName: "Ann\u0000".repeat(90), purposes: ["editor"] as const };
  const { account } = connectAccount(null, { ...grant, scopes: ["s".repeat(900), ...Array(90).fill("a")] }, nowMs);
  expect(connectedAccountSchema.parse(account)).toEqual(account);
});

test("tokens that cannot be read are a reason to connect again, and are tried again in case the key returns", () => {
  const state = unreadable(connected(), "The key has changed.", nowMs);
  expect(state.account).toMatchObject({ status: "revoked", problem: "The key has changed." });
  expect(state.checkAtMs).toBe(nowMs + checkEveryMs);
});

describe("a call", () => {
  const account = (scopes: string[]) => ({ ...connected(["editor"]).account, scopes });
  test.each<[Parameters<typeof callProblem>[1], string[], boolean]>([
    [{ need: "read" }, [], true],
    [{ need: "edit" }, ["clips:edit"], true],
    [{ need: "edit" }, ["editor:manage:clips"], false],
    [{ need: "manage", broadcasterId: "7" }, ["channel:manage:clips"], true],
    [{ need: "manage", broadcasterId: "7" }, ["editor:manage:clips"], true],
    [{ need: "manage", broadcasterId: "8" }, ["editor:manage:clips"], true],
    [{ need: "manage", broadcasterId: "8" }, ["channel:manage:clips"], false],
    [{ need: "manage", broadcasterId: "8" }, [], false],
  ])("%j with %j may be made: %s", (need, scopes, may) => {
    expect(callProblem(account(scopes), need) === null).toBe(may);
  });

  test.each(["revoked", "client_mismatch"] as const)("is not made for an account that is %s", (status) => {
    const ended = { ...account(["clips:edit"]), status, problem: "Connect it again." };
    expect(callProblem(ended, { need: "read" })).toBe("Connect it again.");
  });
});
