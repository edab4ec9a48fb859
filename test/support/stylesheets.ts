// What the stylesheets define and what the pages use of it, read from the sources.
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { readImports } from "./read-imports.ts";

/** The names of the classes that a stylesheet has rules for. */
export function classesDefined(css: string): Set<string> {
  const selectors = css.replaceAll(/\/\*.*?\*\//gs, "").matchAll(/([^{};]*)\{/g);
  return new Set(
    [...selectors].flatMap(([, selector = ""]) =>
      [...selector.matchAll(/\.([a-z][a-z\d-]*)/g)].map(([, name = ""]) => name),
    ),
  );
}

/** Every word of every text in a source, because a class may be put together: `dot ${tone}`. */
export function wordsInTexts(source: string): Set<string> {
  const texts = source.replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, "").matchAll(/"([^"\n]*)"|`([^`]*)`/g);
  return new Set([...texts].flatMap(([, plain, template]) => (plain ?? template ?? "").split(/[^a-z\d-]+/i)));
}

/** All files that a file of the pages brings with it, stylesheets too. */
export function filesReached(entry: string): Set<string> {
  const reached = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const folder = posix.dirname(file);
    const source = readFileSync(file, "utf8");
    const named = file.endsWith(".css")
      ? [...source.matchAll(/@import "([^"]+)"/g)].map(([, path = ""]) => path)
      : readImports(file, source).map(({ specifier }) => specifier);
    waiting.push(...named.filter((path) => path.startsWith(".")).map((path) => posix.join(folder, path)));
  }
  return reached;
}
