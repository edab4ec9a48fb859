// Reads chat logs in the benchmark's format: `manifest.json` beside gzipped lines of `second <TAB> chatter <TAB> text`.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import type { ChatMessage } from "#core/chat/chat-event.ts";
import { looksLikeEmoteName } from "#core/chat/emote-name.ts";

const seconds = z.array(z.number().nonnegative());
const manifestSchema = z.object({
  streams: z.array(
    z.object({
      id: z.string(),
      channel: z.string(),
      duration_s: z.number().positive(),
      rate: z.number(),
      clip_link_s: seconds,
      clip_demand_s: seconds,
      file: z.string(),
    }),
  ),
});

/** A stream with its weak labels, in seconds from its start. */
export interface LabelledStream {
  readonly id: string;
  readonly channel: string;
  readonly durationSeconds: number;
  readonly messagesPerSecond: number;
  readonly clipLinkSeconds: readonly number[];
  readonly clipDemandSeconds: readonly number[];
  readonly file: string;
}

/** The logs begin at second 0; the detector's clock needs a later start so that its windows can look back. */
export const logStartSecond = 1_000_000;

/** @param dataDirectory holds `chat/manifest.json`. */
export async function readManifest(dataDirectory: string): Promise<LabelledStream[]> {
  const text = await readFile(join(dataDirectory, "chat", "manifest.json"), "utf8");
  return manifestSchema.parse(JSON.parse(text)).streams.map((stream) => ({
    id: stream.id,
    channel: stream.channel,
    durationSeconds: stream.duration_s,
    messagesPerSecond: stream.rate,
    clipLinkSeconds: stream.clip_link_s,
    clipDemandSeconds: stream.clip_demand_s,
    file: join(dataDirectory, "chat", stream.file),
  }));
}

/** The logs without labels, by name. */
export async function listUnlabelled(dataDirectory: string): Promise<{ name: string; file: string }[]> {
  const folder = join(dataDirectory, "chat", "unlabelled");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".tsv.gz")).toSorted();
  return files.map((file) => ({ name: file.replace(".tsv.gz", ""), file: join(folder, file) }));
}

/** The messages of a log in order. Nothing marks emotes in a log, so they are recognised by the shape of their names. */
export async function readLog(file: string): Promise<ChatMessage[]> {
  const lines = gunzipSync(await readFile(file))
    .toString("utf8")
    .split("\n");
  const messages: ChatMessage[] = [];
  for (const [index, line] of lines.entries()) {
    const [second, chatter, ...rest] = line.split("\t");
    if (!second || chatter === undefined) continue;
    const text = rest.join("\t");
    messages.push({
      type: "message",
      id: `${file}:${index}`,
      sentAtMs: (logStartSecond + Number(second)) * 1000,
      chatterId: chatter,
      chatterLogin: "",
      text,
      emotes: text.split(/\s+/).filter(looksLikeEmoteName),
      isFromSharedChat: false,
    });
  }
  return messages.toSorted((a, b) => a.sentAtMs - b.sentAtMs);
}
