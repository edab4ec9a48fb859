// A build step that puts the licence text of every library in the pages beside them, as their licences ask.
import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "vite";

/** What ends up in the pages. `web/public/licences.html` names the same libraries for a reader. */
const shipped = [
  "hls.js",
  "m3u8-parser",
  "mediabunny",
  "@babel/runtime",
  "@videojs/vhs-utils",
  "comlink",
  "global",
  "is-network-error",
  "p-retry",
  "p-timeout",
  "partysocket",
  "preact",
  "@preact/signals",
  "@preact/signals-core",
  "uplot",
  "zod",
] as const;

/** In the pages, too; its package brings no licence text, and the page of licences links its source. */
const withoutText = ["@ffmpeg/ffmpeg"];

/** Fails the build when a library is in the pages, or in one of their workers, that is not named above. */
export function namedLibraries(): Plugin {
  const named = new Set<string>([...shipped, ...withoutText]);
  return {
    name: "hypecut-named-libraries",
    apply: "build",
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((output) => (output.type === "chunk" ? output.moduleIds : []));
      const libraries = modules.flatMap((id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []);
      const unnamed = [...new Set(libraries)].filter((library) => !named.has(library));
      if (unnamed.length > 0)
        throw new Error(`The pages ship libraries that no licence page names: ${unnamed.join(", ")}`);
    },
  };
}

/** Writes `licences/<library>.txt`; fails when a library has lost its licence file, so that nothing ships without one. */
export function licenceTexts(): Plugin {
  return {
    name: "hypecut-licence-texts",
    apply: "build",
    async writeBundle(options) {
      if (options.dir === undefined) throw new Error("The pages are built into a folder.");
      const target = join(options.dir, "licences");
      await mkdir(target, { recursive: true });
      for (const library of shipped) {
        const folder = join("node_modules", library);
        const file = (await readdir(folder)).find((name) => /^licen[cs]e(\.|$)/i.test(name));
        if (file === undefined) throw new Error(`${library} is shipped to the page but has no licence file.`);
        await copyFile(join(folder, file), join(target, `${library.replace("@", "").replaceAll("/", "-")}.txt`));
      }
    },
  };
}
