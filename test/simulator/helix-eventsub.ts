// Helix's EventSub subscriptions, for webhooks and therefore for app tokens only.
import { z } from "zod";
import {
  eventSubConditions,
  isAlive,
  shownSubscription,
  type EventSubSubscription,
  type EventSubType,
} from "./eventsub-subscription.ts";
import type { Token } from "./grants.ts";
import { pageOf, refused, type HelixParts } from "./helix-answer.ts";
import { json, type Answer, type Ask } from "./router.ts";
import { demoUsers } from "./world.ts";

const MAX_ALIKE = 3;
const MAX_TOTAL_COST = 10_000;
const PAGE = 100;

const bodySchema = z.object({
  type: z.string().max(100),
  version: z.literal("1"),
  condition: z.record(z.string().max(60), z.string().regex(/^\d{1,20}$/)),
  transport: z.object({
    method: z.literal("webhook"),
    callback: z.string().max(2000).refine(isCallback),
    // Ten to a hundred characters of ASCII.
    secret: z.string().regex(/^[\x20-\x7e]{10,100}$/),
  }),
});

export function createSubscription(ask: Ask, token: Token, parts: HelixParts): Answer {
  if (token.user !== null) return refused(400, "invalid transport and auth combination");
  const parsed = bodySchema.safeParse(parseJson(ask.body));
  if (!parsed.success) return refused(400, z.prettifyError(parsed.error));
  const { type, condition, transport } = parsed.data;
  if (!isEventSubType(type)) return refused(400, "invalid subscription type and version");
  const names = Object.keys(condition).toSorted();
  const isWhole = names.join() === eventSubConditions[type].toSorted().join();
  if (!isWhole || Object.values(condition).some((id) => !isUser(id, parts))) return refused(400, "invalid condition");
  if (!mayRead(type, condition, token.clientId, parts))
    return refused(403, "subscription missing proper authorization");
  const { subscriptions, verify } = parts.eventSub;
  const alike = ownOf(token, parts).filter(
    (one) => isAlive(one) && one.type === type && names.every((name) => one.condition[name] === condition[name]),
  );
  if (alike.some(({ callback }) => callback === transport.callback)) return refused(409, "subscription already exists");
  if (alike.length >= MAX_ALIKE)
    return refused(429, "number of subscriptions with the same type and condition exceeded");
  const isAuthorised = Object.values(condition).some((id) => parts.grants.hasGranted(id, token.clientId));
  const added = subscriptions.add({
    ...{ clientId: token.clientId, type, condition, createdAtMs: parts.nowMs(), cost: isAuthorised ? 0 : 1 },
    callback: transport.callback,
    secret: transport.secret,
  });
  void verify(added);
  return json(202, { data: [shownSubscription(added)], ...costs(token, parts) });
}

export function getSubscriptions(ask: Ask, token: Token, parts: HelixParts): Answer {
  const { query } = ask;
  const filters = ["status", "type", "user_id", "subscription_id"].filter((name) => query.has(name));
  if (filters.length > 1) return refused(400, "only one filter may be given");
  const found = ownOf(token, parts).filter(
    ({ status, type, condition, id }) =>
      (!query.has("status") || query.get("status") === status) &&
      (!query.has("type") || query.get("type") === type) &&
      (!query.has("user_id") || Object.values(condition).includes(query.get("user_id") ?? "")) &&
      (!query.has("subscription_id") || query.get("subscription_id") === id),
  );
  const paged = new URLSearchParams(query);
  paged.set("first", String(PAGE));
  const page = pageOf({ ...ask, query: paged }, found);
  if (page === null) return refused(400, 'The parameter "after" was malformed');
  return json(200, { ...page, data: page.data.map(shownSubscription), ...costs(token, parts) });
}

export function deleteSubscription(ask: Ask, token: Token, parts: HelixParts): Answer {
  const id = ask.query.get("id");
  if (!id) return refused(400, 'Missing required parameter "id"');
  const isOwn = ownOf(token, parts).some((one) => one.id === id);
  return isOwn && parts.eventSub.subscriptions.remove(id)
    ? { status: 204 }
    : refused(404, "The subscription was not found");
}

/** Those that a token of this kind sees: a user's token sees sockets, and here there are none. */
function ownOf(token: Token, { eventSub }: HelixParts): readonly EventSubSubscription[] {
  if (token.user !== null) return [];
  return eventSub.subscriptions.list().filter(({ clientId }) => clientId === token.clientId);
}

function costs(token: Token, parts: HelixParts) {
  const own = ownOf(token, parts);
  const total_cost = own.filter(isAlive).reduce((sum, { cost }) => sum + cost, 0);
  return { total: own.length, total_cost, max_total_cost: MAX_TOTAL_COST };
}

/** Chat needs the reader's word that the app may read and be a bot, and the channel's that it may be one there. */
function mayRead(
  type: EventSubType,
  condition: Readonly<Record<string, string>>,
  clientId: string,
  { grants }: HelixParts,
): boolean {
  if (type === "stream.online" || type === "stream.offline") return true;
  const reader = grants.scopesGrantedBy(condition["user_id"] ?? "", clientId);
  const channel = grants.scopesGrantedBy(condition["broadcaster_user_id"] ?? "", clientId);
  return reader.includes("user:read:chat") && reader.includes("user:bot") && channel.includes("channel:bot");
}

/** HTTPS on its own port; on this machine anything, as there is no other way to try it. */
function isCallback(value: string): boolean {
  const url = URL.parse(value);
  if (url === null) return false;
  const isHere = url.hostname === "localhost" || url.hostname === "127.0.0.1";
  return (isHere && /^https?:$/.test(url.protocol)) || (url.protocol === "https:" && url.port === "");
}

function isUser(userId: string, { channels }: HelixParts): boolean {
  return [...demoUsers.twitch, ...channels()].some(({ id }) => id === userId);
}

function isEventSubType(type: string): type is EventSubType {
  return Object.hasOwn(eventSubConditions, type);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
