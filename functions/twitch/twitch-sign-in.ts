// Sign-in with Twitch by the authorization code flow. No scopes are asked for, and the token is revoked as soon as it has
// said who the person is. Twitch has no PKCE; the client secret and `state` protect the exchange.
import * as oauth from "oauth4webapi";
import { AppError } from "#core/errors.ts";
import type { Identity } from "#core/members/member.ts";
import type { PlatformApp } from "../config.ts";
import { callJson } from "../http/call-json.ts";
import { helixUsers } from "./helix.external.ts";

export function twitchAuthorizeUrl(app: PlatformApp, redirectUri: string, state: string): string {
  const url = new URL(`${app.idUrl}/oauth2/authorize`);
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: app.clientId,
    redirect_uri: redirectUri,
    scope: "",
    state,
  }).toString();
  return url.href;
}

export interface Callback {
  /** The address Twitch sent the person back to. */
  readonly url: URL;
  readonly redirectUri: string;
  readonly expectedState: string;
}

/** Throws `platform_refused` when the person declined or the answer is not for this sign-in. */
export async function identifyWithTwitch(app: PlatformApp, callback: Callback): Promise<Identity> {
  const token = await exchange(app, callback);
  try {
    const headers = { authorization: `Bearer ${token}`, "client-id": app.clientId };
    const user = (await callJson(`${app.apiUrl}/helix/users`, { headers }, helixUsers)).data[0];
    if (!user) throw new AppError("platform_refused", "Twitch did not say who you are.");
    return { platform: "twitch", userId: user.id, login: user.login, displayName: user.display_name };
  } finally {
    await revoke(app, token);
  }
}

async function exchange(app: PlatformApp, { url, redirectUri, expectedState }: Callback): Promise<string> {
  const server = { issuer: app.idUrl, token_endpoint: `${app.idUrl}/oauth2/token` };
  const client = { client_id: app.clientId };
  try {
    const parameters = oauth.validateAuthResponse(server, client, url, expectedState);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.ClientSecretPost(app.clientSecret),
      parameters,
      redirectUri,
      oauth.nopkce,
      { [oauth.allowInsecureRequests]: app.idUrl.startsWith("http://"), [oauth.customFetch]: fetchWithScopeText },
    );
    return (await oauth.processAuthorizationCodeResponse(server, client, response)).access_token;
  } catch (cause) {
    throw new AppError("platform_refused", "Twitch did not complete the sign-in.", { cause });
  }
}

/** Twitch sends `scope` as a list where OAuth has a text of words. */
async function fetchWithScopeText(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
  if (!response.ok) return response;
  const body = (await response.json()) as Record<string, unknown>;
  const scope = Array.isArray(body["scope"]) ? body["scope"].join(" ") : body["scope"];
  return Response.json({ ...body, scope: scope ?? undefined }, { status: response.status });
}

async function revoke(app: PlatformApp, token: string): Promise<void> {
  const body = new URLSearchParams({ client_id: app.clientId, token });
  const url = `${app.idUrl}/oauth2/revoke`;
  // A token without scopes that outlives the sign-in is harmless, so failing to revoke it does not refuse the person.
  await fetch(url, { method: "POST", body, signal: AbortSignal.timeout(5_000) }).catch((error: unknown) =>
    console.warn(JSON.stringify({ event: "revoke_failed", error: String(error) })),
  );
}
