// The files of clips: one short film and its picture stand for all of them.
import { readFile } from "node:fs/promises";
import type { ClipStore } from "./clip-store.ts";
import { text, type Answer, type Ask } from "./router.ts";

const folder = new URL("../media/clip/", import.meta.url);

/** `/<clip id>.mp4` and `/<clip id>-preview-480x272.jpg`, for clips that have appeared. */
export function clipFiles(clips: ClipStore): (ask: Ask) => Promise<Answer> {
  return async (ask) => {
    const [, id, ending] = /^\/([\w-]+?)(\.mp4|-preview-\d+x\d+\.jpg)$/.exec(ask.path) ?? [];
    const isKnown = clips.visible().some((clip) => clip.id === id);
    if (!isKnown || (ask.method !== "GET" && ask.method !== "HEAD")) return text(404, "no such clip");
    const isFilm = ending === ".mp4";
    const body = await readFile(new URL(isFilm ? "clip.mp4" : "thumbnail.jpg", folder));
    const headers = { "content-type": isFilm ? "video/mp4" : "image/jpeg", "content-length": String(body.length) };
    return { status: 200, headers, ...(ask.method === "GET" ? { body } : {}) };
  };
}
