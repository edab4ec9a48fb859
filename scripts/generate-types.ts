// Makes worker-configuration.d.ts: `Env` from wrangler.toml and the runtime's types. It is large and follows from files that
// are kept, so it is not kept itself; it is made again when one of those changes.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { isMain } from "./is-main.ts";

const target = "worker-configuration.d.ts";
const stamp = "node_modules/.cache/hypecut/worker-types.sha256";

export async function generateTypes(): Promise<void> {
  const hash = createHash("sha256");
  for (const file of ["wrangler.toml", "node_modules/wrangler/package.json"]) hash.update(await readFile(file));
  const wanted = hash.digest("hex");
  if (existsSync(target) && (await readFile(stamp, "utf8").catch(() => "")) === wanted) return;
  // Settings differ between deployments, so their types are not the literals of wrangler.toml. `.dev.vars` is left out so
  // that the result is the same on every machine.
  await promisify(execFile)("wrangler", ["types", "--strict-vars=false", "--env-file=/dev/null"]);
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, wanted);
}

if (isMain(import.meta.url)) await generateTypes();
