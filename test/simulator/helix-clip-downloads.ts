// Helix's Get Clips Download: where the files of a channel's clips are, for its broadcaster and its editors.
import type { Token } from "./grants.ts";
import { refused, type HelixParts } from "./helix-answer.ts";
import { managesClips } from "./manages-clips.ts";
import { json, type Answer, type Ask } from "./router.ts";

const MAX_IDS = 10;

export function getClipDownloads(ask: Ask, token: Token, parts: HelixParts): Answer {
  const [editorId, broadcasterId] = ["editor_id", "broadcaster_id"].map((name) => ask.query.get(name) ?? "");
  const ids = ask.query.getAll("clip_id");
  // A bucket of its own, for the whole app.
  const rate = parts.takeDownload(token.clientId);
  if (!rate.isAllowed) {
    const limits = {
      "ratelimit-limit": String(rate.limit),
      "ratelimit-remaining": "0",
      "ratelimit-reset": String(rate.resetSeconds),
    };
    const answer = refused(429, "Too Many Requests");
    return { ...answer, headers: { ...answer.headers, ...limits } };
  }
  if (!editorId || !broadcasterId || ids.length === 0)
    return refused(400, "editor_id, broadcaster_id and clip_id are required");
  if (ids.length > MAX_IDS) return refused(400, "The number of clip_ids must not exceed 10");
  const refusal = managesClips(token, editorId, broadcasterId, parts);
  if (refusal !== null) return refusal;
  const found = parts.clips.visible().filter((clip) => ids.includes(clip.id) && clip.broadcasterId === broadcasterId);
  const { hasDownloads } = parts.clipRules.of(broadcasterId);
  const urlOf = (id: string) => `http://${ask.headers.host ?? ""}/twitch/clips/${id}.mp4`;
  return json(200, {
    data: found.map(({ id }) => ({
      clip_id: id,
      landscape_download_url: hasDownloads ? urlOf(id) : null,
      portrait_download_url: null,
    })),
  });
}
