// Reads a chat saved by TwitchDownloader, so that the detector can be tried on any past stream.
import { cutText } from "#core/text/cut-text.ts";
import { parseJson } from "#core/text/parse-json.ts";
import type { ChatMessage } from "./chat-event.ts";
import { downloadedChatSchema, downloadedCommentSchema, type DownloadedComment } from "./twitch-downloader.external.ts";

/** Forty hours of the largest chats. What comes after is not read. */
const maxComments = 2_000_000;
const maxTextLength = 1000;
const maxEmotes = 100;
/** Where a file gives only times since the stream's start, the stream is taken to have begun then. */
const unknownStartMs = 1_000_000_000_000;

/**
 * @param json the file's text, or what `JSON.parse` made of it.
 * @returns messages in order of time; comments that cannot be read are left out, and a file that is no chat gives none.
 */
export function importTwitchDownloaderChat(json: unknown): ChatMessage[] {
  const { data: chat } = downloadedChatSchema.safeParse(typeof json === "string" ? parseJson(json) : json);
  if (!chat) return [];
  const startMs = timeOf(chat.video?.created_at) ?? unknownStartMs;
  const thirdParty = new Set((chat.embeddedData?.thirdParty ?? []).map(({ name }) => name ?? ""));
  const messages: ChatMessage[] = [];
  const count = Math.min(chat.comments.length, maxComments);
  for (let index = 0; index < count; index++) {
    const { data: comment } = downloadedCommentSchema.safeParse(chat.comments[index]);
    const message = comment && chatMessage(comment, index, startMs, thirdParty);
    if (message) messages.push(message);
  }
  return messages.sort((a, b) => a.sentAtMs - b.sentAtMs);
}

function chatMessage(
  { _id, created_at, content_offset_seconds, commenter, message }: DownloadedComment,
  index: number,
  startMs: number,
  thirdParty: ReadonlySet<string>,
): ChatMessage | null {
  const offset = content_offset_seconds ?? null;
  // The server's time is finer than the offset, which older files round to seconds.
  const sentAtMs = timeOf(created_at) ?? (offset === null ? null : startMs + Math.round(offset * 1000));
  const chatterId = String(commenter._id ?? commenter.name ?? "");
  if (sentAtMs === null || chatterId === "") return null;
  const text = cutText(message.body, maxTextLength);
  const marked = (message.fragments ?? []).filter(({ emoticon }) => emoticon !== null && emoticon !== undefined);
  const named = thirdParty.size === 0 ? [] : text.split(/\s+/, 200).filter((word) => thirdParty.has(word));
  return {
    type: "message",
    id: _id ?? `comment-${index}`,
    sentAtMs,
    chatterId,
    chatterLogin: (commenter.name ?? commenter.display_name ?? "").toLowerCase(),
    text,
    emotes: [...marked.map((fragment) => (fragment.text ?? "").trim()), ...named]
      .filter((name) => name !== "")
      .slice(0, maxEmotes),
    isFromSharedChat: false,
  };
}

function timeOf(text: string | null | undefined): number | null {
  const ms = text ? Date.parse(text) : NaN;
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}
