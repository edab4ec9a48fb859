// The dashboard as it is built, with its routes and its live socket over a board in memory that a test can change.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { build } from "vite";
import { type WebSocket, WebSocketServer } from "ws";
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";
import { type ClipFlags, defaultClipFlags } from "#core/clips/board/clip-flags.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { jobStatuses } from "#core/clips/job/clip-job.ts";
import { errorKinds, type AppErrorCode } from "#core/errors.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import type { BoardMessage } from "#core/live/board-message.ts";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import type { Role } from "#core/members/member.ts";
import { jobCore } from "#core/clips/job/job-transitions.ts";
import { aJob, fields } from "./clip-builders.ts";

interface Board {
  channels: ChannelSummary[];
  candidates: CandidateState[];
  jobs: ClipJob[];
  flags: ClipFlags;
  accounts: ConnectedAccount[];
}

export interface BoardServer {
  readonly address: string;
  readonly board: Board;
  role: Role;
  /** Every change that was asked for, as `POST /api/action-queue/x/approve {…}`. */
  readonly asked: string[];
  /** A refusal for the next change, instead of doing it. */
  refuseNext: AppErrorCode | null;
  /** Whether a page that connects is told anything; without it the dashboard stays as it loads. */
  isTelling: boolean;
  tell(message: BoardMessage): void;
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

export async function startBoardServer(): Promise<BoardServer> {
  const folder = await mkdtemp(join(tmpdir(), "board-"));
  await build({
    root: "web",
    configFile: false,
    logLevel: "error",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2022",
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: "web/index.html" } },
    },
  });
  const board: Board = { channels: [], candidates: [], jobs: [], flags: defaultClipFlags, accounts: [] };
  const http = createServer((request, response) => void answer(request, response));
  const sockets = new WebSocketServer({ noServer: true });
  const open = new Set<WebSocket>();
  http.on("upgrade", (request, socket, head) => {
    if (server.isDown || !/^\/parties\/workspace\/workspace\?.*\bpage_id=/.test(request.url ?? ""))
      return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (page) => {
      open.add(page);
      page.on("close", () => open.delete(page));
      if (server.isTelling) page.send(JSON.stringify({ type: "snapshot", serverNowMs: Date.now(), ...board }));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://board");
    const method = request.method ?? "GET";
    const json = (status: number, body?: object) =>
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(body === undefined ? undefined : JSON.stringify(body));
    if (!url.pathname.startsWith("/api/")) {
      const path = join(folder, url.pathname === "/" ? "index.html" : url.pathname);
      const bytes = await readFile(path).catch(() => null);
      if (bytes === null) return void response.writeHead(404).end();
      return void response.writeHead(200, { "content-type": types[extname(path)] ?? "text/plain" }).end(bytes);
    }
    if (method === "GET") return void json(200, read(url.pathname));
    const body = await readBody(request);
    server.asked.push(`${method} ${decodeURIComponent(url.pathname)}${body === "" ? "" : ` ${body}`}`);
    const refusal = server.refuseNext;
    server.refuseNext = null;
    if (refusal !== null) {
      const { status, sentence } = errorKinds[refusal];
      return void json(status, { error: { code: refusal, message: sentence } });
    }
    const changed = change(method, decodeURIComponent(url.pathname), body === "" ? {} : (JSON.parse(body) as object));
    json(changed === null ? 204 : 200, changed ?? undefined);
  }

  function read(path: string): object {
    const count = (status: ClipJob["status"]) => board.jobs.filter((job) => job.status === status).length;
    switch (path) {
      case "/api/me":
        return {
          member: { platform: "twitch", userId: "1", login: "someone", displayName: "Someone", role: server.role },
        };
      case "/api/status":
        return { activeSessions: [], unprocessedMoments: 0, lastMoments: [] };
      case "/api/observability":
        return {
          ...{ clips_token_valid: board.accounts.length > 0, clips_scope_ok: true, accounts: [], ...board.flags },
          ...{ clips_pipeline_enabled: board.flags.clip_pipeline_enabled, clips_api_enabled: true },
          jobs: Object.fromEntries(jobStatuses.map((status) => [status, count(status)])),
          late: board.jobs.filter((job) => fields(job).isLate === true).length,
          pending_actions: board.candidates.length,
          channels: board.channels.length,
          live: board.channels.filter((channel) => channel.isLive).length,
        };
      default:
        return {};
    }
  }

  function change(method: string, path: string, body: object): object | null {
    const [, collection, id, verb] = /^\/api\/([a-z-]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ?? [];
    if (collection === "flags") {
      board.flags = { ...board.flags, ...body };
      return { flags: board.flags };
    }
    if (collection === "clip-jobs") return { job: retried(id ?? "", body) };
    if (collection === "accounts") {
      if (method === "DELETE") board.accounts = board.accounts.filter(({ userId }) => userId !== id);
      return method === "DELETE" ? null : { account: board.accounts.find(({ userId }) => userId === id) };
    }
    const candidate = board.candidates.find(({ candidateId }) => candidateId === id);
    if (candidate === undefined) throw new Error(`There is no ${path}.`);
    if (method === "PATCH") {
      const { title = candidate.title, durationSeconds } = body as { title?: string; durationSeconds?: number };
      const { fromMs } = candidate.range;
      const seconds = durationSeconds ?? candidate.suggestedDurationSeconds;
      const range = { fromMs, toMs: fromMs + seconds * 1000 };
      const edited = { ...candidate, title, suggestedDurationSeconds: seconds, range };
      board.candidates = board.candidates.map((one) => (one === candidate ? edited : one));
      return { action: edited };
    }
    board.candidates = board.candidates.filter((one) => one !== candidate);
    if (verb === "reject") return null;
    const job = aJob({
      ...{ jobId: `job-of-${candidate.candidateId}`, candidateId: candidate.candidateId, title: candidate.title },
      ...{ channel: candidate.channel, login: candidate.login, range: candidate.range, createdAtMs: Date.now() },
    });
    board.jobs.push(job);
    return { job };
  }

  function retried(jobId: string, body: { executor?: ClipJob["executor"] }): ClipJob {
    const job = board.jobs.find((one) => one.jobId === jobId);
    if (job === undefined) throw new Error(`There is no ${jobId}.`);
    const executor = body.executor ?? job.executor ?? "browser";
    const next = aJob({
      ...{ ...jobCore(job), status: "queued", executor },
      ...{ manualRetries: job.manualRetries + 1, updatedAtMs: job.updatedAtMs + 1 },
    });
    board.jobs = board.jobs.map((one) => (one === job ? next : one));
    return next;
  }

  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const server: BoardServer = {
    address: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    ...{ board, role: "owner", asked: [], refuseNext: null, isTelling: true, isDown: false },
    tell(message) {
      for (const page of open) page.send(JSON.stringify(message));
    },
    cutLines() {
      for (const page of open) page.terminate();
    },
    async close() {
      server.cutLines();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
  return server;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
