// What is known of a connected account beside its tokens, and what each of Twitch's answers makes of it.
import { z } from "zod";
import type { RefreshAnswer, TokenCheck } from "#core/accounts/grant-answer.ts";
import {
  type AccountPurpose,
  scopesFor,
  type ConnectedAccount,
  connectedAccountSchema,
} from "#core/accounts/connected-account.ts";
import { cleanLine } from "#core/text/clean-line.ts";
import { cutText } from "#core/text/cut-text.ts";

export const accountStateSchema = z.object({
  account: connectedAccountSchema,
  /** Of the access token; null where Twitch does not say. */
  expiresAtMs: z.number().nullable(),
  /** When Twitch is asked next whether the grant stands; null once the answer cannot change by itself. */
  checkAtMs: z.number().nullable(),
  /** Answers that did not come, in a row. */
  failures: z.number().int().nonnegative(),
});
export type AccountState = z.infer<typeof accountStateSchema>;

/** Twitch's rule for every app that keeps a session: validate at start and each hour. */
export const checkEveryMs = 3_600_000;
const firstRetryMs = 60_000;
const maxRetryMs = 15 * 60_000;
/** A token is renewed this long before it ends, so that none ends between the check and the call. */
const expiryMarginMs = 5 * 60_000;

const reconnect = "Connect it again under Accounts.";

export interface NewGrant {
  readonly userId: string;
  readonly login: string;
  readonly displayName: string;
  readonly purposes: readonly AccountPurpose[];
  readonly scopes: readonly string[];
  readonly expiresAtMs: number | null;
}

/** A new consent replaces the tokens; what the account was connected for before, it still is. Checked at once. */
export function connectAccount(before: AccountState | null, grant: NewGrant, nowMs: number): AccountState {
  const { userId, login, displayName, expiresAtMs } = grant;
  const purposes = [...new Set([...(before?.account.purposes ?? []), ...grant.purposes])];
  const account: ConnectedAccount = {
    userId,
    login: cleanLine(login, 60),
    displayName: cleanLine(displayName, 80),
    purposes,
    scopes: [],
    status: "valid",
    problem: null,
    validatedAtMs: null,
  };
  return { account: withScopes(account, grant.scopes), expiresAtMs, checkAtMs: nowMs, failures: 0 };
}

export function afterCheck(
  state: AccountState,
  check: Exclude<TokenCheck, { status: "invalid" }>,
  clientId: string,
  nowMs: number,
): AccountState {
  if (check.status === "unanswered") return unreachable(state, nowMs);
  if (check.userId !== state.account.userId) {
    return ended(state, `Twitch says that the token belongs to another account. ${reconnect}`);
  }
  const account = { ...state.account, login: check.login, validatedAtMs: nowMs };
  const checked = { expiresAtMs: check.expiresAtMs, checkAtMs: nowMs + checkEveryMs, failures: 0 };
  if (check.clientId !== clientId) return { ...checked, account: { ...account, ...clientMismatch } };
  return { ...checked, account: withScopes(account, check.scopes) };
}

/** A refresh that is granted confirms the account as well as a check does: Twitch names the scopes, to our client. */
export function afterRefresh(state: AccountState, answer: RefreshAnswer, nowMs: number): AccountState {
  const { account } = state;
  switch (answer.status) {
    case "granted":
      return {
        account: withScopes({ ...account, validatedAtMs: nowMs }, answer.scopes ?? account.scopes),
        expiresAtMs: answer.expiresAtMs,
        checkAtMs: nowMs + checkEveryMs,
        failures: 0,
      };
    case "refused":
      return ended(
        state,
        `Twitch no longer accepts this account's consent: it was withdrawn, or used up elsewhere. ${reconnect}`,
      );
    case "client_refused":
      return { ...state, account: { ...account, ...clientMismatch }, checkAtMs: nowMs + checkEveryMs };
    case "unanswered":
      return unreachable(state, nowMs);
  }
}

/** Encrypted with a key this deployment does not have. Looked at again each hour, should the key come back. */
export function unreadable(state: AccountState, problem: string, nowMs: number): AccountState {
  return { ...ended(state, problem), checkAtMs: nowMs + checkEveryMs };
}

/** Twitch has refused a token that it had just given: the account is checked before it is used again. */
export function doubted(state: AccountState, nowMs: number): AccountState {
  return { ...state, checkAtMs: nowMs };
}

/** A check that lies further ahead than an hour was planned by a clock that has since been put back. */
export function nextCheckMs({ checkAtMs }: AccountState, nowMs: number): number | null {
  return checkAtMs !== null && checkAtMs > nowMs + checkEveryMs ? nowMs : checkAtMs;
}

export function isCheckDue(state: AccountState, nowMs: number): boolean {
  const atMs = nextCheckMs(state, nowMs);
  return atMs !== null && atMs <= nowMs;
}

export function isExpiring({ expiresAtMs }: AccountState, nowMs: number): boolean {
  return expiresAtMs !== null && expiresAtMs <= nowMs + expiryMarginMs;
}

export function isExpired({ expiresAtMs }: AccountState, nowMs: number): boolean {
  return expiresAtMs !== null && expiresAtMs <= nowMs;
}

/** After an answer that did not come, Twitch is not asked for a token again before this time; null: at any time. */
export function waitUntilMs(state: AccountState, nowMs: number): number | null {
  const atMs = nextCheckMs(state, nowMs);
  return state.failures > 0 && atMs !== null && atMs > nowMs ? atMs : null;
}

const clientMismatch = {
  status: "client_mismatch",
  problem:
    "The account was connected to another Twitch app than this deployment's. Check TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET, or connect it again under Accounts.",
} as const;

function withScopes(account: ConnectedAccount, scopes: readonly string[]): ConnectedAccount {
  const missing = scopesFor(account.purposes).filter((scope) => !scopes.includes(scope));
  const named = { ...account, scopes: scopes.filter((scope) => scope.length <= 80).slice(0, 40) };
  if (missing.length === 0) return { ...named, status: "valid", problem: null };
  const problem = `Twitch has not granted ${missing.join(", ")}. ${reconnect}`;
  return { ...named, status: "scopes_missing", problem: cutText(problem, 300) };
}

/** The tokens stay: not knowing is not revoked. What was wrong before stays wrong. */
function unreachable(state: AccountState, nowMs: number): AccountState {
  const { account, failures } = state;
  const waitMs = Math.min(maxRetryMs, firstRetryMs * 2 ** Math.min(failures, 10));
  const isUsable = account.status === "valid" || account.status === "unreachable";
  const problem = "Twitch does not answer when asked about this account. It is asked again by itself.";
  return {
    ...state,
    account: isUsable ? { ...account, status: "unreachable", problem } : account,
    checkAtMs: nowMs + waitMs,
    failures: failures + 1,
  };
}

function ended(state: AccountState, problem: string): AccountState {
  return { ...state, account: { ...state.account, status: "revoked", problem }, checkAtMs: null, failures: 0 };
}
