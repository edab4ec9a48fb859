// The EventSub subscriptions of a connected channel: they bring its live status and its chat to this deployment's
// webhook. They are made with the app token; what allows the chat's is the broadcaster's grant to the same client id.
import type { PlatformApp } from "../config.ts";
import { callJson, PlatformStatusError } from "../http/call-json.ts";
import { fetchWhole } from "../http/bounded-fetch.ts";
import { outboundLimits } from "../http/outbound-limits.ts";
import { eventSubPage, eventSubSubscription } from "./eventsub.external.ts";
import { z } from "zod";

/** Where Twitch delivers, and with what it signs. */
export interface EventSubTarget {
  /** https, port 443, no redirects. */
  readonly callback: string;
  readonly secret: string;
}

/**
 * How the chat of a channel stands. `pending`: Twitch has not confirmed the callback yet. `unreachable`: it has tried, in
 * vain; the subscriptions have been made anew.
 */
export type EventSubStanding = "enabled" | "pending" | "unreachable";

const chatTypes = ["channel.chat.message", "channel.chat.notification"] as const;
const types = ["stream.online", "stream.offline", ...chatTypes] as const;
type EventSubType = (typeof types)[number];

interface Subscription {
  readonly id: string;
  readonly type: string;
  readonly status: string;
}

const unconfirmed = "webhook_callback_verification_pending";
const notConfirmed = "webhook_callback_verification_failed";
/** A page holds a hundred; one channel has four subscriptions a deployment. */
const maxPages = 5;

/** Subscribes to what is missing and removes what is dead; safe to repeat. Says how the chat stands now. */
export async function ensureEventSub(
  app: PlatformApp,
  token: string,
  channelId: string,
  target: EventSubTarget,
): Promise<EventSubStanding> {
  const present = await list(app, token, channelId, target.callback);
  const isUsable = ({ status }: Subscription) => status === "enabled" || status === unconfirmed;
  for (const dead of present.filter((one) => !isUsable(one))) await remove(app, token, dead.id);
  const usable = present.filter(isUsable);
  for (const type of types) {
    if (!usable.some((one) => one.type === type)) await create(app, token, type, channelId, target);
  }
  if (isEnabled(usable)) return "enabled";
  return present.some(({ status }) => status === notConfirmed) ? "unreachable" : "pending";
}

/** Removes all that deliver to `callback`; those of another deployment under the same client id are not ours. */
export async function removeEventSub(
  app: PlatformApp,
  token: string,
  channelId: string,
  callback: string,
): Promise<void> {
  for (const one of await list(app, token, channelId, callback)) await remove(app, token, one.id);
}

function isEnabled(subscriptions: readonly Subscription[]): boolean {
  return chatTypes.every((type) => subscriptions.some((one) => one.type === type && one.status === "enabled"));
}

/** Those of this channel and callback, whatever their status. */
async function list(app: PlatformApp, token: string, channelId: string, callback: string): Promise<Subscription[]> {
  const found: Subscription[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const query = new URLSearchParams({ user_id: channelId, ...(cursor && { after: cursor }) });
    const { data, pagination } = await callJson(
      `${address(app)}?${query.toString()}`,
      { headers: headers(app, token) },
      eventSubPage,
    );
    for (const item of data) {
      const one = eventSubSubscription.safeParse(item).data;
      if (one?.condition["broadcaster_user_id"] === channelId && one.transport.callback === callback) found.push(one);
    }
    cursor = pagination?.cursor;
    if (!cursor) break;
  }
  return found;
}

async function create(
  app: PlatformApp,
  token: string,
  type: EventSubType,
  channelId: string,
  { callback, secret }: EventSubTarget,
): Promise<void> {
  const isChat = chatTypes.some((one) => one === type);
  const body = JSON.stringify({
    type,
    version: "1",
    // Chat is read as the broadcaster, who has granted it.
    condition: { broadcaster_user_id: channelId, ...(isChat && { user_id: channelId }) },
    transport: { method: "webhook", callback, secret },
  });
  const init = { method: "POST", body, headers: { ...headers(app, token), "content-type": "application/json" } };
  try {
    await callJson(address(app), init, z.unknown());
  } catch (error) {
    // It is there already: another call was first.
    if (!(error instanceof PlatformStatusError) || error.status !== 409) throw error;
  }
}

async function remove(app: PlatformApp, token: string, id: string): Promise<void> {
  const url = `${address(app)}?id=${encodeURIComponent(id)}`;
  const init = { method: "DELETE", headers: headers(app, token) };
  const { status } = await fetchWhole(outboundLimits.platformJson, url, init);
  // Gone already is as good.
  if (status >= 400 && status !== 404) {
    throw new PlatformStatusError(status, `removing a subscription answered ${status}`, null);
  }
}

function address(app: PlatformApp): string {
  return `${app.apiUrl}/helix/eventsub/subscriptions`;
}

function headers(app: PlatformApp, token: string): Record<string, string> {
  return { authorization: `Bearer ${token}`, "client-id": app.clientId };
}
