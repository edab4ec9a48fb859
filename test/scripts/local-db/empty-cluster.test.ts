// The file that every local database begins from.
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyCluster } from "../../../scripts/local-db/empty-cluster.ts";

test("two that are made at once end as one file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hypecut-cluster-"));
  const [one, two] = await Promise.all([emptyCluster(folder), emptyCluster(folder)]);
  expect(one.size).toBe(two.size);
  expect(await readdir(folder)).toEqual([expect.stringMatching(/^pglite-[\d.]+\.tar$/)]);
  await rm(folder, { recursive: true });
});
