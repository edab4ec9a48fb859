// A Postgres wire server over one PGlite instance. PGlite has a single session, so a client keeps it from its first
// unit until the server reports that no transaction is open; everyone else waits.
import type { PGlite } from "@electric-sql/pglite";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { type ClientUnit, clientUnits } from "./client-units.ts";

const readyForQuery = "Z".charCodeAt(0);
const idle = "I".charCodeAt(0);

export interface PgliteServer {
  readonly port: number;
  close(): Promise<void>;
}

export async function startPgliteServer(db: PGlite): Promise<PgliteServer> {
  await db.waitReady;
  const takeTurn = turns();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay().on("close", () => sockets.delete(socket));
    serveClient(db, socket, takeTurn);
  });
  await listen(server);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** Resolves with the function that ends the turn. */
type TakeTurn = () => Promise<() => void>;

function turns(): TakeTurn {
  let last = Promise.resolve();
  return async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = last;
    last = before.then(() => promise);
    await before;
    return resolve;
  };
}

function serveClient(db: PGlite, socket: Socket, takeTurn: TakeTurn): void {
  const cut = clientUnits();
  let endTurn: (() => void) | null = null;
  let work = Promise.resolve();

  const execute = async (bytes: Uint8Array) => {
    endTurn ??= await takeTurn();
    try {
      const answer = await run(db, bytes);
      if (!socket.destroyed) socket.write(answer);
      if (!isIdle(answer)) return;
    } catch (error) {
      socket.destroy(error instanceof Error ? error : undefined);
      await rollBack(db);
    }
    endTurn();
    endTurn = null;
  };
  const handle = (unit: ClientUnit) => {
    if (unit.type === "refuse_encryption") socket.write("N");
    else if (unit.type === "close") socket.end();
    else work = work.then(() => execute(unit.bytes));
  };
  // A client that goes away inside a transaction must not leave it to the next one.
  const leave = async () => {
    if (!endTurn) return;
    await rollBack(db);
    endTurn();
  };

  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => cut(chunk).forEach(handle));
  socket.on("close", () => void (work = work.then(leave)));
}

function run(db: PGlite, bytes: Uint8Array): Promise<Uint8Array> {
  return db.runExclusive(() => db.execProtocolRaw(bytes, { throwOnError: false }));
}

async function rollBack(db: PGlite): Promise<void> {
  const text = Buffer.from("ROLLBACK\0");
  const message = Buffer.alloc(5 + text.length);
  message.write("Q");
  message.writeInt32BE(4 + text.length, 1);
  text.copy(message, 5);
  // A database that is closing refuses; then there is nothing left to roll back.
  await run(db, new Uint8Array(message)).catch(() => undefined);
}

/** The last message of an answer is ReadyForQuery: its letter, a length of 5 and the state of the transaction. */
function isIdle(answer: Uint8Array): boolean {
  return answer.at(-6) === readyForQuery && answer.at(-1) === idle;
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
}
