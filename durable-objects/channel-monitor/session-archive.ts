// The kept counts of a channel's sessions: rows while a session runs, one object of the store once it is over.
import type { MinuteCounts } from "#core/session/minute-counts.ts";
import { sessionCounts, type SessionCountsEntry } from "#core/session/session-counts.ts";
import { channelDetection } from "#core/channel/channel-detection.ts";
import type { Session } from "#core/session/session.ts";
import type { SessionCountsAnswer } from "../rpc/channel-monitor-rpc.ts";
import { logWarning } from "../log-warning.ts";
import { CountsStorage, readable } from "./counts-storage.ts";
import type { MonitorStorage } from "./monitor-storage.ts";
import { storeSession } from "./store-session.ts";

const retryMs = 60_000;
const maxMoments = 5000;

export class SessionArchive {
  readonly #kept: CountsStorage;
  readonly #bucket: R2Bucket;
  readonly #storage: MonitorStorage;
  #running: Promise<void> | null = null;
  /** After a failure the store is left alone for a minute. */
  #notBeforeMs = 0;

  constructor(sql: SqlStorage, bucket: R2Bucket, storage: MonitorStorage) {
    this.#kept = new CountsStorage(sql);
    this.#bucket = bucket;
    this.#storage = storage;
  }

  keep(session: Session, minute: MinuteCounts): void {
    this.#kept.save(session, minute);
  }

  changed(session: Session): void {
    this.#kept.saveSession(session);
  }

  sessions(): SessionCountsEntry[] {
    return this.#kept.sessions();
  }

  /** What is kept of a session since a time; nothing once the store has it. */
  minutesSince(sessionId: string, fromMs: number): MinuteCounts[] {
    return readable(this.#kept.rowsSince(sessionId, fromMs));
  }

  session(sessionId: string): SessionCountsAnswer | null {
    const known = this.#kept.session(sessionId);
    if (!known) return null;
    if (known.isStored) return { status: "stored" };
    const moments = this.#storage.moments(sessionId, maxMoments);
    const kept = sessionCounts(known.session, moments, this.#keywords(), readable(this.#kept.rows(sessionId)));
    return { status: "here", json: JSON.stringify(kept) };
  }

  /** When {@link flush} has something to do again; null when nothing waits. */
  nextDueMs(): number | null {
    return this.#waiting() === null ? null : Math.max(this.#notBeforeMs, Date.now() + 1_000);
  }

  /** Stores a session that is over, one at a time. Never throws: the rows stay, and it is tried again. */
  flush(): Promise<void> {
    this.#running ??= this.#store().finally(() => (this.#running = null));
    return this.#running;
  }

  async #store(): Promise<void> {
    const sessionId = this.#waiting();
    if (sessionId === null || Date.now() < this.#notBeforeMs) return;
    try {
      await storeSession(
        {
          bucket: this.#bucket,
          kept: this.#kept,
          moments: (id) => this.#storage.moments(id, maxMoments),
          keywords: () => this.#keywords(),
        },
        sessionId,
      );
    } catch (error) {
      this.#notBeforeMs = Date.now() + retryMs;
      logWarning("store_session_failed", error);
    }
  }

  #waiting(): string | null {
    const { session } = this.#storage.sessionState;
    return this.#kept.unstored(session?.endedAtMs === null ? session.id : null);
  }

  #keywords(): readonly string[] {
    return channelDetection(this.#storage.settings).seed.clipKeywords;
  }
}
