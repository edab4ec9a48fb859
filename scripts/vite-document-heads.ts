// A build step that writes the one document head into the pages that are files.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "vite";
import { documentHead } from "#core/document-head.ts";

const mark = "<!-- head -->";
/** Copied and not built: no code belongs to it. */
const copied = "licences.html";

export function documentHeads(): Plugin {
  return {
    name: "hypecut-document-heads",
    transformIndexHtml: { order: "pre", handler: withHead },
    async writeBundle(options) {
      if (options.dir === undefined) throw new Error("The pages are built into a folder.");
      const file = join(options.dir, copied);
      await writeFile(file, withHead(await readFile(file, "utf8")));
    },
  };
}

function withHead(html: string): string {
  if (!html.includes(mark)) throw new Error(`A page has no place for its head: ${mark}`);
  return html.replace(mark, documentHead);
}
