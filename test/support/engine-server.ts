// Builds the engines' test page as the product is built, and serves it with the ffmpeg core and whatever a test adds.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { build } from "vite";

export type Handler = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface EngineServer {
  /** Address of the test page; other paths lie beside it. */
  readonly page: string;
  readonly address: string;
  /** Asked before the server's own files. */
  readonly handlers: Handler[];
  close(): Promise<void>;
}

const types: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const corePath = "node_modules/@ffmpeg/core/dist/esm";

export async function startEngineServer(): Promise<EngineServer> {
  const folder = await mkdtemp(join(tmpdir(), "engines-"));
  await build({
    root: "test/support",
    configFile: false,
    logLevel: "error",
    worker: { format: "es" },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2022",
      minify: false,
      assetsInlineLimit: 0,
      rolldownOptions: { input: "test/support/engine-page.html" },
    },
  });
  const wasm = await promisify(gzip)(await readFile(join(corePath, "ffmpeg-core.wasm")), { level: 1 });
  const handlers: Handler[] = [];
  const server = createServer((request, response) => {
    response.setHeader("cache-control", "no-store");
    if (handlers.some((handle) => handle(request, response))) return;
    void sendOwn(new URL(request.url ?? "/", "http://page").pathname, folder, wasm, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    page: `${address}/engine-page.html`,
    address,
    handlers,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function sendOwn(path: string, folder: string, wasm: Buffer, response: ServerResponse): Promise<void> {
  if (path === "/ffmpeg/ffmpeg-core.wasm.gz")
    return void response.writeHead(200, { "content-type": "application/gzip" }).end(wasm);
  const file = path === "/ffmpeg/ffmpeg-core.js" ? join(corePath, "ffmpeg-core.js") : join(folder, path);
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) response.writeHead(404).end();
  else response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(bytes);
}
