// Runs `npm start` for a test: the whole product in a folder of its own, on ports nobody uses.
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGroup } from "../../scripts/process-group.ts";

export interface Product {
  /** The one address it prints. */
  readonly address: string;
  /** Base address of the demo world, for its control interface. */
  readonly simulator: string;
  readonly output: () => string;
  /** As Ctrl+C does. Resolves with the exit code. */
  stop(): Promise<number | null>;
}

export async function startProduct(): Promise<Product> {
  const data = await mkdtemp(join(tmpdir(), "hypecut-"));
  const [port, simulatorPort] = [await unusedPort(), await unusedPort()];
  const { child, ended } = startGroup(
    process.execPath,
    ["scripts/start.ts", "--port", `${port}`, "--simulator-port", `${simulatorPort}`, "--data", data],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  const address = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const printed = /^\s*(http:\/\/localhost:\d+)\s*$/m.exec(output)?.[1];
      if (printed) resolve(printed);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    void ended.then((code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
  });
  return {
    address,
    simulator: `http://127.0.0.1:${simulatorPort}`,
    output: () => output,
    async stop() {
      child.kill("SIGINT");
      const code = await ended;
      await rm(data, { recursive: true, force: true });
      return code;
    },
  };
}

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
