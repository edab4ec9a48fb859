// Signing in and out.
import { Hono } from "hono";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { unwrap } from "#core/outcome.ts";
import type { AppEnv, Deps } from "../deps.ts";
import { anyone, sameOrigin } from "../http/guards.ts";
import { sessionCookie, stateCookie } from "../http/session-cookie.ts";
import { identifyWithTwitch, twitchAuthorizeUrl } from "../twitch/twitch-sign-in.ts";

const stateSchema = z.object({ state: z.string(), returnTo: z.string() });

export const auth = new Hono<AppEnv>()
  .get("/twitch/start", anyone, (context) => {
    const app = twitch(context.var.deps);
    const state = crypto.randomUUID();
    const returnTo = localPath(context.req.query("return_to"));
    stateCookie.write(context, JSON.stringify({ state, returnTo }));
    return context.redirect(twitchAuthorizeUrl(app, redirectUri(context.req.url), state));
  })
  .get("/twitch/callback", anyone, async (context) => {
    const { deps } = context.var;
    const saved = readState(stateCookie.read(context));
    stateCookie.clear(context);
    if (!saved) return context.redirect("/sign-in?problem=expired");
    try {
      const url = new URL(context.req.url);
      const callback = { url, redirectUri: redirectUri(context.req.url), expectedState: saved.state };
      const identity = await identifyWithTwitch(twitch(deps), callback);
      const { token, expiresAtMs } = unwrap(await deps.workspace().signIn(identity));
      sessionCookie.write(context, token, expiresAtMs);
      return context.redirect(saved.returnTo);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return context.redirect(`/sign-in?problem=${error.code === "not_a_member" ? "refused" : "failed"}`);
    }
  })
  .post("/sign-out", sameOrigin, async (context) => {
    const token = sessionCookie.read(context);
    if (token) await context.var.deps.workspace().signOut(token);
    sessionCookie.clear(context);
    return context.body(null, 204);
  });

function twitch(deps: Deps): NonNullable<Deps["config"]["twitch"]> {
  if (!deps.config.twitch)
    throw new AppError("not_configured", "Sign-in with Twitch has not been set up on this deployment.");
  return deps.config.twitch;
}

function redirectUri(requestUrl: string): string {
  return new URL("/auth/twitch/callback", requestUrl).href;
}

/** Only a path of this site: `return_to` comes from a link that anyone may have written. */
function localPath(path: string | undefined): string {
  if (!path || !/^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(path)) return "/";
  return path;
}

function readState(cookie: string | undefined): z.infer<typeof stateSchema> | null {
  try {
    return stateSchema.safeParse(JSON.parse(cookie ?? "")).data ?? null;
  } catch {
    return null;
  }
}
