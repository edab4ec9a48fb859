// Moves the counts of a session that is over into one object of the store. The rows go only once the object is there, and
// what it already holds is merged, so that a crash or a late report at any point loses nothing and repeats nothing.
import {
  type SessionCounts,
  sessionCounts,
  sessionCountsKey,
  sessionCountsSchema,
  mergeMinuteCounts,
  minutesOf,
} from "#core/session/session-counts.ts";
import type { Moment } from "#core/moments/moment.ts";
import { type CountsStorage, readable } from "./counts-storage.ts";

export interface SessionStore {
  readonly bucket: Pick<R2Bucket, "get" | "put">;
  readonly kept: CountsStorage;
  readonly moments: (sessionId: string) => Moment[];
  readonly keywords: () => readonly string[];
}

export async function storeSession(
  { bucket, kept, moments, keywords }: SessionStore,
  sessionId: string,
): Promise<void> {
  const known = kept.session(sessionId);
  if (!known) return;
  const rows = kept.rows(sessionId);
  const before = known.isStored ? await storedSession(bucket, sessionId) : null;
  const minutes = mergeMinuteCounts(before ? minutesOf(before) : [], readable(rows));
  const body = sessionCounts(known.session, moments(sessionId), keywords(), minutes);
  await bucket.put(sessionCountsKey(sessionId), await gzip(JSON.stringify(body)), {
    httpMetadata: { contentType: "application/json", contentEncoding: "gzip" },
  });
  kept.markStored(sessionId, rows);
}

async function storedSession(bucket: Pick<R2Bucket, "get">, sessionId: string): Promise<SessionCounts | null> {
  const object = await bucket.get(sessionCountsKey(sessionId));
  if (!object) return null;
  const text = await new Response(object.body.pipeThrough(new DecompressionStream("gzip"))).text();
  return sessionCountsSchema.parse(JSON.parse(text));
}

function gzip(text: string): Promise<ArrayBuffer> {
  return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
}
