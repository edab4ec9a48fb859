// How much a page loads before it can be used, from the built files and the manifest of the build.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { z } from "zod";
import type { Row } from "../row.ts";

const dist = "dist/web";
/** What every page's HTML names beside its own bundle. */
const shared = ["theme.js", "favicon.svg"];

const chunkSchema = z.object({
  file: z.string(),
  imports: z.array(z.string()).default([]),
  css: z.array(z.string()).default([]),
});
const manifestSchema = z.record(z.string(), chunkSchema);
type Manifest = z.infer<typeof manifestSchema>;

/** Weighs the dashboard and the watch page; what they load later (player, recorder, ffmpeg) is not part of it. Needs a build. */
export async function benchPageWeight(): Promise<Row[]> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(dist, ".vite/manifest.json"), "utf8")));
  return [
    row("page.first_load_gzip_kb", await weigh(["index.html", ...shared, ...filesOf(manifest, "index.html")])),
    row("page.watch_load_gzip_kb", await weigh(["watch.html", ...shared, ...filesOf(manifest, "watch.html")])),
  ];
}

/** The files of an entry and of everything it imports at once, each counted once. */
function filesOf(manifest: Manifest, entry: string): string[] {
  const chunks = new Set<string>();
  const waiting = [entry];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (chunks.has(name)) continue;
    chunks.add(name);
    waiting.push(...(manifest[name]?.imports ?? []));
  }
  const files = [...chunks].flatMap((name) => [manifest[name]?.file ?? "", ...(manifest[name]?.css ?? [])]);
  return [...new Set(files)].filter((file) => file !== "");
}

/** Kilobytes of 1000 bytes, gzipped file by file as a server sends them. */
async function weigh(files: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const file of files) bytes += gzipSync(await readFile(join(dist, file))).byteLength;
  return Math.round(bytes / 100) / 10;
}

function row(key: string, value: number): Row {
  return { key, value, unit: "kB", baseline: null, ratio: null };
}
