// Sign-in with Kick by the authorization code flow of OAuth 2.1, with PKCE and the client secret. The only scope is
// `user:read`, the least that tells who somebody is; the token is revoked as soon as it has.
import * as oauth from "oauth4webapi";
import { AppError } from "#core/errors.ts";
import type { Identity } from "#core/members/member.ts";
import { cutText } from "#core/text/cut-text.ts";
import type { PlatformApp } from "../config.ts";
import { fetchWhole, fetchWithin } from "../http/bounded-fetch.ts";
import { callJson } from "../http/call-json.ts";
import { outboundLimits } from "../http/outbound-limits.ts";
import { type AppTokenSource, withAppToken } from "../http/with-app-token.ts";
import { findKickSlug } from "./kick-api.ts";
import { kickUsers } from "./kick-api.external.ts";

export function newCodeVerifier(): string {
  return oauth.generateRandomCodeVerifier();
}

export async function kickAuthorizeUrl(
  app: PlatformApp,
  redirectUri: string,
  { state, codeVerifier }: { readonly state: string; readonly codeVerifier: string },
): Promise<string> {
  const url = new URL(`${app.idUrl}/oauth/authorize`);
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: app.clientId,
    redirect_uri: redirectUri,
    scope: "user:read",
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
  }).toString();
  return url.href;
}

export interface KickCallback {
  /** The address Kick sent the person back to. */
  readonly url: URL;
  readonly redirectUri: string;
  readonly expectedState: string;
  readonly codeVerifier: string;
}

/**
 * Members are named by the slug of their channel, which Kick tells an app and not, by this scope, the person's own token.
 * Throws `platform_refused` when the person declined or the answer is not for this sign-in.
 */
export async function identifyWithKick(
  app: PlatformApp,
  callback: KickCallback,
  appToken: AppTokenSource,
): Promise<Identity> {
  const token = await exchange(app, callback);
  try {
    const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
    const user = (await callJson(`${app.apiUrl}/public/v1/users`, { headers }, kickUsers)).data[0];
    if (!user) throw new AppError("platform_refused", "Kick did not say who you are.");
    const displayName = user.name;
    const userId = String(user.user_id);
    const slug = await withAppToken(appToken, (ours) => findKickSlug(app, ours, userId));
    return { platform: "kick", userId, login: slug ?? cutText(displayName.toLowerCase(), 60), displayName };
  } finally {
    await revoke(app, token);
  }
}

async function exchange(app: PlatformApp, callback: KickCallback): Promise<string> {
  const server = { issuer: app.idUrl, token_endpoint: `${app.idUrl}/oauth/token` };
  const client = { client_id: app.clientId };
  try {
    const parameters = oauth.validateAuthResponse(server, client, callback.url, callback.expectedState);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.ClientSecretPost(app.clientSecret),
      parameters,
      callback.redirectUri,
      callback.codeVerifier,
      {
        [oauth.allowInsecureRequests]: app.idUrl.startsWith("http://"),
        [oauth.customFetch]: fetchWithin(outboundLimits.token),
      },
    );
    // `expires_in` may be text here; the library reads both.
    return (await oauth.processAuthorizationCodeResponse(server, client, response)).access_token;
  } catch (cause) {
    throw new AppError("platform_refused", "Kick did not complete the sign-in.", { cause });
  }
}

/** A token that may read one's own name and ends by itself within hours: failing to revoke it refuses nobody the sign-in. */
async function revoke(app: PlatformApp, token: string): Promise<void> {
  const query = new URLSearchParams({ token, token_hint_type: "access_token" });
  const url = `${app.idUrl}/oauth/revoke?${query.toString()}`;
  await fetchWhole(outboundLimits.revocation, url, { method: "POST" }).catch((error: unknown) =>
    console.warn(JSON.stringify({ event: "revoke_failed", error: String(error) })),
  );
}
