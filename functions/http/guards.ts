// Who may call a route: middleware that every route names.
import { createMiddleware } from "hono/factory";
import { AppError } from "#core/errors.ts";
import { mayActAs, type Member, type Role } from "#core/members/member.ts";
import type { AppEnv } from "../deps.ts";
import { sessionCookie } from "./session-cookie.ts";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Reads the session cookie once a request. */
export const identify = createMiddleware<AppEnv>(async (context, next) => {
  const token = sessionCookie.read(context);
  context.set("member", token ? await context.var.deps.workspace().memberOf(token) : null);
  await next();
});

/** A browser names the page a request comes from; a state change that comes from elsewhere is a forgery. */
export const sameOrigin = createMiddleware<AppEnv>(async (context, next) => {
  if (!safeMethods.has(context.req.method)) {
    const origin = context.req.header("origin");
    if (origin !== new URL(context.req.url).origin) throw new AppError("bad_origin");
  }
  await next();
});

/** Lets members with at least this role through and limits how often they call. */
export function needs(role: Role) {
  return createMiddleware<AppEnv & { Variables: { signedIn: Member } }>(async (context, next) => {
    const { member, deps } = context.var;
    if (!member) throw new AppError("not_signed_in");
    if (!mayActAs(member.role, role)) throw new AppError("forbidden_role");
    if (!(await deps.mayCall("member", `${member.platform}:${member.userId}`))) throw new AppError("rate_limited");
    context.set("signedIn", member);
    await next();
  });
}

/** For what anyone may call: a limit per address. */
export const anyone = createMiddleware<AppEnv>(async (context, next) => {
  const address = context.req.header("cf-connecting-ip") ?? "unknown";
  if (!(await context.var.deps.mayCall("public", address))) throw new AppError("rate_limited");
  await next();
});
