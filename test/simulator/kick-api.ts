// The part of Kick's public API that the product asks, in its envelope of `data` and `message`.
import { z } from "zod";
import type { Grants, Token } from "./grants.ts";
import { kickChannel, kickLivestream, kickTime } from "./kick-format.ts";
import { kickEvents, type KickEvent, type KickSubscription, type KickSubscriptions } from "./kick-subscriptions.ts";
import { json, tokenOf, type Answer, type Ask } from "./router.ts";
import { broadcastAt, demoUsers, type ScriptedChannel } from "./world.ts";

export interface KickApiParts {
  readonly grants: Grants;
  readonly subscriptions: KickSubscriptions;
  readonly publicKeyPem: string;
  readonly nowMs: () => number;
  /** The Kick channels as they are now. */
  readonly channels: () => readonly ScriptedChannel[];
}

type Endpoint = (ask: Ask, token: Token, parts: KickApiParts) => Answer;

const endpoints: Record<string, Endpoint> = {
  "GET /public/v1/channels": getChannels,
  "GET /public/v1/livestreams": (ask, _token, parts) =>
    getLivestreams(ask.query.getAll("broadcaster_user_id"), 50, parts),
  "GET /public/v1/users/livestreams": (ask, _token, parts) => getLivestreams(ask.query.getAll("user_id"), 100, parts),
  "GET /public/v1/users": getUsers,
  "GET /public/v1/events/subscriptions": getSubscriptions,
  "POST /public/v1/events/subscriptions": subscribe,
  "DELETE /public/v1/events/subscriptions": unsubscribe,
};

export function kickApi(parts: KickApiParts): (ask: Ask) => Answer {
  return (ask) => {
    const name = `${ask.method} ${ask.path}`;
    // The key that proves the webhooks is anyone's to read.
    if (name === "GET /public/v1/public-key") return ok({ public_key: parts.publicKeyPem });
    const token = parts.grants.tokenFor(tokenOf(ask, "Bearer"));
    if (token === null) return json(401, { data: {}, message: "Unauthorized" });
    const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
    return endpoint?.(ask, token, parts) ?? json(404, { data: {}, message: "Not found" });
  };
}

function getChannels(ask: Ask, token: Token, { channels, nowMs }: KickApiParts): Answer {
  const ids = ask.query.getAll("broadcaster_user_id");
  const slugs = ask.query.getAll("slug");
  if (ids.length > 0 && slugs.length > 0) return badRequest("Use either broadcaster_user_id or slug");
  if (ids.length > 50 || slugs.length > 50 || !areIds(ids)) return badRequest("Invalid request");
  if (slugs.some((slug) => slug.length > 25)) return badRequest("Invalid slug");
  // One unknown slug spoils the whole batch; unknown ids are only left out.
  if (slugs.some((slug) => !channels().some(({ login }) => login === slug.toLowerCase())))
    return badRequest("Channel not found");
  const own = ids.length + slugs.length === 0 ? [token.user?.id] : [];
  const found = channels().filter(
    ({ id, login }) => [...ids, ...own].includes(id) || slugs.some((slug) => slug.toLowerCase() === login),
  );
  return ok(found.map((channel) => kickChannel(channel, nowMs())));
}

function getLivestreams(ids: string[], most: number, { channels, nowMs }: KickApiParts): Answer {
  if (ids.length > most || !areIds(ids)) return badRequest("Invalid request");
  const asked = channels().filter(({ id }) => ids.length === 0 || ids.includes(id));
  return ok(
    asked.flatMap((channel) => {
      const broadcast = broadcastAt(channel, nowMs());
      return broadcast === null ? [] : [kickLivestream(channel, broadcast, nowMs())];
    }),
  );
}

function getUsers(ask: Ask, token: Token, { channels }: KickApiParts): Answer {
  const ids = ask.query.getAll("id");
  if (!areIds(ids)) return badRequest("Invalid request");
  if (ids.length === 0 && (token.user === null || !token.scopes.includes("user:read")))
    return json(401, { data: {}, message: "Unauthorized" });
  const asked = ids.length === 0 ? [token.user?.id] : ids;
  const users = [...demoUsers.kick, ...channels()].filter(({ id }) => asked.includes(id));
  return ok(
    users.map(({ id, displayName }) => ({ email: "", name: displayName, profile_picture: "", user_id: Number(id) })),
  );
}

const subscribeSchema = z.object({
  broadcaster_user_id: z.number().int().positive().optional(),
  events: z
    .array(z.object({ name: z.string().max(100), version: z.number().int() }))
    .min(1)
    .max(50),
  method: z.literal("webhook"),
});

function subscribe(ask: Ask, token: Token, { subscriptions, channels, nowMs }: KickApiParts): Answer {
  const asked = subscribeSchema.safeParse(parseJson(ask.body)).data;
  if (asked === undefined) return badRequest("Invalid request");
  // A user's token speaks for that user, whatever the body says.
  const broadcaster = token.user === null ? asked.broadcaster_user_id : Number(token.user.id);
  const isKnown =
    channels().some(({ id }) => Number(id) === broadcaster) ||
    demoUsers.kick.some(({ id }) => Number(id) === broadcaster);
  if (broadcaster === undefined || !isKnown) return badRequest("Broadcaster not found");
  return ok(
    asked.events.map(({ name, version }) => {
      if (!isKickEvent(name) || version !== 1) return { name, version, error: "Invalid event" };
      return {
        name,
        version,
        subscription_id: subscriptions.add(token.clientId, broadcaster, name, nowMs()).id,
        error: "",
      };
    }),
  );
}

function getSubscriptions(ask: Ask, token: Token, { subscriptions }: KickApiParts): Answer {
  const broadcaster = ask.query.get("broadcaster_user_id");
  const own = subscriptions.list().filter(({ clientId }) => clientId === token.clientId);
  return ok(own.filter((s) => broadcaster === null || String(s.broadcasterUserId) === broadcaster).map(subscriptionOf));
}

function unsubscribe(ask: Ask, _token: Token, { subscriptions }: KickApiParts): Answer {
  subscriptions.remove(ask.query.getAll("id"));
  return { status: 204 };
}

function subscriptionOf(subscription: KickSubscription) {
  const at = kickTime(subscription.createdAtMs);
  return {
    id: subscription.id,
    app_id: subscription.clientId,
    broadcaster_user_id: subscription.broadcasterUserId,
    event: subscription.event,
    version: 1,
    method: "webhook",
    created_at: at,
    updated_at: at,
  };
}

function isKickEvent(name: string): name is KickEvent {
  return kickEvents.some((known) => known === name);
}

function areIds(values: readonly string[]): boolean {
  return values.every((value) => /^\d{1,15}$/.test(value));
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function ok(data: unknown): Answer {
  return json(200, { data, message: "OK" });
}

function badRequest(data: string): Answer {
  return json(400, { data, message: "Bad request" });
}
