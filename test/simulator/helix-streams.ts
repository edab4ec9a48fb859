// Helix's Get Streams: who of those asked for is live, the most watched first.
import type { Token } from "./grants.ts";
import { helixTime, pageOf, refused, type HelixParts } from "./helix-answer.ts";
import { json, type Answer, type Ask } from "./router.ts";
import { viewersAt } from "./truth.ts";
import { broadcastAt, type Broadcast, type ScriptedChannel } from "./world.ts";

export function getStreams(ask: Ask, _token: Token, { channels, nowMs }: HelixParts): Answer {
  const filters = ["user_id", "user_login", "game_id"].map((name) => ask.query.getAll(name));
  if (filters.some((values) => values.length > 100)) return refused(400, "The number of values must not exceed 100");
  const [ids = [], logins = [], games = []] = filters;
  const everyone = ids.length + logins.length === 0;
  const isAskedFor = (channel: ScriptedChannel) =>
    (everyone || ids.includes(channel.id) || logins.map((login) => login.toLowerCase()).includes(channel.login)) &&
    (games.length === 0 || games.includes(channel.category.id));
  const live = channels()
    .filter(isAskedFor)
    .flatMap((channel) => streamOf(channel, broadcastAt(channel, nowMs()), nowMs()));
  live.sort((a, b) => b.viewer_count - a.viewer_count);
  const page = pageOf(ask, live);
  return page === null ? refused(400, 'The parameter "first" or "after" was malformed') : json(200, page);
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
      started_at: helixTime(broadcast.startedAtMs),
      language: "en",
      thumbnail_url: `https://static-cdn.jtvnw.net/previews-ttv/live_user_${channel.login}-{width}x{height}.jpg`,
      tag_ids: [],
      tags: ["English", "Racing"],
      is_mature: false,
    },
  ];
}
