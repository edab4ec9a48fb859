// Finds a port to listen on: the wished one, or the next that is free.
import { createServer } from "node:net";

const host = "127.0.0.1";
const tries = 50;

/** Says so when the wished port is taken. `purpose` completes "… for the page". */
export async function freePort(wished: number, purpose: string): Promise<number> {
  for (let port = wished; port < wished + tries; port += 1) {
    if (!(await isFree(port))) continue;
    if (port !== wished) console.log(`Port ${wished} is taken, using ${port} for ${purpose}.`);
    return port;
  }
  throw new Error(`No port from ${wished} to ${wished + tries - 1} is free for ${purpose}.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
