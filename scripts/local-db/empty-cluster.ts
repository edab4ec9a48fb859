// An empty Postgres cluster as a file. Making one takes PGlite seconds, loading one a fraction of a second, so one is kept
// for each version of PGlite.
import { PGlite } from "@electric-sql/pglite";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

const cache = "node_modules/.cache/hypecut";

export async function emptyCluster(): Promise<Blob> {
  const { version } = JSON.parse(await readFile("node_modules/@electric-sql/pglite/package.json", "utf8")) as {
    version: string;
  };
  const kept = join(cache, `pglite-${version}.tar`);
  const known = await readFile(kept).catch(() => null);
  if (known) return new Blob([known]);
  const db = await PGlite.create();
  const dump = await db.dumpDataDir("none");
  await db.close();
  await mkdir(cache, { recursive: true });
  // Renamed into place whole: two test runs may start at once.
  const partial = `${kept}.${process.pid}`;
  await writeFile(partial, Buffer.from(await dump.arrayBuffer()));
  await rename(partial, kept);
  return dump;
}
