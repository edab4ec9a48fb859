// Signing in, with Twitch or Kick, and out. Twitch's answer to connecting an account comes to the same address.
import { type Context, Hono } from "hono";
import { AppError } from "#core/errors.ts";
import type { Identity } from "#core/members/member.ts";
import { unwrap } from "#core/outcome.ts";
import type { AppEnv, Deps } from "../deps.ts";
import { authState, callbackAddress, localPath } from "../http/auth-state.ts";
import { anyone, sameOrigin } from "../http/guards.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { identifyWithKick, kickAuthorizeUrl, newCodeVerifier } from "../../adapters/kick/kick-sign-in.ts";
import { identifyWithTwitch, twitchAuthorizeUrl } from "../../adapters/twitch/twitch-sign-in.ts";
import { finishConnect } from "./connect-twitch.ts";

export const auth = new Hono<AppEnv>()
  .get("/twitch/start", anyone, (context) => {
    const app = configured(context.var.deps, "twitch");
    const state = crypto.randomUUID();
    authState.begin(context, { flow: "twitch_sign_in", state, returnTo: localPath(context.req.query("return_to")) });
    return context.redirect(twitchAuthorizeUrl(app, callbackAddress("twitch", context.req.url), state));
  })
  .get("/twitch/callback", anyone, async (context) => {
    const begun = authState.take(context);
    if (begun?.flow === "twitch_connect") return finishConnect(context, begun);
    if (begun?.flow !== "twitch_sign_in") return context.redirect("/sign-in?problem=expired");
    const callback = callbackOf(context, "twitch", begun.state);
    return enter(context, begun.returnTo, () => identifyWithTwitch(configured(context.var.deps, "twitch"), callback));
  })
  .get("/kick/start", anyone, async (context) => {
    const app = configured(context.var.deps, "kick");
    const proof = { state: crypto.randomUUID(), codeVerifier: newCodeVerifier() };
    const returnTo = localPath(context.req.query("return_to"));
    authState.begin(context, { flow: "kick_sign_in", ...proof, returnTo });
    return context.redirect(await kickAuthorizeUrl(app, callbackAddress("kick", context.req.url), proof));
  })
  .get("/kick/callback", anyone, async (context) => {
    const { deps } = context.var;
    const begun = authState.take(context);
    if (begun?.flow !== "kick_sign_in") return context.redirect("/sign-in?problem=expired");
    const callback = { ...callbackOf(context, "kick", begun.state), codeVerifier: begun.codeVerifier };
    return enter(context, begun.returnTo, () =>
      identifyWithKick(configured(deps, "kick"), callback, async (rejected) =>
        unwrap(await deps.workspace().appToken("kick", rejected)),
      ),
    );
  })
  .post("/sign-out", sameOrigin, async (context) => {
    const token = sessionCookie.read(context);
    if (token) await context.var.deps.workspace().signOut(token);
    sessionCookie.clear(context);
    return context.body(null, 204);
  });

/** Lets in whom the platform names, if a member is meant. */
async function enter(context: Context<AppEnv>, returnTo: string, identify: () => Promise<Identity>): Promise<Response> {
  try {
    const identity = await identify();
    const { token, expiresAtMs } = unwrap(await context.var.deps.workspace().signIn(identity));
    sessionCookie.write(context, token, expiresAtMs);
    return context.redirect(returnTo);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return context.redirect(`/sign-in?problem=${error.code === "not_a_member" ? "refused" : "failed"}`);
  }
}

function configured<P extends "twitch" | "kick">(deps: Deps, platform: P): NonNullable<Deps["config"][P]> {
  const app = deps.config[platform];
  if (app) return app;
  const name = platform === "twitch" ? "Twitch" : "Kick";
  throw new AppError("not_configured", `Sign-in with ${name} has not been set up on this deployment.`);
}

function callbackOf(context: Context, platform: "twitch" | "kick", expectedState: string) {
  return { url: new URL(context.req.url), redirectUri: callbackAddress(platform, context.req.url), expectedState };
}
