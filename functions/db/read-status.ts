// The seeds' three questions of the database.
import { count, desc, eq } from "drizzle-orm";
import type { Database } from "./client.ts";
import { databaseError } from "./database-error.ts";
import { moments, sessions } from "./schema.ts";

const shownMoments = 10;
const shownSessions = 100;

export interface Status {
  readonly activeSessions: (typeof sessions.$inferSelect)[];
  readonly unprocessedMoments: number;
  readonly lastMoments: (typeof moments.$inferSelect)[];
}

/** Throws `database_unavailable` when the database cannot be reached. */
export async function readStatus(db: Database): Promise<Status> {
  try {
    const [activeSessions, [unprocessed], lastMoments] = await db.batch([
      db
        .select()
        .from(sessions)
        .where(eq(sessions.isActive, true))
        .orderBy(desc(sessions.startedAt))
        .limit(shownSessions),
      db.select({ n: count() }).from(moments).where(eq(moments.processed, false)),
      db.select().from(moments).orderBy(desc(moments.detectedAt)).limit(shownMoments),
    ]);
    return { activeSessions, unprocessedMoments: unprocessed?.n ?? 0, lastMoments };
  } catch (error) {
    throw databaseError(error);
  }
}
