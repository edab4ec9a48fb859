// Kick's OAuth 2.1 as clients meet it: state and PKCE are mandatory, and the client secret as well.
import { createHash } from "node:crypto";
import { authorize, isRedirectUri } from "./authorize.ts";
import type { Code, Grant, Grants } from "./grants.ts";
import { formOf, json, text, tokenOf, type Answer, type Ask } from "./router.ts";
import type { OauthClient } from "./twitch-oauth.ts";
import { demoUsers } from "./world.ts";

const USER_TOKEN_MS = 7_200_000;
const APP_TOKEN_MS = 60 * 86_400_000;

export function kickOauth(client: OauthClient, grants: Grants): (ask: Ask) => Answer {
  return (ask) => {
    if (ask.path === "/oauth/authorize" && ask.method === "GET") return begin(ask, client, grants);
    if (ask.path === "/oauth/token" && ask.method === "POST") return exchange(formOf(ask), client, grants);
    if (ask.path === "/oauth/revoke" && ask.method === "POST") return revoke(formOf(ask), grants);
    if (ask.path === "/oauth/token/introspect" && ask.method === "POST") return introspect(ask, grants);
    return json(404, { error: "Not found" });
  };
}

function begin(ask: Ask, client: OauthClient, grants: Grants): Answer {
  const { query } = ask;
  const redirectUri = query.get("redirect_uri");
  const codeChallenge = query.get("code_challenge");
  const isWhole =
    query.get("response_type") === "code" &&
    query.get("client_id") === client.id &&
    Boolean(query.get("state")) &&
    query.get("code_challenge_method") === "S256" &&
    /^[\w-]{43}$/.test(codeChallenge ?? "");
  if (!isWhole || redirectUri === null || !isRedirectUri(redirectUri)) return invalid;
  const scopes = (query.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  return authorize(ask, {
    platformName: "Kick",
    users: demoUsers.kick,
    issueCode: (user) => grants.issueCode({ clientId: client.id, user, scopes, redirectUri, codeChallenge }),
  });
}

function exchange(form: URLSearchParams, client: OauthClient, grants: Grants): Answer {
  if (form.get("client_id") !== client.id || form.get("client_secret") !== client.secret) return invalid;
  switch (form.get("grant_type")) {
    case "client_credentials": {
      const accessToken = grants.issueAppToken(client.id, APP_TOKEN_MS);
      return json(200, { access_token: accessToken, token_type: "Bearer", expires_in: APP_TOKEN_MS / 1000 });
    }
    case "authorization_code": {
      const code = grants.useCode(form.get("code") ?? "");
      if (code === null || code.redirectUri !== form.get("redirect_uri") || !isProven(code, form)) return invalid;
      return pair(grants, code);
    }
    case "refresh_token": {
      const grant = grants.useRefreshToken(form.get("refresh_token") ?? "", client.id);
      return grant === null ? invalid : pair(grants, grant);
    }
    default:
      return invalid;
  }
}

function isProven(code: Code, form: URLSearchParams): boolean {
  return (
    createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url") === code.codeChallenge
  );
}

/** The lifetime is a string here and a number for an app token: both are met in Kick's own documentation. */
function pair(grants: Grants, { clientId, user, scopes }: Grant): Answer {
  const { accessToken, refreshToken } = grants.issuePair({ clientId, user, scopes }, USER_TOKEN_MS);
  return json(200, {
    access_token: accessToken,
    token_type: "Bearer",
    refresh_token: refreshToken,
    expires_in: String(USER_TOKEN_MS / 1000),
    scope: scopes.join(" "),
  });
}

function revoke(form: URLSearchParams, grants: Grants): Answer {
  return grants.revoke(form.get("token") ?? "") ? text(200, "OK") : invalid;
}

function introspect(ask: Ask, grants: Grants): Answer {
  const token = grants.tokenFor(tokenOf(ask, "Bearer"));
  if (token === null) return json(401, { data: {}, message: "Unauthorized" });
  const data = {
    active: true,
    client_id: token.clientId,
    token_type: token.user === null ? "app" : "user",
    scope: token.scopes.join(" "),
    exp: Math.floor(token.expiresAtMs / 1000),
  };
  return json(200, { data, message: "OK" });
}

const invalid = json(400, { error: "Invalid request" });
