// A person's lasting consent to act for them on Twitch: asked for, exchanged, checked, renewed and given back.
import type { RefreshAnswer, TokenCheck } from "#core/accounts/grant-answer.ts";
import type { AccountPurpose } from "#core/accounts/connected-account.ts";
import { AppError } from "#core/errors.ts";
import type { Identity } from "#core/members/member.ts";
import type { PlatformApp } from "../config.ts";
import { askTwitch } from "./ask-twitch.ts";
import { twitchOauthError, twitchRefresh, twitchValidate } from "./twitch-grant.external.ts";
import { type Callback, exchangeCode, revokeToken, twitchConsentUrl } from "./twitch-oauth.ts";
import { twitchIdentity } from "./twitch-sign-in.ts";

/** What a person has granted, on its way from the callback to the account's object. */
export interface ConnectedGrant {
  readonly identity: Identity;
  readonly purposes: readonly AccountPurpose[];
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly scopes: readonly string[];
  /** Null where Twitch does not say. */
  readonly expiresAtMs: number | null;
}

/** Where a person agrees; {@link scopesFor} of core says which scopes. */
export function connectUrl(app: PlatformApp, redirectUri: string, state: string, scopes: readonly string[]): string {
  return twitchConsentUrl(app, redirectUri, state, scopes);
}

/** Throws `platform_refused` when the person declined or the answer is not for this request. */
export async function exchangeConnect(
  app: PlatformApp,
  callback: Callback,
  purposes: readonly AccountPurpose[],
): Promise<ConnectedGrant> {
  const granted = await exchangeCode(app, callback);
  if (!granted.refresh_token) throw new AppError("platform_refused", "Twitch gave no lasting consent.");
  try {
    return {
      identity: await twitchIdentity(app, granted.access_token),
      purposes,
      accessToken: granted.access_token,
      refreshToken: granted.refresh_token,
      scopes: (granted.scope ?? "").split(" ").filter((scope) => scope !== ""),
      expiresAtMs: expiryMs(granted.expires_in),
    };
  } catch (error) {
    await revokeToken(app, granted.access_token);
    throw error;
  }
}

export async function refreshGrant(app: PlatformApp, refreshToken: string): Promise<RefreshAnswer> {
  const body = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: app.clientId,
    client_secret: app.clientSecret,
    refresh_token: refreshToken,
  });
  const answer = await askTwitch(new URL(`${app.idUrl}/oauth2/token`), { method: "POST", body });
  if (answer.status === "unanswered") return answer;
  if (answer.httpStatus === 200) {
    const granted = twitchRefresh.safeParse(answer.body).data;
    if (!granted) return { status: "unanswered", detail: "/oauth2/token answered in an unknown form" };
    return {
      status: "granted",
      accessToken: granted.access_token,
      refreshToken: granted.refresh_token,
      scopes: granted.scope ?? null,
      expiresAtMs: expiryMs(granted.expires_in),
    };
  }
  const refusal = twitchOauthError.safeParse(answer.body).data;
  if (refusal && [400, 401, 403].includes(answer.httpStatus)) {
    // "invalid client", "missing client id", "invalid client secret": about the app, not about the person.
    return { status: /\bclient\b/i.test(refusal.message) ? "client_refused" : "refused" };
  }
  return { status: "unanswered", detail: `/oauth2/token answered ${answer.httpStatus}` };
}

export async function validateToken(app: PlatformApp, token: string): Promise<TokenCheck> {
  const headers = { authorization: `OAuth ${token}` };
  const answer = await askTwitch(new URL(`${app.idUrl}/oauth2/validate`), { headers });
  if (answer.status === "unanswered") return answer;
  if (answer.httpStatus === 401 && twitchOauthError.safeParse(answer.body).success) return { status: "invalid" };
  const valid = answer.httpStatus === 200 ? twitchValidate.safeParse(answer.body).data : undefined;
  if (!valid) return { status: "unanswered", detail: `/oauth2/validate answered ${answer.httpStatus}` };
  return {
    status: "valid",
    clientId: valid.client_id,
    userId: valid.user_id,
    login: valid.login,
    scopes: valid.scopes ?? [],
    expiresAtMs: expiryMs(valid.expires_in),
  };
}

/** Twitch says nothing, or 0, of a token that does not end. */
function expiryMs(seconds: number | null | undefined): number | null {
  return seconds ? Date.now() + seconds * 1000 : null;
}
