// An empty Postgres cluster as a file. Making one takes PGlite seconds, loading one a fraction of a second, so one is kept
// for each version of PGlite.
import { randomUUID } from "node:crypto";
import { PGlite } from "@electric-sql/pglite";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

const cache = "node_modules/.cache/hypecut";

/** `folder`: where it is kept. */
export async function emptyCluster(folder = cache): Promise<Blob> {
  const { version } = JSON.parse(await readFile("node_modules/@electric-sql/pglite/package.json", "utf8")) as {
    version: string;
  };
  const kept = join(folder, `pglite-${version}.tar`);
  const known = await readFile(kept).catch(() => null);
  if (known) return new Blob([known]);
  const db = await PGlite.create();
  const dump = await db.dumpDataDir("none");
  await db.close();
  await mkdir(folder, { recursive: true });
  // Renamed into place whole: two runs, or two threads of one, may start at once.
  const partial = `${kept}.${randomUUID()}`;
  await writeFile(partial, Buffer.from(await dump.arrayBuffer()));
  await rename(partial, kept);
  return dump;
}
