// A build step that leaves out of zod what no page calls: writing JSON Schemas, the English sentences of its problems, and
// the formats of text as methods of a string, which stand as functions of their own too (`z.url()`).
import type { Plugin } from "vite";

const writers = /\/node_modules\/zod\/v4\/core\/json-schema-processors\.js$/;
const methods = /\/node_modules\/zod\/v4\/core\/to-json-schema\.js$/;
const schemas = /\/node_modules\/zod\/v4\/classic\/schemas\.js$/;
const english = /\/node_modules\/zod\/v4\/locales\/en\.js$/;

/**
 * The methods of every schema hold on to these modules, so no bundler can tell that they are not needed: 7 kB of what a
 * page loads first, compressed.
 */
export function slimZod(): Plugin {
  return {
    name: "hypecut-slim-zod",
    enforce: "pre",
    transform(code, id) {
      if (english.test(id)) return `export default () => ({ localeError: () => "invalid" });`;
      if (methods.test(id)) return `${emptied(code)}\nexport { processSchema as process };`;
      if (schemas.test(id)) return withoutFormats(code);
      if (!writers.test(id)) return null;
      // What comes before the writers reads a schema's bounds, which pages do ask for.
      const begin = code.indexOf("export const stringProcessor");
      return begin === -1 ? null : `${code.slice(0, begin)}\n${emptied(code.slice(begin))}`;
    },
  };
}

/** The last argument of what makes `ZodString`: an object of methods, a format each. */
function withoutFormats(code: string): string | null {
  const from = code.indexOf("}, {", code.indexOf("export const ZodString ="));
  const to = code.indexOf("\n});", from);
  return from === -1 || to === -1 ? null : `${code.slice(0, from)}}, {${code.slice(to)}`;
}

/** The same names, each a function that does nothing. */
function emptied(code: string): string {
  const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name = ""]) => name);
  return ["const nothing = () => undefined;", ...names.map((name) => `export const ${name} = nothing;`)].join("\n");
}
