// A build step that puts the licence text of every library in the pages beside them, as their licences ask.
import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "vite";

/** What ends up in the pages. `web/public/licences.html` names the same libraries for a reader. */
const shipped = [
  "hls.js",
  "m3u8-parser",
  "@videojs/vhs-utils",
  "global",
  "partysocket",
  "preact",
  "@preact/signals",
  "@preact/signals-core",
  "uplot",
  "zod",
] as const;

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
