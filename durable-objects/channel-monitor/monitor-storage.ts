// What a monitor keeps of its channel itself: settings and session, the feed, and the moments.
import type { Channel } from "#core/channel/channel.ts";
import { type ChannelSettings, defaultSettings } from "#core/channel/channel-settings.ts";
import { emptyFeed, type Feed } from "#core/channel/feed.ts";
import { type Moment, momentSchema } from "#core/moments/moment.ts";
import { noSession, type SessionState } from "#core/session/session-step.ts";
import { KeyValue } from "../key-value.ts";

/** A page shows this many moments; older ones are asked of the database. */
const shownMoments = 200;

export class MonitorStorage {
  readonly #sql: SqlStorage;
  readonly #values: KeyValue;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#values = new KeyValue(sql);
    sql.exec(`
      CREATE TABLE IF NOT EXISTS moments (
        id TEXT PRIMARY KEY, session_id TEXT NOT NULL, number INTEGER NOT NULL, peak_ms INTEGER NOT NULL,
        body TEXT NOT NULL, clip_id TEXT);
    `);
  }

  get channel(): (Channel & { listener: string }) | null {
    return this.#values.get("channel", null);
  }
  set channel(channel: (Channel & { listener: string }) | null) {
    this.#values.set("channel", channel);
  }

  get settings(): ChannelSettings {
    return this.#values.get("settings", defaultSettings);
  }
  set settings(settings: ChannelSettings) {
    this.#values.set("settings", settings);
  }

  get sessionState(): SessionState {
    return this.#values.get("session", noSession);
  }
  set sessionState(state: SessionState) {
    this.#values.set("session", state);
  }

  /** The feed as last reported; up to a minute old while nobody watches. */
  get feed(): Feed {
    return this.#values.get("feed", emptyFeed);
  }
  set feed(feed: Feed) {
    this.#values.set("feed", feed);
  }

  /** In order of time; the newest `most`. */
  moments(sessionId: string, most = shownMoments): Moment[] {
    return this.#sql
      .exec<{ body: string }>(
        "SELECT body FROM (SELECT * FROM moments WHERE session_id = ? ORDER BY number DESC LIMIT ?) ORDER BY number",
        sessionId,
        most,
      )
      .toArray()
      .map((row) => momentSchema.parse(JSON.parse(row.body)));
  }

  moment(id: string): { moment: Moment; clipId: string | null } | null {
    const row = this.#sql
      .exec<{ body: string; clip_id: string | null }>("SELECT body, clip_id FROM moments WHERE id = ?", id)
      .toArray()[0];
    return row ? { moment: momentSchema.parse(JSON.parse(row.body)), clipId: row.clip_id } : null;
  }

  nextMomentNumber(sessionId: string): number {
    return this.#sql
      .exec<{ n: number }>("SELECT COALESCE(MAX(number), 0) + 1 AS n FROM moments WHERE session_id = ?", sessionId)
      .one().n;
  }

  counted(sessionId: string): { moments: number; clipsReady: number } {
    const row = this.#sql
      .exec<{ moments: number; clips: number }>(
        "SELECT COUNT(*) AS moments, COUNT(clip_id) AS clips FROM moments WHERE session_id = ?",
        sessionId,
      )
      .one();
    return { moments: row.moments, clipsReady: row.clips };
  }

  saveMoment(moment: Moment): void {
    this.#sql.exec(
      "INSERT OR IGNORE INTO moments (id, session_id, number, peak_ms, body) VALUES (?, ?, ?, ?, ?)",
      moment.id,
      moment.sessionId,
      moment.number,
      moment.peakMs,
      JSON.stringify(moment),
    );
  }

  markClipped(momentId: string, clipId: string): void {
    this.#sql.exec("UPDATE moments SET clip_id = ? WHERE id = ?", clipId, momentId);
  }
}
