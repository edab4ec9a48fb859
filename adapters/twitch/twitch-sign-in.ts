// Sign-in with Twitch by the authorization code flow. No scopes are asked for, and the token is revoked as soon as it has
// said who the person is.
import { AppError } from "#core/errors.ts";
import type { Identity } from "#core/members/member.ts";
import type { PlatformApp } from "../config.ts";
import { callJson } from "../http/call-json.ts";
import { helixUsers } from "./helix.external.ts";
import { type Callback, exchangeCode, revokeToken, twitchConsentUrl } from "./twitch-oauth.ts";

export function twitchAuthorizeUrl(app: PlatformApp, redirectUri: string, state: string): string {
  return twitchConsentUrl(app, redirectUri, state, []);
}

/** Throws `platform_refused` when the person declined or the answer is not for this sign-in. */
export async function identifyWithTwitch(app: PlatformApp, callback: Callback): Promise<Identity> {
  const { access_token: token } = await exchangeCode(app, callback);
  try {
    return await twitchIdentity(app, token);
  } finally {
    await revokeToken(app, token);
  }
}

/** Whose token it is. */
export async function twitchIdentity(app: PlatformApp, token: string): Promise<Identity> {
  const headers = { authorization: `Bearer ${token}`, "client-id": app.clientId };
  const user = (await callJson(`${app.apiUrl}/helix/users`, { headers }, helixUsers)).data[0];
  if (!user) throw new AppError("platform_refused", "Twitch did not say who you are.");
  return { platform: "twitch", userId: user.id, login: user.login, displayName: user.display_name };
}
