// The part of Twitch's Helix API that the product asks: who is live, and who is who.
import type { Grants, Token } from "./grants.ts";
import type { TakePoint } from "./rate-bucket.ts";
import { json, tokenOf, type Answer, type Ask } from "./router.ts";
import { viewersAt } from "./truth.ts";
import { broadcastAt, demoUsers, type Broadcast, type DemoUser, type ScriptedChannel } from "./world.ts";

export interface HelixParts {
  readonly grants: Grants;
  readonly takePoint: TakePoint;
  readonly nowMs: () => number;
  /** The Twitch channels as they are now. */
  readonly channels: () => readonly ScriptedChannel[];
}

type Endpoint = (ask: Ask, token: Token, parts: HelixParts) => Answer;

const endpoints: Record<string, Endpoint> = { "GET /streams": getStreams, "GET /users": getUsers };

export function helix(parts: HelixParts): (ask: Ask) => Answer {
  return (ask) => {
    const token = parts.grants.tokenFor(tokenOf(ask, "Bearer"));
    const clientId = ask.headers["client-id"];
    if (ask.headers.authorization === undefined) return refused(401, "OAuth token is missing");
    if (token === null) return refused(401, "Invalid OAuth token");
    if (clientId === undefined) return refused(401, "Client ID is missing");
    if (clientId !== token.clientId) return refused(401, "Client ID and OAuth token do not match");
    const rate = parts.takePoint(`${token.clientId} ${token.user?.id ?? "app"}`);
    const endpoint = endpoints[`${ask.method} ${ask.path}`];
    const answer = !rate.isAllowed
      ? refused(429, "Too Many Requests")
      : (endpoint?.(ask, token, parts) ?? refused(404, "Not Found"));
    const limits = {
      "ratelimit-limit": String(rate.limit),
      "ratelimit-remaining": String(rate.remaining),
      "ratelimit-reset": String(rate.resetSeconds),
    };
    return { ...answer, headers: { ...answer.headers, ...limits } };
  };
}

function getStreams(ask: Ask, _token: Token, { channels, nowMs }: HelixParts): Answer {
  const filters = ["user_id", "user_login", "game_id"].map((name) => ask.query.getAll(name));
  if (filters.some((values) => values.length > 100)) return refused(400, "The number of values must not exceed 100");
  const [ids = [], logins = [], games = []] = filters;
  // A page holds 20 streams unless asked for more, however many ids were given.
  const first = Number(ask.query.get("first") ?? 20);
  if (!Number.isInteger(first) || first < 1 || first > 100) return refused(400, 'The parameter "first" was malformed');
  const skip = Number(Buffer.from(ask.query.get("after") ?? "", "base64").toString() || 0);
  if (!Number.isInteger(skip) || skip < 0) return refused(400, 'The parameter "after" was malformed');
  const everyone = ids.length + logins.length === 0;
  const isAskedFor = (channel: ScriptedChannel) =>
    (everyone || ids.includes(channel.id) || logins.map((login) => login.toLowerCase()).includes(channel.login)) &&
    (games.length === 0 || games.includes(channel.category.id));
  const live = channels()
    .filter(isAskedFor)
    .flatMap((channel) => streamOf(channel, broadcastAt(channel, nowMs()), nowMs()));
  live.sort((a, b) => b.viewer_count - a.viewer_count);
  const rest = live.length > skip + first;
  const pagination = rest ? { cursor: Buffer.from(String(skip + first)).toString("base64") } : {};
  return json(200, { data: live.slice(skip, skip + first), pagination });
}

function streamOf(channel: ScriptedChannel, broadcast: Broadcast | null, nowMs: number) {
  if (broadcast === null) return [];
  return [
    {
      id: broadcast.streamId,
      user_id: channel.id,
      user_login: channel.login,
      user_name: channel.displayName,
      game_id: channel.category.id,
      game_name: channel.category.name,
      type: "live",
      title: channel.title,
      viewer_count: viewersAt(channel, nowMs),
      // Whole seconds, as Twitch writes them.
      started_at: new Date(broadcast.startedAtMs).toISOString().replace(".000Z", "Z"),
      language: "en",
      thumbnail_url: `https://static-cdn.jtvnw.net/previews-ttv/live_user_${channel.login}-{width}x{height}.jpg`,
      tag_ids: [],
      tags: ["English", "Racing"],
      is_mature: false,
    },
  ];
}

function getUsers(ask: Ask, token: Token, { channels }: HelixParts): Answer {
  const ids = ask.query.getAll("id");
  const logins = ask.query.getAll("login").map((login) => login.toLowerCase());
  if (ids.length + logins.length > 100) return refused(400, "The number of values must not exceed 100");
  const everyone: readonly DemoUser[] = [...demoUsers.twitch, ...channels()];
  if (ids.length + logins.length === 0) {
    if (token.user === null) return refused(400, "Must provide an ID, Login or OAuth Token");
    return json(200, { data: [userOf(token.user)] });
  }
  if (ids.some((id) => !/^\d{1,20}$/.test(id)) || logins.some((login) => !/^\w{1,25}$/.test(login))) {
    return refused(400, "Invalid username(s), email(s), or ID(s). Bad Identifiers.");
  }
  const found = everyone.filter(({ id, login }) => ids.includes(id) || logins.includes(login));
  return json(200, { data: found.map(userOf) });
}

function userOf({ id, login, displayName }: DemoUser) {
  return {
    id,
    login,
    display_name: displayName,
    type: "",
    broadcaster_type: "affiliate",
    description: "",
    profile_image_url: `https://static-cdn.jtvnw.net/user-default-pictures-uv/${id}-profile_image-300x300.png`,
    offline_image_url: "",
    view_count: 0,
    created_at: "2021-04-17T09:30:00Z",
  };
}

const errors: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  429: "Too Many Requests",
};

function refused(status: number, message: string): Answer {
  return json(status, { error: errors[status], status, message });
}
