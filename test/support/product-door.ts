// Where the tests of a run ask for the product that they share. It starts when the first one asks, so a run that needs
// none pays for none.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startProduct } from "./start-product.ts";

export interface ProductDoor {
  /** Answers `{address, simulator}` as JSON once the product runs, or 500 with the reason as text. */
  readonly url: string;
  close(): Promise<void>;
}

export async function openProductDoor(): Promise<ProductDoor> {
  let starting: ReturnType<typeof startProduct> | null = null;
  const server = createServer((_request, response) => {
    starting ??= startProduct();
    starting.then(
      ({ address, simulator }) => response.end(JSON.stringify({ address, simulator })),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  // Starting a Worker takes as long as it takes; the limit of the test that asks is the only one.
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const product = await starting?.catch(() => null);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      const code = await product?.stop();
      if (code !== undefined && code !== 0) throw new Error(`npm start ended with ${code}: ${product?.output()}`);
    },
  };
}
