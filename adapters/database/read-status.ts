// The seeds' three questions of the database.
import { count, desc, eq } from "drizzle-orm";
import type { Database } from "./client.ts";
import { databaseError } from "./database-error.ts";
import { momentsTable, sessionsTable } from "./schema.ts";

const shownMoments = 10;
const shownSessions = 100;

export interface DatabaseStatus {
  readonly activeSessions: readonly {
    readonly id: string;
    readonly platform: string;
    readonly login: string;
    readonly title: string;
    readonly startedAtMs: number;
    readonly viewerCount: number | null;
  }[];
  readonly unprocessedMoments: number;
  /** Newest first. */
  readonly lastMoments: readonly {
    readonly id: string;
    readonly platform: string;
    readonly login: string;
    readonly peakMs: number;
    readonly explanation: string;
    readonly streamElapsedSeconds: number;
    readonly clipPath: string | null;
  }[];
}

/** Throws `database_unavailable` when the database cannot be reached. */
export async function readStatus(db: Database): Promise<DatabaseStatus> {
  try {
    const [active, [unprocessed], last] = await db.batch([
      db
        .select()
        .from(sessionsTable)
        .where(eq(sessionsTable.isActive, true))
        .orderBy(desc(sessionsTable.startedAt))
        .limit(shownSessions),
      db.select({ n: count() }).from(momentsTable).where(eq(momentsTable.processed, false)),
      db
        .select({ moment: momentsTable, login: sessionsTable.login })
        .from(momentsTable)
        .innerJoin(sessionsTable, eq(momentsTable.sessionId, sessionsTable.id))
        .orderBy(desc(momentsTable.detectedAt))
        .limit(shownMoments),
    ]);
    return {
      activeSessions: active.map(({ id, platform, login, title, startedAt, viewerCount }) => ({
        id,
        platform,
        login,
        title,
        startedAtMs: startedAt.getTime(),
        viewerCount,
      })),
      unprocessedMoments: unprocessed?.n ?? 0,
      lastMoments: last.map(
        ({ login, moment: { id, platform, peakAt, explanation, streamElapsedSeconds, clipPath } }) => ({
          id,
          platform,
          login,
          peakMs: peakAt.getTime(),
          explanation,
          streamElapsedSeconds,
          clipPath,
        }),
      ),
    };
  } catch (error) {
    throw databaseError(error);
  }
}
