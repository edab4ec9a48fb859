// Connecting a Twitch account for clips: consent that lasts, unlike a sign-in. It may be another account than the one the
// member signs in with. Whatever comes of it, the person is led back, with `?problem=` where it came to nothing.
import { type Context, Hono } from "hono";
import { z } from "zod";
import { type AccountPurpose, accountPurposes, scopesFor } from "#core/accounts/connected-account.ts";
import { AppError } from "#core/errors.ts";
import { mayActAs, type Member } from "#core/members/member.ts";
import type { AppEnv } from "../deps.ts";
import { type AuthState, authState, callbackAddress, localPath } from "../http/auth-state.ts";
import { query } from "../http/body.ts";
import { identify, needs } from "../http/guards.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { connectUrl, exchangeConnect } from "../../adapters/twitch/twitch-grant.ts";
import { revokeToken } from "../../adapters/twitch/twitch-oauth.ts";

/** `refused`: by the person, on Twitch's page. */
type ConnectProblem = "not_configured" | "refused" | "expired" | "failed";

const wanted = z.object({ purpose: z.enum(accountPurposes), return_to: z.string().max(600).optional() });

export const connectTwitch = new Hono<AppEnv>().get(
  "/twitch/connect",
  identify,
  needs("editor"),
  query(wanted),
  (context) => {
    const { purpose, return_to } = context.req.valid("query");
    return begin(context, [purpose], { by: nameOf(context.var.signedIn), returnTo: localPath(return_to) });
  },
);

/** Twitch's answer, in the browser in which `begun` was begun. */
export async function finishConnect(
  context: Context<AppEnv>,
  begun: Extract<AuthState, { flow: "twitch_connect" }>,
): Promise<Response> {
  const { deps } = context.var;
  const { returnTo, by, purposes } = begun;
  const app = deps.config.twitch;
  if (!app) return back(context, returnTo, "not_configured");
  const token = sessionCookie.read(context);
  const member = token ? await deps.workspace().memberOf(token) : null;
  if (!member || nameOf(member) !== by || !mayActAs(member.role, "editor")) return back(context, returnTo, "expired");
  const url = new URL(context.req.url);
  const callback = { url, redirectUri: callbackAddress("twitch", context.req.url), expectedState: begun.state };
  try {
    const grant = await exchangeConnect(app, callback, purposes);
    const account = (await deps.workspace().accounts()).find(({ userId }) => userId === grant.identity.userId);
    const all = [...new Set([...purposes, ...(account?.purposes ?? [])])];
    // A new consent replaces the old one. Only now is it known whose it is and what it has to go on covering.
    if (all.length > purposes.length) {
      await revokeToken(app, grant.accessToken);
      return begin(context, all, { by, returnTo });
    }
    const connected = await deps.twitchAccount(grant.identity.userId).connectAccount(grant);
    if (connected.ok) return context.redirect(returnTo);
    await revokeToken(app, grant.accessToken);
    return back(context, returnTo, connected.code === "not_configured" ? "not_configured" : "failed");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return back(context, returnTo, url.searchParams.get("error") === "access_denied" ? "refused" : "failed");
  }
}

function begin<E extends AppEnv>(
  context: Context<E>,
  purposes: AccountPurpose[],
  { by, returnTo }: { readonly by: string; readonly returnTo: string },
): Response {
  const { twitch, tokenKey } = context.var.deps.config;
  if (!twitch || !tokenKey) return back(context, returnTo, "not_configured");
  const state = crypto.randomUUID();
  authState.begin(context, { flow: "twitch_connect", state, returnTo, purposes, by });
  return context.redirect(connectUrl(twitch, callbackAddress("twitch", context.req.url), state, scopesFor(purposes)));
}

/** A code and no sentence: anyone may write a link with words in it that the page would then say in our name. */
function back<E extends AppEnv>(context: Context<E>, returnTo: string, problem: ConnectProblem): Response {
  const address = new URL(localPath(returnTo), context.req.url);
  address.searchParams.set("problem", problem);
  return context.redirect(localPath(address.pathname + address.search));
}

function nameOf({ platform, userId }: Member): string {
  return `${platform}:${userId}`;
}
