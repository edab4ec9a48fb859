// A build step that ships the ffmpeg core with the pages: its script as it is, its wasm gzipped.
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Plugin } from "vite";

const source = "node_modules/@ffmpeg/core/dist/esm";
const cache = "node_modules/.cache/hypecut";

/**
 * Writes `ffmpeg/ffmpeg-core.js` and `ffmpeg/ffmpeg-core.wasm.gz` beside the pages.
 * The wasm is 30.7 MiB and a static asset may have 25 MiB, so the page inflates it itself.
 * Compressing takes seconds; the result is kept under node_modules and made again only for another version.
 */
export function ffmpegCore(): Plugin {
  return {
    name: "hypecut-ffmpeg-core",
    apply: "build",
    async writeBundle(options) {
      if (options.dir === undefined) throw new Error("The pages are built into a folder.");
      const target = join(options.dir, "ffmpeg");
      await mkdir(target, { recursive: true });
      await copyFile(join(source, "ffmpeg-core.js"), join(target, "ffmpeg-core.js"));
      await copyFile(await compressedWasm(), join(target, "ffmpeg-core.wasm.gz"));
    },
  };
}

async function compressedWasm(): Promise<string> {
  const { version } = JSON.parse(await readFile("node_modules/@ffmpeg/core/package.json", "utf8")) as {
    version: string;
  };
  const kept = join(cache, `ffmpeg-core-${version}.wasm.gz`);
  if (existsSync(kept)) return kept;
  await mkdir(cache, { recursive: true });
  const bytes = await promisify(gzip)(await readFile(join(source, "ffmpeg-core.wasm")), { level: 9 });
  // Renamed into place whole, so that an interrupted build leaves no half file behind.
  const partial = `${kept}.${process.pid}`;
  await writeFile(partial, bytes);
  await rename(partial, kept);
  return kept;
}
