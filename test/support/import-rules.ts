// Who may import whom, read from the table in CONTRIBUTING.md, and the functions that find what breaks it.
import { posix } from "node:path";
import type { Import } from "./read-imports.ts";

interface ImportRule {
  /** As the table writes it: a folder with all below it, or files; `*` is one name. */
  readonly files: string;
  readonly mayImport: readonly string[];
}

const ownFolder = "./";
const anyPackage = "any package";

/** Throws where the text holds no table with these two columns. */
export function readImportRules(markdown: string): ImportRule[] {
  const rows = /\| files \| may import \|\n\|[-|]+\|\n((?:\|.*\|\n)+)/.exec(markdown)?.[1];
  if (rows === undefined) throw new Error("there is no table of imports");
  return rows
    .trim()
    .split("\n")
    .flatMap((row) => {
      const [, files = "", allowed = ""] = row.split("|");
      const mayImport = [...quoted(allowed), ...(allowed.includes(anyPackage) ? [anyPackage] : [])];
      return quoted(files).map((pattern) => ({ files: pattern, mayImport }));
    });
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);
}

/** One line for each import of `file` that no rule allows. */
export function forbiddenImports(file: string, imports: readonly Import[], rules: readonly ImportRule[]): string[] {
  const rule = rules
    .filter(({ files }) => fits(file, files))
    .toSorted((a, b) => exactness(b.files) - exactness(a.files))[0];
  if (!rule) return [];
  return imports.flatMap(({ specifier }) => {
    const target = targetOf(file, specifier);
    if (target?.startsWith("core/") && !specifier.startsWith("#core/") && !isBeside(specifier, file))
      return [`${file} reaches into core by a path; write #core/…`];
    const isAllowed = rule.mayImport.some((allowed) =>
      target === null
        ? allowed === anyPackage || specifier === allowed || specifier.startsWith(`${allowed}/`)
        : fits(target, allowed === ownFolder ? folderOf(file, rule.files) : allowed),
    );
    return isAllowed ? [] : [`${file} must not import ${specifier}`];
  });
}

/** The file from the top that an import names; null for a package. */
export function targetOf(file: string, specifier: string): string | null {
  if (specifier.startsWith("#core/")) return specifier.slice(1);
  return specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : null;
}

/** The files of each circle, in the order of their imports. `imports` names for each file the files it imports. */
export function importCircles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push(path.slice(at));
    if (at >= 0 || done.has(file)) return;
    for (const next of imports.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return circles;
}

function fits(file: string, pattern: string): boolean {
  const source = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]+");
  return new RegExp(`^${source}${pattern.endsWith("/") ? "" : "$"}`).test(file);
}

/** More names are more exact, then fewer stars. */
function exactness(pattern: string): number {
  return (
    pattern.split("/").length * 10 - [...pattern].filter((char) => char === "*").length * 2 + pattern.length / 1000
  );
}

/** The folder that the pattern's names stand for in this file's path. */
function folderOf(file: string, pattern: string): string {
  const names = pattern.endsWith("/") ? pattern.split("/").length - 1 : pattern.split("/").length - 1;
  return `${file.split("/").slice(0, names).join("/")}/`;
}

function isBeside(specifier: string, file: string): boolean {
  return file.startsWith("core/") && /^\.\/[^/]+$/.test(specifier);
}
