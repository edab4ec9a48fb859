// The people let in. Owners only, but for asking who one is.
import { Hono } from "hono";
import { z } from "zod";
import { roles } from "#core/members/member.ts";
import { unwrap } from "#core/outcome.ts";
import { platformSchema } from "#core/channel/channel-ref.ts";
import type { AppEnv } from "../deps.ts";
import { body, params } from "../http/body.ts";
import { needs } from "../http/guards.ts";

const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9_][a-z0-9_-]{1,24}$/, "is not a login");
/** A user id, or `@login` for someone who has not signed in yet. */
const key = z
  .string()
  .toLowerCase()
  .regex(/^(\d{1,20}|@[a-z0-9_][a-z0-9_-]{1,24})$/, "is not a member's key");
const memberPath = z.object({ platform: platformSchema, key });
const invited = z.object({ platform: platformSchema, login, role: z.enum(roles) });

export const members = new Hono<AppEnv>()
  .get("/me", needs("viewer"), (context) => context.json({ member: context.var.signedIn }))
  .get("/members", needs("owner"), async (context) =>
    context.json({ members: await context.var.deps.workspace().members() }),
  )
  .post("/members", needs("owner"), body(invited), async (context) => {
    const wanted = context.req.valid("json");
    const member = unwrap(await context.var.deps.workspace().addMember(wanted.platform, wanted.login, wanted.role));
    return context.json({ member }, 201);
  })
  .delete("/members/:platform/:key", needs("owner"), params(memberPath), async (context) => {
    const path = context.req.valid("param");
    unwrap(await context.var.deps.workspace().removeMember(path.platform, path.key));
    return context.body(null, 204);
  });
