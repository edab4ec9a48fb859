// The answer to an address that leads nowhere: a page for a person, JSON for a program.
import type { Context } from "hono";
import { type ErrorBody, errorKinds } from "#core/errors.ts";
import type { AppEnv } from "../deps.ts";
import { pageHeaders } from "../http/security-headers.ts";
import { ErrorPage } from "../pages/error-page.tsx";

export function notFound(context: Context<AppEnv>): Response | Promise<Response> {
  const wantsPage = !context.req.path.startsWith("/api/") && context.req.header("accept")?.includes("text/html");
  const { sentence } = errorKinds.not_found;
  if (!wantsPage) return context.json<ErrorBody>({ error: { code: "not_found", message: sentence } }, 404);
  const headers = pageHeaders("strict", new URL(context.req.url).host);
  return context.html(<ErrorPage heading="No such page" sentence={sentence} />, 404, headers);
}
