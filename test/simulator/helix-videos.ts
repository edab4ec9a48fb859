// Helix's Get Videos, which knows recordings of whole broadcasts only.
import type { Token } from "./grants.ts";
import { helixTime, pageOf, refused, type HelixParts } from "./helix-answer.ts";
import { json, type Answer, type Ask } from "./router.ts";
import { vodDuration, vodsOf, type Vod } from "./vods.ts";

export function getVideos(ask: Ask, _token: Token, { channels, clipRules, nowMs }: HelixParts): Answer {
  const [ids = [], users = [], games = []] = ["id", "user_id", "game_id"].map((name) => ask.query.getAll(name));
  if ([ids, users, games].filter((values) => values.length > 0).length !== 1)
    return refused(400, "Exactly one of id, user_id and game_id must be given");
  if (ids.length > 100) return refused(400, "The number of ids must not exceed 100");
  const type = ask.query.get("type") ?? "all";
  if (!["all", "archive", "highlight", "upload"].includes(type))
    return refused(400, 'The parameter "type" was malformed');
  const found = channels()
    .flatMap((channel) => vodsOf(channel, clipRules.of(channel.id), nowMs()))
    .filter(({ id, channel }) => ids.includes(id) || users.includes(channel.id) || games.includes(channel.category.id));
  if (ids.length > 0 && found.length === 0) return refused(404, "The videos were not found");
  const page = pageOf(ask, type === "highlight" || type === "upload" ? [] : found);
  if (page === null) return refused(400, 'The parameter "first" or "after" was malformed');
  return json(200, { ...page, data: page.data.map(videoOf) });
}

function videoOf({ id, channel, broadcast, seconds }: Vod) {
  const startedAt = helixTime(broadcast.startedAtMs);
  return {
    id,
    stream_id: broadcast.streamId,
    user_id: channel.id,
    user_login: channel.login,
    user_name: channel.displayName,
    title: channel.title,
    description: "",
    created_at: startedAt,
    published_at: startedAt,
    url: `https://www.twitch.tv/videos/${id}`,
    thumbnail_url: "",
    viewable: "public",
    view_count: 0,
    language: "en",
    type: "archive",
    duration: vodDuration(seconds),
    muted_segments: null,
  };
}
