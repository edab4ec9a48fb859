// The pictures: each live channel's playlist and segments over HTTP, readable from any web page or from none.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { liveSegment, liveWindow, playlistText, type WindowOptions } from "./playlist.ts";
import { text, type Answer, type Ask } from "./router.ts";
import type { Sample } from "./sample.ts";
import type { ScriptedChannel } from "./world.ts";

export interface HlsParts {
  readonly sample: Sample;
  readonly mediaDirectory: string;
  readonly window: WindowOptions;
  readonly nowMs: () => number;
  /** Whether other sites may read it (CORS). */
  readonly isOpen: boolean;
  readonly channelByLogin: (login: string) => ScriptedChannel | undefined;
}

/** `/<login>/live.m3u8` and `/<login>/segments/<sequence>.ts`. */
export function hls(parts: HlsParts): (ask: Ask) => Promise<Answer> {
  return async (ask) => {
    const cors = { ...(parts.isOpen && { "access-control-allow-origin": "*" }), "cache-control": "no-cache" };
    if (ask.method === "OPTIONS") return { status: 204, headers: { ...cors, "access-control-allow-headers": "*" } };
    const answer = playlist(ask, parts) ?? (await segment(ask, parts)) ?? text(404, "no such stream or segment");
    return { ...answer, headers: { ...answer.headers, ...cors } };
  };
}

/** What a request is counted as: all segments of a channel together. */
export function hlsName(ask: Ask): string {
  return `${ask.method} ${ask.path.replace(/\/\d+\.ts$/, "")}`;
}

export function isPlaylist(ask: Ask): boolean {
  return ask.path.endsWith(".m3u8");
}

function playlist(ask: Ask, { window, nowMs, channelByLogin }: HlsParts): Answer | null {
  const login = /^\/(\w+)\/live\.m3u8$/.exec(ask.path)?.[1];
  const channel = login === undefined ? undefined : channelByLogin(login);
  const live = channel === undefined ? null : liveWindow(channel, window, nowMs());
  if (live === null) return null;
  const headers = { "content-type": "application/vnd.apple.mpegurl" };
  return { status: 200, headers, body: playlistText(live, window.segmentMs) };
}

async function segment(ask: Ask, parts: HlsParts): Promise<Answer | null> {
  const [, login = "", sequence = ""] = /^\/(\w+)\/segments\/(\d{1,12})\.ts$/.exec(ask.path) ?? [];
  const channel = parts.channelByLogin(login);
  const live = channel === undefined ? null : liveSegment(channel, parts.window, Number(sequence), parts.nowMs());
  const file = live === null ? undefined : parts.sample.segments[live.loopIndex];
  if (file === undefined) return null;
  const body = await readFile(join(parts.mediaDirectory, file));
  return { status: 200, headers: { "content-type": "video/mp2t" }, body };
}
