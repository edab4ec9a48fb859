// The Twitch accounts that are connected. They are connected by `/auth/twitch/connect`.
import { Hono } from "hono";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import type { AppEnv, Deps } from "../deps.ts";
import { params } from "../http/body.ts";
import { needs } from "../http/guards.ts";

const accountPath = z.object({ userId: z.string().regex(/^\d{1,20}$/, "is not a Twitch user id") });

export const accounts = new Hono<AppEnv>()
  .get("/", needs("viewer"), async (context) =>
    context.json({ accounts: await context.var.deps.workspace().accounts() }),
  )
  .post("/:userId/validate", needs("editor"), params(accountPath), async (context) => {
    const account = await (await connected(context.var.deps, context.req.valid("param").userId)).validateNow();
    if (!account) throw new AppError("not_found");
    return context.json({ account });
  })
  .delete("/:userId", needs("owner"), params(accountPath), async (context) => {
    await (await connected(context.var.deps, context.req.valid("param").userId)).disconnect();
    return context.body(null, 204);
  });

/** An object comes into being by being asked; so only for an account that is there. Throws `not_found`. */
async function connected(deps: Deps, userId: string) {
  const known = await deps.workspace().accounts();
  if (!known.some((account) => account.userId === userId))
    throw new AppError("not_found", "This Twitch account is not connected here.");
  return deps.twitchAccount(userId);
}
