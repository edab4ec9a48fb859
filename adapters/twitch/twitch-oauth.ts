// Twitch's authorization code flow, which signing in and connecting an account share. Twitch has no PKCE; the client
// secret and `state` protect the exchange.
import * as oauth from "oauth4webapi";
import { AppError } from "#core/errors.ts";
import type { PlatformApp } from "../config.ts";
import { fetchWhole, fetchWithin } from "../http/bounded-fetch.ts";
import { outboundLimits } from "../http/outbound-limits.ts";

export function twitchConsentUrl(
  app: PlatformApp,
  redirectUri: string,
  state: string,
  scopes: readonly string[],
): string {
  const url = new URL(`${app.idUrl}/oauth2/authorize`);
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: app.clientId,
    redirect_uri: redirectUri,
    scope: scopes.join(" "),
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

/** Throws `platform_refused` when the person declined or the answer is not for this request. */
export async function exchangeCode(
  app: PlatformApp,
  { url, redirectUri, expectedState }: Callback,
): Promise<oauth.TokenEndpointResponse> {
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
    return await oauth.processAuthorizationCodeResponse(server, client, response);
  } catch (cause) {
    throw new AppError("platform_refused", "Twitch did not complete the sign-in.", { cause });
  }
}

/** A token that outlives its use ends by itself within hours, so failing to revoke it refuses nobody anything. */
export async function revokeToken(app: PlatformApp, token: string): Promise<void> {
  const body = new URLSearchParams({ client_id: app.clientId, token });
  const url = `${app.idUrl}/oauth2/revoke`;
  await fetchWhole(outboundLimits.revocation, url, { method: "POST", body }).catch((error: unknown) =>
    console.warn(JSON.stringify({ event: "revoke_failed", error: String(error) })),
  );
}

/** Twitch sends `scope` as a list where OAuth has a text of words. */
async function fetchWithScopeText(url: string, init: RequestInit): Promise<Response> {
  const response = await fetchWithin(outboundLimits.token)(url, init);
  if (!response.ok) return response;
  const body = (await response.json()) as Record<string, unknown>;
  const scope = Array.isArray(body["scope"]) ? body["scope"].join(" ") : body["scope"];
  return Response.json({ ...body, scope: scope ?? undefined }, { status: response.status });
}
