// What a monitor keeps of its channel itself: settings and session, the feed, and the moments.
import { z } from "zod";
import { channelSchema } from "#core/channel/channel.ts";
import { type ChannelSettings, channelSettingsSchema, defaultSettings } from "#core/channel/channel-settings.ts";
import { emptyFeed, type Feed, feedSchema } from "#core/channel/feed.ts";
import { type Moment, momentSchema } from "#core/moments/moment.ts";
import { noSession, type SessionState, sessionStateSchema } from "#core/session/session-step.ts";
import { KeyValue } from "../key-value.ts";
import { readStored } from "../read-stored.ts";

/** A page shows this many moments; older ones are asked of the database. */
const shownMoments = 200;

const monitoredChannelSchema = channelSchema.extend({ listener: z.string().max(60) });
export type MonitoredChannel = z.infer<typeof monitoredChannelSchema>;

export type MomentRow = { id: string; body: string };

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
      CREATE INDEX IF NOT EXISTS moments_of_session ON moments (session_id, number);
    `);
  }

  /** Null until the workspace has said it; one that cannot be read is told again by adding the channel. */
  get channel(): MonitoredChannel | null {
    return this.#values.get("channel", monitoredChannelSchema.nullable(), null);
  }
  set channel(channel: MonitoredChannel | null) {
    this.#values.set("channel", channel);
  }

  /** Those that cannot be read are as a new channel's, which approve nothing by themselves. */
  get settings(): ChannelSettings {
    return this.#values.get("settings", channelSettingsSchema, defaultSettings);
  }
  set settings(settings: ChannelSettings) {
    this.#values.set("settings", settings);
  }

  /** After one that cannot be read the next report finds the broadcast by the same id; sessions are counted from 1 again. */
  get sessionState(): SessionState {
    return this.#values.get("session", sessionStateSchema, noSession);
  }
  set sessionState(state: SessionState) {
    this.#values.set("session", state);
  }

  /** The feed as last reported; up to a minute old while nobody watches. */
  get feed(): Feed {
    return this.#values.get("feed", feedSchema, emptyFeed);
  }
  set feed(feed: Feed) {
    this.#values.set("feed", feed);
  }

  /** In order of time; the newest `most`. */
  moments(sessionId: string, most = shownMoments): Moment[] {
    return this.#sql
      .exec<MomentRow>(
        "SELECT id, body FROM (SELECT * FROM moments WHERE session_id = ? ORDER BY number DESC LIMIT ?) ORDER BY number",
        sessionId,
        most,
      )
      .toArray()
      .flatMap((row) => readMoment(row) ?? []);
  }

  /** Null also for one that cannot be read; kept again, it is readable. */
  moment(id: string): { moment: Moment; clipId: string | null } | null {
    const row = this.#sql
      .exec<MomentRow & { clip_id: string | null }>("SELECT id, body, clip_id FROM moments WHERE id = ?", id)
      .toArray()[0];
    const moment = row ? readMoment(row) : null;
    return row && moment ? { moment, clipId: row.clip_id } : null;
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
      `INSERT INTO moments (id, session_id, number, peak_ms, body) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET number = excluded.number, body = excluded.body`,
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

export function readMoment({ id, body }: MomentRow): Moment | null {
  return readStored(momentSchema, body, `moment ${id}`);
}
