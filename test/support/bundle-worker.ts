// The Worker as a deployment bundles it, in a folder of its own, for tests that start it many times.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPages } from "../../scripts/build-pages.ts";
import { runCommand } from "../../scripts/run-command.ts";

export interface WorkerBundle {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Rejects with what the tools say when they fail. */
export async function bundleWorker(): Promise<WorkerBundle> {
  // The bundle refers to them, also where nobody has built them yet.
  const pages = await buildPages();
  if (!pages.ok) throw new Error(`The pages could not be built.\n${pages.output}`);
  const folder = await mkdtemp(join(tmpdir(), "hypecut-worker-"));
  const { ok, output } = await runCommand("wrangler", ["deploy", "--dry-run", "--outdir", folder]);
  if (!ok) throw new Error(`The Worker could not be bundled.\n${output}`);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
