// Channels: adding, settings, and a clip by hand.
import { Hono } from "hono";
import { z } from "zod";
import { parseChannelAddress } from "#core/channel/channel-address.ts";
import { maxClipSeconds, minClipSeconds } from "#core/clips/job/clip-mode.ts";
import { AppError } from "#core/errors.ts";
import { settingsPatchSchema } from "#core/channel/settings-patch.ts";
import { eventTimeSchema } from "#core/moments/moment.ts";
import { unwrap } from "#core/outcome.ts";
import { type Platform, platformSchema } from "#core/channel/channel-ref.ts";
import { titleSchema } from "#core/moments/title.ts";
import type { AppEnv, Deps } from "../deps.ts";
import { body, params } from "../http/body.ts";
import { needs } from "../http/guards.ts";

export const channelPath = z.object({ platform: platformSchema, login: z.string().toLowerCase().max(60) });

/** A channel, or none for all of them. */
export const channelQuery = z.union([
  channelPath,
  z.object({ platform: z.undefined().optional(), login: z.undefined().optional() }),
]);

const clipNow = z
  .object({
    fromMs: eventTimeSchema,
    toMs: eventTimeSchema,
    title: titleSchema.nullish(),
    /** Chosen by the page, so that a request sent twice makes one clip. */
    requestId: z
      .string()
      .regex(/^[A-Za-z0-9-]{8,64}$/)
      .optional(),
  })
  .refine(
    ({ fromMs, toMs }) => toMs - fromMs >= minClipSeconds * 1000 && toMs - fromMs <= maxClipSeconds * 1000,
    `a clip lasts ${minClipSeconds} to ${maxClipSeconds} seconds`,
  );

export const channels = new Hono<AppEnv>()
  .get("/", needs("viewer"), async (context) =>
    context.json({ channels: await context.var.deps.workspace().summaries() }),
  )
  .post("/", needs("editor"), body(z.object({ address: z.string().max(300) })), async (context) => {
    const { deps } = context.var;
    const address = parseChannelAddress(context.req.valid("json").address);
    if (!address) throw new AppError("wrong_address");
    const channel = await deps.findChannel(address.platform, address.login);
    if (!channel) throw new AppError("unknown_channel");
    await deps.workspace().addChannel(channel);
    return context.json({ channel }, 201);
  })
  .get("/:platform/:login", needs("viewer"), params(channelPath), async (context) => {
    const { deps } = context.var;
    const path = context.req.valid("param");
    const channel = await knownChannel(deps, path);
    return context.json(unwrap(await deps.monitor(channel).overview()));
  })
  .delete("/:platform/:login", needs("owner"), params(channelPath), async (context) => {
    const { deps } = context.var;
    const path = context.req.valid("param");
    await deps.workspace().removeChannel(await knownChannel(deps, path));
    return context.body(null, 204);
  })
  .patch(
    "/:platform/:login/settings",
    needs("editor"),
    params(channelPath),
    body(settingsPatchSchema),
    async (context) => {
      const { deps } = context.var;
      const path = context.req.valid("param");
      const channel = await knownChannel(deps, path);
      return context.json({ settings: unwrap(await deps.monitor(channel).changeSettings(context.req.valid("json"))) });
    },
  )
  .post("/:platform/:login/clip-now", needs("editor"), params(channelPath), body(clipNow), async (context) => {
    const { deps, signedIn } = context.var;
    const path = context.req.valid("param");
    const { title, requestId, ...range } = context.req.valid("json");
    const channel = await knownChannel(deps, path);
    const made = await deps
      .monitor(channel)
      .clipNow(range, title ?? null, signedIn.displayName, requestId ?? crypto.randomUUID());
    return context.json(unwrap(made), 201);
  });

/** Throws `unknown_channel` for one that has not been added. */
export async function knownChannel(deps: Deps, { platform, login }: { platform: Platform; login: string }) {
  const channel = await deps.workspace().findChannel(platform, login);
  if (!channel) throw new AppError("unknown_channel", "This channel has not been added here.");
  return channel;
}
