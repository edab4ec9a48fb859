// Opens Neon over HTTP: one query a fetch, no session to keep. On a developer's machine the same driver speaks to a local
// endpoint instead.
import { neon, neonConfig } from "@neondatabase/serverless";
import { drizzle } from "drizzle-orm/neon-http";
import { fetchWithin } from "../http/bounded-fetch.ts";
import { outboundLimits } from "../http/outbound-limits.ts";
import * as schema from "./schema.ts";

export interface DatabaseSettings {
  readonly url: string;
  /** host:port of a local endpoint that speaks Neon's protocol; null in production. */
  readonly proxy: string | null;
}

export function httpDatabase({ url, proxy }: DatabaseSettings) {
  if (proxy !== null) neonConfig.fetchEndpoint = () => `http://${proxy}/sql`;
  // The driver itself waits for ever.
  neonConfig.fetchFunction = fetchWithin(outboundLimits.database);
  return drizzle({ client: neon(url), schema });
}

export type Database = ReturnType<typeof httpDatabase>;
