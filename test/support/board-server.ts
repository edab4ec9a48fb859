// The dashboard as it is built, over a board in memory: for what the product itself cannot be made to do on demand, as to
// be unreachable, to refuse what it offered, or to have hundreds of clips.
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { type WebSocket, WebSocketServer } from "ws";
import { type ClipFlags, defaultClipFlags } from "#core/clips/board/clip-flags.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import { type AppErrorCode, errorKinds } from "#core/errors.ts";
import type { Member } from "#core/members/member.ts";
import { buildPages } from "../../scripts/build-pages.ts";

interface Board {
  candidates: readonly CandidateState[];
  jobs: readonly ClipJob[];
  flags: ClipFlags;
}

export interface BoardServer {
  readonly address: string;
  /** What a page that connects is told. */
  board: Board;
  /** Every change that was asked for, as `POST /api/action-queue/x/approve`. */
  readonly asked: string[];
  /** What the next change is answered with: a refusal, or the body of success. */
  nextAnswer: AppErrorCode | object;
  /** Ends all live connections; while `isDown`, new ones are refused. */
  cutLines(): void;
  isDown: boolean;
  close(): Promise<void>;
}

const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const owner: Member = { platform: "twitch", userId: "1", login: "someone", displayName: "Someone", role: "owner" };
const reads: Record<string, object> = {
  "/api/me": { member: owner },
  "/api/status": { activeSessions: [], unprocessedMoments: 0, lastMoments: [] },
};

export const emptyBoard: Board = { candidates: [], jobs: [], flags: defaultClipFlags };

export async function startBoardServer(): Promise<BoardServer> {
  const { ok, output } = await buildPages();
  if (!ok) throw new Error(output);
  const http = createServer((request, response) => void answer(request, response));
  const sockets = new WebSocketServer({ noServer: true });
  const open = new Set<WebSocket>();
  http.on("upgrade", (request, socket, head) => {
    if (server.isDown || !/^\/parties\/workspace\/workspace\?.*\bpage_id=/.test(request.url ?? ""))
      return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (page) => {
      open.add(page);
      page.on("close", () => open.delete(page));
      const rest = { channels: [], accounts: [], setAside: 0 };
      page.send(JSON.stringify({ type: "snapshot", serverNowMs: Date.now(), ...rest, ...server.board }));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://board");
    const json = (status: number, body: object) =>
      void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (!pathname.startsWith("/api/")) {
      const file = pathname === "/" ? "index.html" : pathname;
      const bytes = await readFile(join("dist/web", file)).catch(() => null);
      if (bytes === null) return void response.writeHead(404).end();
      return void response.writeHead(200, { "content-type": types[extname(file)] ?? "text/plain" }).end(bytes);
    }
    if (request.method === "GET") return json(reads[pathname] ? 200 : 404, reads[pathname] ?? {});
    server.asked.push(`${request.method} ${decodeURIComponent(pathname)}`);
    const { nextAnswer } = server;
    if (typeof nextAnswer === "object") return json(200, nextAnswer);
    const { status, sentence } = errorKinds[nextAnswer];
    json(status, { error: { code: nextAnswer, message: sentence } });
  }

  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const server: BoardServer = {
    address: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    ...{ board: emptyBoard, asked: [], nextAnswer: {}, isDown: false },
    cutLines() {
      for (const page of open) page.terminate();
    },
    async close() {
      server.cutLines();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}
