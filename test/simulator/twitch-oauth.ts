// Twitch's OAuth as clients meet it: authorize, token, validate and revoke, with its own error bodies and no PKCE.
import { authorize, isRedirectUri } from "./authorize.ts";
import type { Grant, Grants } from "./grants.ts";
import { formOf, json, tokenOf, type Answer, type Ask } from "./router.ts";
import { demoUsers, type DemoUser } from "./world.ts";

export interface OauthClient {
  readonly id: string;
  readonly secret: string;
}

/** A page of choices, not a list of everybody. */
const OFFERED_CHANNELS = 3;
/** Lifetimes as Twitch gives them: about four hours for a user, about sixty days for an app. */
const USER_TOKEN_MS = 14_124_000;
const APP_TOKEN_MS = 5_011_271_000;

export interface TwitchOauthParts {
  readonly client: OauthClient;
  readonly grants: Grants;
  readonly nowMs: () => number;
  /** Whose channels these are can sign in, too; the page lists a few of them where scopes are asked for. */
  readonly channels: () => readonly DemoUser[];
  /** The client id that /validate tells of a user's tokens, where it is not the true one. */
  readonly toldClientIds: ReadonlyMap<string, string>;
}

export function twitchOauth(parts: TwitchOauthParts): (ask: Ask) => Answer {
  const { client, grants } = parts;
  return (ask) => {
    if (ask.path === "/authorize" && ask.method === "GET") return begin(ask, parts);
    if (ask.path === "/token" && ask.method === "POST") return exchange(formOf(ask), client, grants);
    if (ask.path === "/validate" && ask.method === "GET") return validate(ask, parts);
    if (ask.path === "/revoke" && ask.method === "POST") return revoke(formOf(ask), client, grants);
    return refused(404, "not found");
  };
}

function begin(ask: Ask, { client, grants, channels }: TwitchOauthParts): Answer {
  const redirectUri = ask.query.get("redirect_uri");
  if (ask.query.get("client_id") !== client.id) return refused(400, "invalid client");
  if (redirectUri === null || !isRedirectUri(redirectUri))
    return refused(400, "Parameter redirect_uri does not match registered URI");
  if (ask.query.get("response_type") !== "code") return refused(400, "invalid response type");
  const scopes = scopesOf(ask.query.get("scope"));
  return authorize(ask, {
    platformName: "Twitch",
    // Who is asked for more than a name may answer for a channel.
    users: scopes.length === 0 ? demoUsers.twitch : [...demoUsers.twitch, ...channels().slice(0, OFFERED_CHANNELS)],
    others: channels(),
    issueCode: (user) => grants.issueCode({ clientId: client.id, user, scopes, redirectUri, codeChallenge: null }),
  });
}

function exchange(form: URLSearchParams, client: OauthClient, grants: Grants): Answer {
  if (!form.get("client_id")) return refused(400, "missing client id");
  if (form.get("client_id") !== client.id) return refused(400, "invalid client");
  if (!form.get("client_secret")) return refused(400, "missing client secret");
  if (form.get("client_secret") !== client.secret) return refused(403, "invalid client secret");
  switch (form.get("grant_type")) {
    case "client_credentials":
      return json(200, {
        access_token: grants.issueAppToken(client.id, APP_TOKEN_MS),
        expires_in: Math.floor(APP_TOKEN_MS / 1000),
        token_type: "bearer",
      });
    case "authorization_code": {
      // A code is spent by the attempt, right or wrong: a stolen one cannot be tried against several addresses.
      const code = grants.useCode(form.get("code") ?? "");
      if (code === null) return refused(400, "Invalid authorization code");
      if (code.redirectUri !== form.get("redirect_uri"))
        return refused(400, "Parameter redirect_uri does not match registered URI");
      return pair(grants, code);
    }
    case "refresh_token": {
      const grant = grants.useRefreshToken(form.get("refresh_token") ?? "", client.id);
      if (grant === null) return json(400, { error: "Bad Request", status: 400, message: "Invalid refresh token" });
      return pair(grants, grant);
    }
    default:
      return refused(400, "invalid grant type");
  }
}

function pair(grants: Grants, { clientId, user, scopes }: Grant): Answer {
  const { accessToken, refreshToken } = grants.issuePair({ clientId, user, scopes }, USER_TOKEN_MS);
  return json(200, {
    access_token: accessToken,
    expires_in: USER_TOKEN_MS / 1000,
    refresh_token: refreshToken,
    scope: scopes,
    token_type: "bearer",
  });
}

function validate(ask: Ask, { grants, nowMs, toldClientIds }: TwitchOauthParts): Answer {
  const token = grants.tokenFor(tokenOf(ask, "OAuth", "Bearer"));
  if (token === null) return refused(401, "invalid access token");
  const user = token.user === null ? {} : { login: token.user.login, user_id: token.user.id };
  const expiresIn = Math.floor((token.expiresAtMs - nowMs()) / 1000);
  const clientId = toldClientIds.get(token.user?.id ?? "") ?? token.clientId;
  return json(200, { client_id: clientId, ...user, scopes: token.scopes, expires_in: expiresIn });
}

function revoke(form: URLSearchParams, client: OauthClient, grants: Grants): Answer {
  if (form.get("client_id") !== client.id) return refused(404, "client does not exist");
  return grants.revoke(form.get("token") ?? "") ? { status: 200 } : refused(400, "Invalid token");
}

function refused(status: number, message: string): Answer {
  return json(status, { status, message });
}

function scopesOf(value: string | null): string[] {
  return (value ?? "").split(" ").filter((scope) => scope !== "");
}
