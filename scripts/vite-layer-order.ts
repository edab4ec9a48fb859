// A build step that lets every stylesheet begin with the order of the layers: the build puts them into files as pages share
// them, and whichever a browser reads first decides for all.
import { readFile } from "node:fs/promises";
import type { Plugin } from "vite";

const tokens = "web/ui/tokens.css";

export function layerOrder(): Plugin {
  return {
    name: "hypecut-layer-order",
    enforce: "pre",
    transform: {
      filter: { id: /\/web\/.*\.css$/ },
      handler: async (code) => `${await orderOf(tokens)}\n${code}`,
    },
  };
}

async function orderOf(file: string): Promise<string> {
  const [order] = /^@layer [^;{]+;/m.exec(await readFile(file, "utf8")) ?? [];
  if (order === undefined) throw new Error(`${file} does not say the order of the layers.`);
  return order;
}
