// The layout's locks: who imports whom, how long a file may be, and that the project speaks of itself alone.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { forbiddenImports, importCircles, readImportRules, targetOf } from "./support/import-rules.ts";
import { readExports, readImports } from "./support/read-imports.ts";

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

const rules = readImportRules(readFileSync("CONTRIBUTING.md", "utf8"));
const product = sources.filter(
  (file) => /^(core|adapters|durable-objects|functions|web|scripts|bench)\//.test(file) && !file.endsWith(".d.ts"),
);

test("every folder imports only what the table in CONTRIBUTING.md lets it", () => {
  expect(product.length).toBeGreaterThan(300);
  expect(product.flatMap((file) => forbiddenImports(file, importsOf(file), rules))).toEqual([]);
});

test("no files import each other in a circle, types included", () => {
  const targets = (file: string) =>
    importsOf(file).flatMap(({ specifier }) => targetOf(file, specifier)?.replace(/\?.*$/, "") ?? []);
  expect(importCircles(new Map(product.map((file) => [file, targets(file)])))).toEqual([]);
});

/** Names that several files export on purpose. */
const sharedNames = new Set([
  // What `npm run bench` calls in each benchmark's file.
  "measure",
]);

test("a name is exported once", () => {
  const exporters = new Map<string, string[]>();
  for (const file of product)
    for (const name of readExports(file, readFileSync(file, "utf8")))
      exporters.set(name, [...(exporters.get(name) ?? []), file]);
  expect(exporters.size).toBeGreaterThan(500);
  expect([...exporters].filter(([name, from]) => from.length > 1 && !sharedNames.has(name))).toEqual([]);
});

test(`no source file is longer than ${maxLines} lines`, () => {
  const long = sources.filter((file) => readFileSync(file, "utf8").split("\n").length > maxLines + 1);
  expect(long).toEqual([]);
});

test("nothing names a path of one machine", () => {
  expect(texts.filter((file) => machinePaths.test(readFileSync(file, "utf8")))).toEqual([]);
});

test("a file that a text names is there", () => {
  const named =
    /(?<![\w./#-])(?:core|adapters|durable-objects|functions|web|test|scripts|bench|docs)\/[\w./-]+\.(?:tsx?|mjs|css|html|md)\b/g;
  const missing = texts
    // In tests such a name may stand for a file that could be.
    .filter((file) => !file.startsWith("test/"))
    .flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(named)]
        .filter(([path]) => !existsSync(path))
        .map(([path]) => `${file} names ${path}`),
    );
  expect(missing).toEqual([]);
});

describe("the locks hold", () => {
  const refused = (file: string, source: string) => forbiddenImports(file, readImports(file, source), rules).length > 0;

  test.each([
    ["core/clips/a.ts", 'import { Hono } from "hono";'],
    ["core/clips/a.ts", 'import type { Config } from "../../adapters/config.ts";'],
    ["core/clips/a.ts", 'import { b } from "../errors.ts";'],
    ["core/clips/a.ts", 'const fs = await import("node:fs");'],
    ["core/clips/a.ts", 'export * from "drizzle-orm";'],
    ["core/clips/a.ts", 'export type B = import("../../adapters/config.ts").Config;'],
    ["adapters/twitch/a.ts", 'import { Hono } from "hono";'],
    ["adapters/twitch/a.ts", 'import type { workspaceStub } from "../../durable-objects/stubs.ts";'],
    ["adapters/database/a.ts", 'import { helix } from "../twitch/helix.ts";'],
    ["durable-objects/a.ts", 'import type { Deps } from "../functions/deps.ts";'],
    ["durable-objects/listener/a.ts", 'import type { ClipDesk } from "../clip-desk/clip-desk.ts";'],
    ["durable-objects/rpc/a.ts", 'import type { ClipDesk } from "../clip-desk/clip-desk.ts";'],
    ["functions/routes/a.ts", 'import type { ClipDesk } from "../../durable-objects/clip-desk/clip-desk.ts";'],
    ["functions/routes/a.ts", 'import { errorKinds } from "../../core/errors.ts";'],
    ["web/ui/a.ts", 'import { b } from "../api/request.ts";'],
    ["web/engines/a.ts", 'import { b } from "../features/clips/b.ts";'],
    ["web/pages/a.ts", 'import type { AppType } from "../../functions/app.ts";'],
    ["web/pages/a.ts", 'import { readFile } from "node:fs/promises";'],
    ["scripts/a.ts", 'import { findBench } from "../bench/row.ts";'],
    ["scripts/a.ts", 'import { startChromium } from "../test/support/chromium.ts";'],
  ])("%s may not: %s", (file, source) => {
    expect(refused(file, source)).toBe(true);
  });

  test.each([
    ["core/clips/a.ts", 'import { z } from "zod"; import { b } from "#core/errors.ts"; import { c } from "./c.ts";'],
    ["adapters/twitch/a.ts", 'import { callJson } from "../http/call-json.ts"; import { b } from "./b.ts";'],
    ["durable-objects/listener/a.ts", 'import type { ClipDeskRpc } from "../rpc/clip-desk-rpc.ts";'],
    ["functions/routes/a.ts", 'import type { ClipDeskRpc } from "../../durable-objects/rpc/clip-desk-rpc.ts";'],
    ["functions/index.ts", 'export { ClipDesk } from "../durable-objects/clip-desk/clip-desk.ts";'],
    ["web/features/clips/a.ts", 'import { b } from "../../ui/b.tsx"; import { h } from "preact";'],
    ["scripts/a.ts", 'import { readFile } from "node:fs/promises"; import { PGlite } from "@electric-sql/pglite";'],
  ])("%s may: %s", (file, source) => {
    expect(refused(file, source)).toBe(false);
  });

  test("what a file exports is read, and what it passes on is not its own", () => {
    const source =
      "export const a = 1; type B = 1; export type { B }; export interface C {}; export { d } from './d.ts';";
    expect(readExports("a.ts", source).toSorted()).toEqual(["B", "C", "a"]);
  });

  test("a circle is found, and a diamond is none", () => {
    const circles = importCircles(
      new Map([
        ["a", ["b", "d"]],
        ["b", ["c"]],
        ["c", ["a"]],
        ["d", ["c"]],
      ]),
    );
    expect(circles).toEqual([["a", "b", "c"]]);
    expect(
      importCircles(
        new Map([
          ["a", ["b", "c"]],
          ["b", ["d"]],
          ["c", ["d"]],
        ]),
      ),
    ).toEqual([]);
  });

  test("a path of one machine is noticed", () => {
    expect(machinePaths.test(`const a = "/${"wo" + "rk"}/main/core";`)).toBe(true);
    expect(machinePaths.test("see https://example.com/users/1 and /c/:id")).toBe(false);
  });
});
