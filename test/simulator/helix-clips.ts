// Helix's Get Clips. A clip that does not exist, or not yet, is left out without a word.
import type { StoredClip } from "./clip-store.ts";
import type { Token } from "./grants.ts";
import { helixTime, pageOf, refused, type HelixParts } from "./helix-answer.ts";
import { json, type Answer, type Ask } from "./router.ts";
import { demoUsers } from "./world.ts";

const MAX_IDS = 100;
const WEEK_MS = 7 * 86_400_000;
/** Twitch lets nobody page further than about this. */
const MAX_RESULTS = 1000;

export function getClips(ask: Ask, _token: Token, parts: HelixParts): Answer {
  const { clips, channels, nowMs } = parts;
  const [ids = [], games = [], broadcasters = []] = ["id", "game_id", "broadcaster_id"].map((n) => ask.query.getAll(n));
  if ([ids, games, broadcasters].filter((values) => values.length > 0).length !== 1)
    return refused(400, "Exactly one of id, game_id and broadcaster_id must be given");
  if (games.length > 1 || broadcasters.length > 1)
    return refused(400, "Only one game_id or broadcaster_id may be given");
  if (ids.length > MAX_IDS) return refused(400, "The number of ids must not exceed 100");
  const [gameId] = games;
  if (gameId !== undefined && !channels().some(({ category }) => category.id === gameId))
    return refused(404, "The game was not found");
  const range = rangeOf(ask);
  if (range === null) return refused(400, 'The parameter "started_at" or "ended_at" was malformed');
  const found = clips
    .visible()
    .filter((clip) => ids.includes(clip.id) || clip.gameId === gameId || broadcasters.includes(clip.broadcasterId))
    // Ids are found whatever their time.
    .filter(({ createdAtMs }) => ids.length > 0 || (createdAtMs >= range.fromMs && createdAtMs <= range.toMs))
    .filter(() => ask.query.get("is_featured") !== "true")
    .toSorted((a, b) => views(b, nowMs()) - views(a, nowMs()) || b.createdAtMs - a.createdAtMs);
  const page = pageOf(ids.length > 0 ? withRoomFor(ask, ids.length) : ask, found.slice(0, MAX_RESULTS));
  if (page === null) return refused(400, 'The parameter "first" or "after" was malformed');
  return json(200, { ...page, data: page.data.map((clip) => clipOf(clip, ask, parts)) });
}

/** All clips asked for by id come on one page. */
function withRoomFor(ask: Ask, count: number): Ask {
  const query = new URLSearchParams(ask.query);
  if (!query.has("first")) query.set("first", String(Math.min(100, Math.max(20, count))));
  return { ...ask, query };
}

/**
 * Without a start an end means nothing; a start without an end means the week after it. Seconds are ignored, as Twitch
 * ignores them. Null when malformed.
 */
function rangeOf(ask: Ask): { fromMs: number; toMs: number } | null {
  const [start, end] = [ask.query.get("started_at"), ask.query.get("ended_at")];
  if (start === null) return { fromMs: -Infinity, toMs: Infinity };
  const minute = (time: string) => Math.floor(Date.parse(time) / 60_000) * 60_000;
  const fromMs = minute(start);
  const toMs = end === null ? fromMs + WEEK_MS : minute(end);
  return Number.isNaN(fromMs) || Number.isNaN(toMs) ? null : { fromMs, toMs };
}

/** One more every ten seconds: enough to have an order. */
function views(clip: StoredClip, nowMs: number): number {
  return Math.floor((nowMs - clip.createdAtMs) / 10_000);
}

function clipOf(clip: StoredClip, ask: Ask, { channels, nowMs }: HelixParts) {
  const everyone = [...demoUsers.twitch, ...channels()];
  const nameOf = (userId: string) => everyone.find(({ id }) => id === userId)?.displayName ?? "";
  const isPlaced = clip.videoId !== "" && clip.placedAtMs <= nowMs();
  return {
    id: clip.id,
    url: `https://clips.twitch.tv/${clip.id}`,
    embed_url: `https://clips.twitch.tv/embed?clip=${clip.id}`,
    broadcaster_id: clip.broadcasterId,
    broadcaster_name: nameOf(clip.broadcasterId),
    creator_id: clip.creatorId,
    creator_name: nameOf(clip.creatorId),
    video_id: isPlaced ? clip.videoId : "",
    game_id: clip.gameId,
    language: "en",
    title: clip.title,
    view_count: views(clip, nowMs()),
    created_at: helixTime(clip.createdAtMs),
    thumbnail_url: `http://${ask.headers.host ?? ""}/twitch/clips/${clip.id}-preview-480x272.jpg`,
    duration: clip.durationSeconds,
    vod_offset: isPlaced ? clip.vodStartSeconds : null,
    is_featured: false,
  };
}
