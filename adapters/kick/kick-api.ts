// The calls to Kick's public API that an app token may make.
import type { Channel } from "#core/channel/channel.ts";
import { AppError } from "#core/errors.ts";
import type { PlatformStatus } from "#core/listener/platform-status.ts";
import type { PlatformApp } from "../config.ts";
import { callJson, PlatformStatusError } from "../http/call-json.ts";
import { fetchWhole } from "../http/bounded-fetch.ts";
import { outboundLimits } from "../http/outbound-limits.ts";
import {
  kickChannels,
  kickLivestreams,
  kickPublicKeyAnswer,
  kickSubscribed,
  kickSubscriptions,
} from "./kick-api.external.ts";

/** What we listen to on every Kick channel. */
export const kickEvents = [
  "chat.message.sent",
  "livestream.status.updated",
  "channel.subscription.new",
  "channel.subscription.renewal",
  "channel.subscription.gifts",
  "kicks.gifted",
] as const;

/** `users/livestreams` takes at most a hundred ids a call. */
export const maxLivestreamsPerCall = 100;

/** The channel with this slug; null when Kick knows none. An unknown slug is answered with 400, not with an empty list. */
export async function findKickChannel(app: PlatformApp, token: string, slug: string): Promise<Channel | null> {
  try {
    const { data } = await callJson(
      `${app.apiUrl}/public/v1/channels?slug=${encodeURIComponent(slug)}`,
      get(token),
      kickChannels,
    );
    const found = data[0];
    if (!found) return null;
    return {
      platform: "kick",
      channelId: String(found.broadcaster_user_id),
      login: found.slug,
      displayName: found.slug,
    };
  } catch (error) {
    if (error instanceof PlatformStatusError && (error.status === 400 || error.status === 404)) return null;
    throw error;
  }
}

/** The slug of the channel that belongs to a user; null when Kick knows none. */
export async function findKickSlug(app: PlatformApp, token: string, userId: string): Promise<string | null> {
  const url = `${app.apiUrl}/public/v1/channels?broadcaster_user_id=${encodeURIComponent(userId)}`;
  const { data } = await callJson(url, get(token), kickChannels);
  const found = data.find((channel) => String(channel.broadcaster_user_id) === userId);
  return found?.slug.toLowerCase() ?? null;
}

/** Which of the channels are live now, by channel id; a channel that is missing in the answer is offline. */
export async function getKickStatus(
  app: PlatformApp,
  token: string,
  channelIds: readonly string[],
): Promise<ReadonlyMap<string, PlatformStatus>> {
  const query = channelIds.slice(0, maxLivestreamsPerCall).map((id) => `user_id=${encodeURIComponent(id)}`);
  const url = `${app.apiUrl}/public/v1/users/livestreams?${query.join("&")}`;
  const { data } = await callJson(url, get(token), kickLivestreams);
  const found = new Map<string, PlatformStatus>();
  for (const stream of data) {
    // Two shapes are in use: the broadcaster's id at the top, and the newer one that nests the broadcaster.
    const id = stream.broadcaster_user?.id ?? stream.broadcaster_user_id;
    const startedAtMs = Date.parse(stream.started_at);
    if (id === undefined || Number.isNaN(startedAtMs)) continue;
    const title = stream.title ?? stream.stream_title ?? "";
    found.set(String(id), { streamId: null, startedAtMs, title, viewerCount: stream.viewer_count ?? null });
  }
  return found;
}

/** The key that signs webhooks, PEM. It is fixed today and may be rotated, so it is asked for. */
export async function getKickPublicKey(apiUrl: string): Promise<string> {
  return (await callJson(`${apiUrl}/public/v1/public-key`, {}, kickPublicKeyAnswer)).data.public_key;
}

/** Subscribes to what is missing of {@link kickEvents}; safe to repeat. Returns how many were added. */
export async function ensureKickSubscriptions(app: PlatformApp, token: string, channelId: string): Promise<number> {
  const url = `${app.apiUrl}/public/v1/events/subscriptions`;
  const existing = await callJson(
    `${url}?broadcaster_user_id=${encodeURIComponent(channelId)}`,
    get(token),
    kickSubscriptions,
  );
  const present = new Set(
    (existing.data ?? []).filter((one) => String(one.broadcaster_user_id) === channelId).map((one) => one.event),
  );
  const missing = kickEvents.filter((name) => !present.has(name));
  if (missing.length === 0) return 0;
  const body = JSON.stringify({
    broadcaster_user_id: Number(channelId),
    events: missing.map((name) => ({ name, version: 1 })),
    method: "webhook",
  });
  const init = {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  };
  const { data } = await callJson(url, init, kickSubscribed);
  const refused = data.find((one) => one.error);
  if (refused) throw new AppError("platform_refused", `Kick refused ${refused.name}: ${refused.error ?? ""}`);
  return missing.length;
}

/** Removes every subscription of a channel; for a channel that is no longer listened to. */
export async function removeKickSubscriptions(app: PlatformApp, token: string, channelId: string): Promise<void> {
  const url = `${app.apiUrl}/public/v1/events/subscriptions`;
  const existing = await callJson(
    `${url}?broadcaster_user_id=${encodeURIComponent(channelId)}`,
    get(token),
    kickSubscriptions,
  );
  const ids = (existing.data ?? []).filter((one) => String(one.broadcaster_user_id) === channelId).map((one) => one.id);
  if (ids.length === 0) return;
  const query = ids.map((id) => `id=${encodeURIComponent(id)}`).join("&");
  const headers = { authorization: `Bearer ${token}` };
  const { status } = await fetchWhole(outboundLimits.platformJson, `${url}?${query}`, { method: "DELETE", headers });
  // Gone already is as good.
  if (status >= 400 && status !== 404)
    throw new PlatformStatusError(status, `removing subscriptions answered ${status}`, null);
}

function get(token: string): RequestInit {
  return { headers: { authorization: `Bearer ${token}`, accept: "application/json" } };
}
