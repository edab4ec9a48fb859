// What a listener keeps across eviction: its channels with their baselines, and the ids of webhook deliveries.
import { z } from "zod";
import { defaultSettings } from "#core/channel/channel-settings.ts";
import { type HeardSettings, heardSettingsSchema } from "#core/channel/heard-settings.ts";
import { type PlatformStatus, platformStatusSchema } from "#core/listener/platform-status.ts";
import { KeyValue } from "../key-value.ts";
import { readStored } from "../read-stored.ts";

/** Platforms repeat a delivery for up to a day; an hour more for clocks that run ahead of ours. */
const seenForMs = 25 * 3_600_000;

export interface StoredChannel {
  readonly channelId: string;
  readonly login: string;
  readonly displayName: string;
  readonly settings: HeardSettings;
  /** As last polled; null while offline. */
  readonly live: PlatformStatus | null;
  readonly isWatched: boolean;
  /** As `encodeDetectorState` made it. */
  readonly detector: string | null;
}

type Row = {
  channel_id: string;
  login: string;
  display_name: string;
  settings: string;
  live: string | null;
  watched: number;
  detector: string | null;
};

const timeSchema = z.number().int().catch(0);
const timesSchema = z.object({
  lastPollAtMs: timeSchema,
  lastPersistAtMs: timeSchema,
  lastReconcileAtMs: timeSchema,
  /** Up to where the monitors have been given the counts of whole minutes. */
  minutesReportedUntilMs: timeSchema,
});
export type Times = Readonly<z.infer<typeof timesSchema>>;

/** How the chat webhooks of a connected Twitch channel stand. */
const webhookStandingSchema = z.object({
  /** `pending`: asked for and not confirmed. `lost`: the platform has ended or refused them. */
  status: z.enum(["pending", "enabled", "lost"]),
  /** What a person should know of it; null while all is well. */
  detail: z.string().nullable(),
});
export type WebhookStanding = Readonly<z.infer<typeof webhookStandingSchema>>;
const webhooksSchema = z.record(z.string(), webhookStandingSchema);

const never: Times = { lastPollAtMs: 0, lastPersistAtMs: 0, lastReconcileAtMs: 0, minutesReportedUntilMs: 0 };

export class ListenerStorage {
  readonly #sql: SqlStorage;
  readonly #values: KeyValue;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#values = new KeyValue(sql);
    sql.exec(`
      CREATE TABLE IF NOT EXISTS channels (
        channel_id TEXT PRIMARY KEY, login TEXT NOT NULL, display_name TEXT NOT NULL, settings TEXT NOT NULL,
        live TEXT, watched INTEGER NOT NULL DEFAULT 0, detector TEXT);
      CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY, at_ms INTEGER NOT NULL);
      CREATE INDEX IF NOT EXISTS seen_at ON seen (at_ms);
    `);
  }

  /**
   * A channel is heard whatever its row says: by the settings of a new one until its monitor tells the present ones, and
   * as offline until the next poll.
   */
  channels(): StoredChannel[] {
    return this.#sql
      .exec<Row>("SELECT * FROM channels")
      .toArray()
      .map((row) => ({
        channelId: row.channel_id,
        login: row.login,
        displayName: row.display_name,
        settings: readStored(heardSettingsSchema, row.settings, `settings of ${row.channel_id}`) ?? defaultSettings,
        live: row.live === null ? null : readStored(platformStatusSchema, row.live, `status of ${row.channel_id}`),
        isWatched: row.watched === 1,
        detector: row.detector,
      }));
  }

  saveChannel(channel: Pick<StoredChannel, "channelId" | "login" | "displayName" | "settings">): void {
    this.#sql.exec(
      `INSERT INTO channels (channel_id, login, display_name, settings) VALUES (?, ?, ?, ?)
       ON CONFLICT (channel_id) DO UPDATE SET login = excluded.login, display_name = excluded.display_name, settings = excluded.settings`,
      channel.channelId,
      channel.login,
      channel.displayName,
      JSON.stringify(channel.settings),
    );
  }

  removeChannel(channelId: string): void {
    this.#sql.exec("DELETE FROM channels WHERE channel_id = ?", channelId);
  }

  saveLive(channelId: string, live: PlatformStatus | null): void {
    this.#sql.exec(
      "UPDATE channels SET live = ? WHERE channel_id = ?",
      live === null ? null : JSON.stringify(live),
      channelId,
    );
  }

  saveWatched(channelId: string, isWatched: boolean): void {
    this.#sql.exec("UPDATE channels SET watched = ? WHERE channel_id = ?", isWatched ? 1 : 0, channelId);
  }

  saveDetector(channelId: string, detector: string): void {
    this.#sql.exec("UPDATE channels SET detector = ? WHERE channel_id = ?", detector, channelId);
  }

  get times(): Times {
    return this.#values.get("times", timesSchema, never);
  }
  set times(times: Times) {
    this.#values.set("times", times);
  }

  /** By channel id; a channel that is not connected is absent. Where it cannot be read, all are looked at anew. */
  get webhooks(): Readonly<Record<string, WebhookStanding>> {
    return this.#values.get("webhooks", webhooksSchema, {});
  }
  set webhooks(webhooks: Readonly<Record<string, WebhookStanding>>) {
    this.#values.set("webhooks", webhooks);
  }

  /** Under which callback and secret the subscriptions were made, as a hash; null before any. */
  get webhookTarget(): string | null {
    return this.#values.get("webhook_target", z.string().nullable(), null);
  }
  set webhookTarget(target: string | null) {
    this.#values.set("webhook_target", target);
  }

  /** True the first time an id is seen within a day. */
  isNew(id: string, nowMs: number): boolean {
    return this.#sql.exec("INSERT OR IGNORE INTO seen (id, at_ms) VALUES (?, ?)", id, nowMs).rowsWritten > 0;
  }

  /** When the last new id was seen; null before any. */
  get lastSeenAtMs(): number | null {
    return this.#sql.exec<{ at_ms: number | null }>("SELECT MAX(at_ms) AS at_ms FROM seen").one().at_ms;
  }

  forgetSeen(nowMs: number): void {
    this.#sql.exec("DELETE FROM seen WHERE at_ms < ?", nowMs - seenForMs);
  }
}
