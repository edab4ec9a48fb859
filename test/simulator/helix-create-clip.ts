// Helix's two ways to make a clip: of the running broadcast around the moment of the call, and of a recording.
import type { ClipRule } from "./clip-rules.ts";
import type { StoredClip } from "./clip-store.ts";
import type { Token } from "./grants.ts";
import { refused, type HelixParts } from "./helix-answer.ts";
import { json, type Answer, type Ask } from "./router.ts";
import { managesClips } from "./manages-clips.ts";
import { vodId, vodsOf, type Vod } from "./vods.ts";
import { broadcastAt, demoUsers, type Broadcast, type ScriptedChannel } from "./world.ts";

/** The window of a live clip reaches this far past the call. */
const AFTER_CALL_MS = 5000;
const DEFAULT_SECONDS = 30;

export function createClip(ask: Ask, token: Token, parts: HelixParts): Answer {
  const { nowMs } = parts;
  if (token.user === null) return refused(401, "Missing User OAUTH Token");
  if (!token.scopes.includes("clips:edit")) return refused(401, "Missing scope: clips:edit");
  const creatorId = token.user.id;
  return counted(token, parts, () => {
    const durationSeconds = durationOf(ask);
    const broadcasterId = ask.query.get("broadcaster_id");
    if (!broadcasterId) return refused(400, 'Missing required parameter "broadcaster_id"');
    if (durationSeconds === null) return refused(400, 'The parameter "duration" must be between 5 and 60 seconds');
    const channel = parts.channels().find(({ id }) => id === broadcasterId);
    const isPerson = demoUsers.twitch.some(({ id }) => id === broadcasterId);
    if (channel === undefined && !isPerson) return refused(400, "The broadcaster was not found");
    const broadcast = channel === undefined ? null : broadcastAt(channel, nowMs());
    if (channel === undefined || broadcast === null)
      return refused(404, "Clipping is not possible for an offline channel.");
    const rule = parts.clipRules.of(channel.id);
    const title = ask.query.get("title") ?? channel.title;
    const no = forbidden(rule, channel, creatorId) ?? unacceptable(rule, title, parts);
    if (no !== null) return no;
    const vodStartSeconds = (nowMs() + AFTER_CALL_MS - broadcast.startedAtMs) / 1000 - durationSeconds;
    const about = { creatorId, title, durationSeconds, vodStartSeconds: Math.max(0, Math.floor(vodStartSeconds)) };
    return accepted(parts, channel, { ...clipOf(parts, "live", channel, broadcast), ...about });
  });
}

export function createVodClip(ask: Ask, token: Token, parts: HelixParts): Answer {
  const { nowMs } = parts;
  const [editorId, broadcasterId, asked] = ["editor_id", "broadcaster_id", "vod_id"].map((n) => ask.query.get(n) ?? "");
  if (!editorId || !broadcasterId || !asked) return refused(400, "editor_id, broadcaster_id and vod_id are required");
  const refusal = managesClips(token, editorId, broadcasterId, parts);
  if (refusal !== null) return refusal;
  return counted(token, parts, () => {
    const offset = ask.query.get("vod_offset") ?? "";
    const title = ask.query.get("title") ?? "";
    const durationSeconds = durationOf(ask);
    if (title.trim() === "") return refused(400, 'Missing required parameter "title"');
    if (durationSeconds === null) return refused(400, 'The parameter "duration" must be between 5 and 60 seconds');
    if (!/^\d{1,7}$/.test(offset)) return refused(400, 'The parameter "vod_offset" must be whole seconds');
    if (Number(offset) < durationSeconds) return refused(400, "vod_offset must be at least the duration");
    const channel = parts.channels().find(({ id }) => id === broadcasterId);
    if (channel === undefined) return refused(404, "The broadcaster was not found");
    const rule = parts.clipRules.of(channel.id);
    const vod = vodsOf(channel, rule, nowMs()).find(({ id }) => id === asked);
    if (vod === undefined) return refused(404, "The VOD was not found");
    if (Number(offset) > vod.seconds) return refused(400, "vod_offset is past the end of the VOD");
    const no = forbidden(rule, channel, editorId) ?? unacceptable(rule, title, parts);
    if (no !== null) return no;
    return accepted(parts, channel, {
      ...vodClip(parts, vod, Number(offset) - durationSeconds),
      title,
      durationSeconds,
      creatorId: editorId,
    });
  });
}

type Made = Omit<StoredClip, "id">;
type Asked = "creatorId" | "title" | "durationSeconds";

function vodClip(parts: HelixParts, { channel, broadcast }: Vod, vodStartSeconds: number): Omit<Made, Asked> {
  const clip = clipOf(parts, "vod", channel, broadcast);
  return { ...clip, vodStartSeconds: Math.floor(vodStartSeconds), placedAtMs: clip.createdAtMs };
}

function clipOf(parts: HelixParts, endpoint: "live" | "vod", channel: ScriptedChannel, broadcast: Broadcast) {
  const rule = parts.clipRules.of(channel.id);
  const createdAtMs = parts.nowMs();
  const videoId = vodId(broadcast);
  const isFirst = !parts.clips.all().some((clip) => clip.broadcasterId === channel.id && clip.videoId === videoId);
  const neverAppears = rule.appearAfterMs === null || (rule.firstOfStreamFails && isFirst);
  return {
    endpoint,
    broadcasterId: channel.id,
    gameId: channel.category.id,
    videoId: rule.isRecorded ? videoId : "",
    createdAtMs,
    appearsAtMs: neverAppears ? null : createdAtMs + (rule.appearAfterMs ?? 0),
    placedAtMs: createdAtMs + rule.placedAfterMs,
  };
}

function accepted({ clips }: HelixParts, channel: ScriptedChannel, made: Made): Answer {
  const { id } = clips.add(made);
  return json(202, { data: [{ id, edit_url: `https://www.twitch.tv/${channel.login}/clip/${id}` }] });
}

/** Takes a creation from the caller's extra bucket before anything else is looked at. */
function counted(token: Token, { takeCreation }: HelixParts, answer: () => Answer): Answer {
  const rate = takeCreation(`${token.clientId} ${token.user?.id ?? "app"}`);
  const given = rate.isAllowed ? answer() : refused(429, "Too Many Requests");
  const limits = {
    "ratelimit-helixclipscreation-limit": String(rate.limit),
    "ratelimit-helixclipscreation-remaining": String(rate.remaining),
  };
  return { ...given, headers: { ...given.headers, ...limits } };
}

/** 5 to 60 to a tenth; null for anything else. */
function durationOf(ask: Ask): number | null {
  const text = ask.query.get("duration") ?? String(DEFAULT_SECONDS);
  const seconds = Number(text);
  return /^\d{1,2}(\.\d0*)?$/.test(text) && seconds >= 5 && seconds <= 60 ? seconds : null;
}

function forbidden(rule: ClipRule, channel: ScriptedChannel, userId: string): Answer | null {
  if (rule.banned.includes(userId)) return refused(403, "User is banned or timed out in this channel");
  if (userId === channel.id || rule.allowed === "everyone") return null;
  if (rule.allowed === "nobody") return refused(403, "Clips are disabled for this channel");
  return refused(403, `Clip creation is restricted to ${rule.allowed} of this channel`);
}

function unacceptable(rule: ClipRule, title: string, { clipRules }: HelixParts): Answer | null {
  if (!rule.isCategoryClippable) return refused(400, "The category of this stream is not clippable");
  const words = clipRules.refusedWords();
  return words.some((word) => title.toLowerCase().includes(word))
    ? refused(400, "The title failed AutoMod checks")
    : null;
}
