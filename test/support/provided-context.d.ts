// What global-setup.ts hands to the tests; read it with `inject` from vitest.
import "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    /** `host:port` of the endpoint that speaks Neon's protocol. */
    neonProxy: string;
    databaseUrl: string;
    /** Base address of the simulator, under which its control interface lies. */
    simulatorUrl: string;
    /** A host of streams that no other site may read (`stream-host.ts`). */
    streamHostUrl: string;
    /** The Worker's settings that point it at the simulator. */
    platformSettings: Record<string, string>;
    /** Where `shared-product.ts` asks for the product that browser tests share. */
    productDoor: string;
    /** Folder of the Worker's bundle, as a deployment has it. */
    workerBundle: string;
  }
}
