// The part of Twitch's Helix API that the product asks: which endpoint answers, who may ask at all, and how often.
import { createClip, createVodClip } from "./helix-create-clip.ts";
import { refused, type Endpoint, type HelixParts } from "./helix-answer.ts";
import { getClipDownloads } from "./helix-clip-downloads.ts";
import { getClips } from "./helix-clips.ts";
import { createSubscription, deleteSubscription, getSubscriptions } from "./helix-eventsub.ts";
import { getStreams } from "./helix-streams.ts";
import { getUsers } from "./helix-users.ts";
import { getVideos } from "./helix-videos.ts";
import { tokenOf, type Answer, type Ask } from "./router.ts";

const endpoints: Record<string, Endpoint> = {
  "GET /streams": getStreams,
  "GET /users": getUsers,
  "POST /clips": createClip,
  "POST /videos/clips": createVodClip,
  "GET /clips": getClips,
  "GET /clips/downloads": getClipDownloads,
  "GET /videos": getVideos,
  "POST /eventsub/subscriptions": createSubscription,
  "GET /eventsub/subscriptions": getSubscriptions,
  "DELETE /eventsub/subscriptions": deleteSubscription,
};

export function helix(parts: HelixParts): (ask: Ask) => Promise<Answer> {
  return async (ask) => {
    const token = parts.grants.tokenFor(tokenOf(ask, "Bearer"));
    const clientId = ask.headers["client-id"];
    if (ask.headers.authorization === undefined) return refused(401, "OAuth token is missing");
    if (token === null) return refused(401, "Invalid OAuth token");
    if (clientId === undefined) return refused(401, "Client ID is missing");
    if (clientId !== token.clientId) return refused(401, "Client ID and OAuth token do not match");
    const rate = parts.takePoint(`${token.clientId} ${token.user?.id ?? "app"}`);
    const name = `${ask.method} ${ask.path}`;
    const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
    const answer = !rate.isAllowed
      ? refused(429, "Too Many Requests")
      : ((await endpoint?.(ask, token, parts)) ?? refused(404, "Not Found"));
    const limits = {
      "ratelimit-limit": String(rate.limit),
      "ratelimit-remaining": String(rate.remaining),
      "ratelimit-reset": String(rate.resetSeconds),
    };
    return { ...answer, headers: { ...limits, ...answer.headers } };
  };
}
