import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { classesDefined, filesReached, wordsInTexts } from "../support/stylesheets.ts";

const read = (file: string) => readFileSync(file, "utf8");
const defined = new Map(globSync("web/**/*.css").map((file) => [file, classesDefined(read(file))]));
const markup = globSync(["web/**/*.{ts,tsx,html}", "web/public/*.js", "functions/pages/*.tsx"]);

test("no stylesheet has a class that nothing wears", () => {
  const worn = new Set(markup.flatMap((file) => [...wordsInTexts(read(file))]));
  const dead = [...defined].flatMap(([file, classes]) =>
    [...classes].filter((name) => !worn.has(name)).map((name) => `${file} .${name}`),
  );
  expect(defined.size).toBeGreaterThan(30);
  expect(dead).toEqual([]);
});

describe.each(["dashboard", "watch", "recordings"].map((page) => `web/pages/${page}/main.tsx`))("%s", (entry) => {
  test("brings the styles of every class its components wear", () => {
    const reached = filesReached(entry);
    const missing = [...reached]
      .filter((file) => file.endsWith(".tsx"))
      .flatMap((file) => [...classesWorn(read(file))].map((name) => ({ file, name, styles: stylesOf(name) })))
      .filter(({ styles }) => styles.length > 0 && !styles.some((style) => reached.has(style)))
      .map(({ file, name }) => `${file} .${name}`);
    expect(missing).toEqual([]);
  });
});

/** Of a class in plain words; one that is put together is found by the words of the rest. */
function classesWorn(source: string): Set<string> {
  return new Set([...source.matchAll(/\bclass="([^"]+)"/g)].flatMap(([, names = ""]) => names.split(" ")));
}

function stylesOf(name: string): string[] {
  return [...defined].flatMap(([file, classes]) => (classes.has(name) ? [file] : []));
}
