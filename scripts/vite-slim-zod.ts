// A build step that leaves out of zod what no page calls: writing JSON Schemas, and the English sentences of its problems.
import type { Plugin } from "vite";

const jsonSchema = /\/node_modules\/zod\/v4\/core\/(?:json-schema-processors|to-json-schema)\.js$/;
const english = /\/node_modules\/zod\/v4\/locales\/en\.js$/;

/**
 * The methods of every schema hold on to these modules, so no bundler can tell that they are not needed: 11 kB of what a
 * page loads first, compressed.
 */
export function slimZod(): Plugin {
  return {
    name: "hypecut-slim-zod",
    enforce: "pre",
    transform(code, id) {
      if (english.test(id)) return `export default () => ({ localeError: () => "invalid" });`;
      if (!jsonSchema.test(id)) return null;
      const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name = ""]) => name);
      const empty = names.map((name) => `export const ${name} = nothing;`).join("\n");
      return `const nothing = () => undefined;\n${empty}\n${names.includes("processSchema") ? "export { processSchema as process };" : ""}`;
    },
  };
}
