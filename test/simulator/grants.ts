// Codes and tokens of one platform: one-time codes, app and user tokens, refresh tokens that rotate.
import { randomBytes } from "node:crypto";
import type { DemoUser } from "./world.ts";

export interface Grant {
  readonly clientId: string;
  readonly user: DemoUser;
  readonly scopes: readonly string[];
}

export interface Code extends Grant {
  readonly redirectUri: string;
  /** PKCE with S256; null where the platform has none. */
  readonly codeChallenge: string | null;
  readonly expiresAtMs: number;
}

/** An access token. `user` is null for an app token. */
export interface Token {
  readonly clientId: string;
  readonly user: DemoUser | null;
  readonly scopes: readonly string[];
  readonly expiresAtMs: number;
}

export interface IssuedPair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

export interface Grants {
  issueCode(code: Omit<Code, "expiresAtMs">): string;
  /** The code's grant, once; null for an unknown, used or expired code. */
  useCode(code: string): Code | null;
  issueAppToken(clientId: string, lifetimeMs: number): string;
  issuePair(grant: Grant, lifetimeMs: number): IssuedPair;
  /** The grant of a refresh token, once: whoever uses it gets a new pair. Null when unknown. */
  useRefreshToken(refreshToken: string, clientId: string): Grant | null;
  tokenFor(accessToken: string | null): Token | null;
  /** False when there was no such token. */
  revoke(token: string): boolean;
  /** What a user has granted to an app at any time and not taken back. */
  scopesGrantedBy(userId: string, clientId: string): readonly string[];
  /** Whether the user has authorised the app at all, with scopes or without. */
  hasGranted(userId: string, clientId: string): boolean;
  /** The user disconnects the app: every token dies and nothing is granted any more. */
  revokeUser(userId: string): void;
  /** The user's access tokens end at once; refresh tokens stay. */
  expireAccess(userId: string): void;
  /** The user's refresh tokens have been used by somebody else. */
  spendRefreshTokens(userId: string): void;
  /** What the user's tokens may do from now on, refreshed ones included. */
  narrow(userId: string, scopes: readonly string[]): void;
}

/** A code is meant to be exchanged at once. */
const CODE_LIFETIME_MS = 600_000;

export function createGrants(nowMs: () => number): Grants {
  const codes = new Map<string, Code>();
  const tokens = new Map<string, Token>();
  const refreshTokens = new Map<string, Grant>();
  const granted = new Map<string, ReadonlySet<string>>();
  const secret = () => randomBytes(15).toString("hex");
  const issueToken = (token: Token) => {
    const value = secret();
    tokens.set(value, token);
    return value;
  };
  return {
    issueCode(code) {
      const value = secret();
      codes.set(value, { ...code, expiresAtMs: nowMs() + CODE_LIFETIME_MS });
      return value;
    },
    useCode(value) {
      const code = codes.get(value);
      codes.delete(value);
      return code !== undefined && code.expiresAtMs > nowMs() ? code : null;
    },
    issueAppToken: (clientId, lifetimeMs) =>
      issueToken({ clientId, user: null, scopes: [], expiresAtMs: nowMs() + lifetimeMs }),
    issuePair({ clientId, user, scopes }, lifetimeMs) {
      const refreshToken = secret();
      const key = `${clientId} ${user.id}`;
      granted.set(key, new Set([...(granted.get(key) ?? []), ...scopes]));
      refreshTokens.set(refreshToken, { clientId, user, scopes });
      return { accessToken: issueToken({ clientId, user, scopes, expiresAtMs: nowMs() + lifetimeMs }), refreshToken };
    },
    useRefreshToken(value, clientId) {
      const grant = refreshTokens.get(value);
      if (grant === undefined || grant.clientId !== clientId) return null;
      refreshTokens.delete(value);
      return grant;
    },
    tokenFor(value) {
      const token = value === null ? undefined : tokens.get(value);
      return token !== undefined && token.expiresAtMs > nowMs() ? token : null;
    },
    revoke: (value) => tokens.delete(value) || refreshTokens.delete(value),
    scopesGrantedBy: (userId, clientId) => [...(granted.get(`${clientId} ${userId}`) ?? [])],
    hasGranted: (userId, clientId) => granted.has(`${clientId} ${userId}`),
    revokeUser(userId) {
      dropOf(tokens, userId);
      dropOf(refreshTokens, userId);
      for (const key of granted.keys()) if (key.endsWith(` ${userId}`)) granted.delete(key);
    },
    expireAccess: (userId) => dropOf(tokens, userId),
    spendRefreshTokens: (userId) => dropOf(refreshTokens, userId),
    narrow(userId, scopes) {
      for (const [value, token] of tokens) if (token.user?.id === userId) tokens.set(value, { ...token, scopes });
      for (const [value, grant] of refreshTokens)
        if (grant.user.id === userId) refreshTokens.set(value, { ...grant, scopes });
      for (const key of granted.keys()) if (key.endsWith(` ${userId}`)) granted.set(key, new Set(scopes));
    },
  };
}

function dropOf(held: Map<string, { readonly user: DemoUser | null }>, userId: string): void {
  for (const [value, { user }] of held) if (user?.id === userId) held.delete(value);
}
