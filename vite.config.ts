// Builds the pages into dist/web, from where the Worker serves them.
import { defineConfig } from "vite";
import { ffmpegCore } from "./scripts/vite-ffmpeg-core.ts";
import { layerOrder } from "./scripts/vite-layer-order.ts";
import { documentHeads } from "./scripts/vite-document-heads.ts";
import { licenceTexts, namedLibraries } from "./scripts/vite-licence-texts.ts";
import { slimZod } from "./scripts/vite-slim-zod.ts";

export default defineConfig({
  root: "web",
  plugins: [slimZod(), layerOrder(), documentHeads(), ffmpegCore(), licenceTexts(), namedLibraries()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: { format: "es", plugins: () => [slimZod(), namedLibraries()] },
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    // The manifest tells the page-weight figures which files a page loads first.
    manifest: true,
    target: "es2022",
    // Every browser that runs this code preloads modules by itself.
    modulePreload: { polyfill: false },
    // The first with `light-dark()`, which the tokens are written with.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // The strict Content-Security-Policy allows no data: scripts or styles; small files stay files.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        index: "web/index.html",
        watch: "web/watch.html",
        recordings: "web/recordings.html",
        "server-pages": "web/server-pages/server-pages.css",
      },
      output: {
        // The Worker cannot read the manifest, so the one file that it names itself has a name without a hash, and lies
        // outside assets/, where all is cached for good.
        assetFileNames: ({ names }) =>
          names.includes("server-pages.css") ? "server-pages.css" : "assets/[name]-[hash][extname]",
      },
    },
  },
});
