// Opens Neon over HTTP: one query a fetch, no session to keep. On a developer's machine the same driver speaks to a local
// endpoint instead.
import { neon, neonConfig } from "@neondatabase/serverless";
import { drizzle } from "drizzle-orm/neon-http";
import * as schema from "./schema.ts";

/** The driver itself waits for ever; a sleeping Neon project wakes within a few seconds. */
const answerWithinMs = 15_000;

export interface DatabaseSettings {
  readonly url: string;
  /** host:port of a local endpoint that speaks Neon's protocol; null in production. */
  readonly proxy: string | null;
}

export function httpDatabase({ url, proxy }: DatabaseSettings) {
  if (proxy !== null) neonConfig.fetchEndpoint = () => `http://${proxy}/sql`;
  neonConfig.fetchFunction = (address: string, init: RequestInit) =>
    fetch(address, { ...init, signal: AbortSignal.timeout(answerWithinMs) });
  return drizzle({ client: neon(url), schema });
}

export type Database = ReturnType<typeof httpDatabase>;
