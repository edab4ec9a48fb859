// The layout's locks: who imports whom, how long a file may be, and that the project speaks of itself alone.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { forbiddenImports } from "./support/import-rules.ts";
import { readImports } from "./support/read-imports.ts";

const maxLines = 400;
/** Paths of whoever's machine it was written on mean nothing on anyone else's. Written so that this file passes. */
const machinePaths = new RegExp(
  ["wo" + "rk", "ho" + "me", "Us" + "ers", "ro" + "ot"].map((name) => `["'\`\\s(]/${name}/[a-z]`).join("|"),
);

/** Everything git keeps or would keep; where the sources came without git, the test says so by failing. */
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
  .split("\n")
  // A segment of the sample stream ends in .ts, too, and is no source.
  .filter((file) => file !== "" && existsSync(file) && !file.startsWith("test/media/sample/"));
const generated = "worker-configuration.d.ts";
const sources = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file) && file !== generated);
const texts = files.filter(
  (file) => /\.(ts|tsx|mjs|js|md|json|toml|css|html|sql|yml)$/.test(file) && !file.endsWith("package-lock.json"),
);

const importsOf = (file: string) => readImports(file, readFileSync(file, "utf8"));

test("every folder imports only what it may", () => {
  const code = sources.filter(
    (file) => /^(core|functions|durable-objects|web)\//.test(file) && !file.endsWith(".d.ts"),
  );
  expect(code.length).toBeGreaterThan(50);
  expect(code.flatMap((file) => forbiddenImports(file, importsOf(file)))).toEqual([]);
});

test(`no source file is longer than ${maxLines} lines`, () => {
  const long = sources.filter((file) => readFileSync(file, "utf8").split("\n").length > maxLines + 1);
  expect(long).toEqual([]);
});

test("nothing names a path of one machine", () => {
  expect(texts.filter((file) => machinePaths.test(readFileSync(file, "utf8")))).toEqual([]);
});

describe("the locks hold", () => {
  const refused = (file: string, source: string) => forbiddenImports(file, readImports(file, source)).length > 0;

  test.each([
    ["core/clips/a.ts", 'import { Hono } from "hono";'],
    ["core/clips/a.ts", 'import type { Env } from "../../functions/config.ts";'],
    ["core/clips/a.ts", 'import { b } from "../platform.ts";'],
    ["core/clips/a.ts", 'const fs = await import("node:fs");'],
    ["core/clips/a.ts", 'export * from "drizzle-orm";'],
    [
      "functions/routes/a.ts",
      'import { ChannelMonitor } from "../../durable-objects/channel-monitor/channel-monitor.ts";',
    ],
    ["functions/routes/a.ts", 'import { parseConfig } from "../config.ts";'],
    ["functions/routes/a.ts", 'import { b } from "../../core/platform.ts";'],
    ["functions/twitch/a.ts", 'import { Hono } from "hono";'],
    ["functions/db/a.ts", 'import { helix } from "../twitch/helix.ts";'],
    ["durable-objects/a.ts", 'import { writeRecords } from "../functions/db/write-records.ts";'],
    ["durable-objects/a.ts", 'import { auth } from "../functions/routes/auth.ts";'],
    ["web/a.ts", 'import { app } from "../functions/app.ts";'],
    ["web/a.ts", 'export { x } from "../durable-objects/stubs.ts";'],
    ["web/a.ts", 'import { readFile } from "node:fs/promises";'],
  ])("%s may not: %s", (file, source) => {
    expect(refused(file, source)).toBe(true);
  });

  test.each([
    ["core/clips/a.ts", 'import { z } from "zod"; import { b } from "#core/platform.ts";'],
    [
      "functions/routes/a.ts",
      'import type { ChannelMonitor } from "../../durable-objects/channel-monitor/channel-monitor.ts";',
    ],
    ["functions/index.ts", 'export { ClipDesk } from "../durable-objects/clip-desk/clip-desk.ts";'],
    ["web/a.ts", 'import type { AppType } from "../functions/app.ts";'],
  ])("%s may: %s", (file, source) => {
    expect(refused(file, source)).toBe(false);
  });

  test("a path of one machine is noticed", () => {
    expect(machinePaths.test(`const a = "/${"wo" + "rk"}/main/core";`)).toBe(true);
    expect(machinePaths.test("see https://example.com/users/1 and /c/:id")).toBe(false);
  });
});
