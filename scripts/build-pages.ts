// Builds the pages into dist/web, unless nothing they are made of has changed.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runCommand } from "./run-command.ts";

const madeOf = [
  "web",
  "core",
  "vite.config.ts",
  "package-lock.json",
  "scripts/build-pages.ts",
  "scripts/vite-document-heads.ts",
  "scripts/vite-ffmpeg-core.ts",
  "scripts/vite-layer-order.ts",
  "scripts/vite-licence-texts.ts",
  "scripts/vite-slim-zod.ts",
];
const stamp = "dist/pages.sha256";
const built = "dist/web/index.html";

export interface PagesBuild {
  readonly ok: boolean;
  readonly rebuilt: boolean;
  /** What the build said when it failed. */
  readonly output: string;
}

export async function buildPages(): Promise<PagesBuild> {
  const wanted = await contentHash();
  if (existsSync(built) && (await readFile(stamp, "utf8").catch(() => "")) === wanted)
    return { ok: true, rebuilt: false, output: "" };
  const { ok, output } = await runCommand("vite", ["build", "--logLevel", "warn"], {
    // Otherwise a build that a test asks for is one for development, and whoever starts the product later gets that.
    env: { NODE_ENV: "production" },
  });
  if (ok) {
    await mkdir(dirname(stamp), { recursive: true });
    await writeFile(stamp, wanted);
  }
  return { ok, rebuilt: true, output };
}

async function contentHash(): Promise<string> {
  const hash = createHash("sha256");
  for (const place of madeOf) {
    for (const file of await filesIn(place)) hash.update(`${file}\n`).update(await readFile(file));
  }
  return hash.digest("hex");
}

async function filesIn(place: string): Promise<string[]> {
  if (!existsSync(place)) return [];
  const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch(() => null);
  if (!entries) return [place];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
