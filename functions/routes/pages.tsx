// The pages: the app's three for members, and the one that asks who is there.
import { type Context, Hono } from "hono";
import { z } from "zod";
import { platforms, platformSchema } from "#core/channel/channel-ref.ts";
import type { AppEnv } from "../deps.ts";
import { anyone } from "../http/guards.ts";
import { pageHeaders, type PageKind } from "../http/security-headers.ts";
import { ErrorPage } from "../pages/error-page.tsx";
import { SignInPage } from "../pages/sign-in-page.tsx";

const watchPath = z.object({ platform: platformSchema, login: z.string().regex(/^[A-Za-z0-9_-]{1,60}$/) });
const problemSchema = z.enum(["refused", "failed", "expired"]);

export const pages = new Hono<AppEnv>()
  .get("/", anyone, (context) => memberPage(context, "/index.html", "strict"))
  .get("/recordings", anyone, (context) => memberPage(context, "/recordings.html", "stored"))
  .get("/watch/:platform/:login", anyone, async (context, next) => {
    if (!watchPath.safeParse(context.req.param()).success) return next();
    return memberPage(context, "/watch.html", "watch");
  })
  .get("/watch/*", anyone, (context) => {
    const headers = pageHeaders("strict", new URL(context.req.url).host);
    const sentence = "The address of a channel's page looks like /watch/twitch/name or /watch/kick/name.";
    return context.html(<ErrorPage heading="No such page" sentence={sentence} />, 404, headers);
  })
  .get("/sign-in", anyone, (context) => {
    if (context.var.member) return context.redirect("/");
    const problem = problemSchema.safeParse(context.req.query("problem")).data ?? null;
    const returnTo = context.req.query("return_to") ?? "/";
    const { config } = context.var.deps;
    const starts = platforms
      .filter((platform) => config[platform] !== null)
      .map((platform) => ({
        platform,
        address: `/auth/${platform}/start?return_to=${encodeURIComponent(returnTo)}`,
      }));
    const headers = pageHeaders("strict", new URL(context.req.url).host);
    return context.html(<SignInPage problem={problem} starts={starts} />, 200, headers);
  });

async function memberPage(context: Context<AppEnv>, file: string, kind: PageKind): Promise<Response> {
  const url = new URL(context.req.url);
  if (!context.var.member) return context.redirect(`/sign-in?return_to=${encodeURIComponent(url.pathname)}`);
  const asset = await context.var.deps.assets.fetch(new URL(file, url.origin));
  return new Response(asset.body, {
    status: asset.status,
    headers: { "content-type": "text/html; charset=utf-8", ...pageHeaders(kind, url.host) },
  });
}
