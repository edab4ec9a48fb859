// What the workspace keeps: members, sign-in sessions, channels and their summaries.
import type { ChannelSummary } from "#core/live/channel-summary.ts";
import type { Channel } from "#core/live/live-message.ts";
import { type Member, memberSchema } from "#core/members/member.ts";
import { channelKey, type ChannelRef, type Platform } from "#core/platform.ts";

export interface AssignedChannel extends Channel {
  /** `platform:shard`. */
  readonly listener: string;
}

type MemberRow = { platform: string; user_id: string | null; login: string; display_name: string; role: string };
type ChannelRow = {
  platform: string;
  channel_id: string;
  login: string;
  display_name: string;
  listener: string;
  summary: string | null;
};

export class WorkspaceStorage {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS members (
        platform TEXT NOT NULL, login TEXT NOT NULL, user_id TEXT, display_name TEXT NOT NULL, role TEXT NOT NULL,
        PRIMARY KEY (platform, login));
      CREATE TABLE IF NOT EXISTS sign_ins (
        token_hash TEXT PRIMARY KEY, platform TEXT NOT NULL, user_id TEXT NOT NULL, expires_at_ms INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS channels (
        platform TEXT NOT NULL, channel_id TEXT NOT NULL, login TEXT NOT NULL, display_name TEXT NOT NULL,
        listener TEXT NOT NULL, summary TEXT, PRIMARY KEY (platform, channel_id));
    `);
  }

  members(): Member[] {
    return this.#sql.exec<MemberRow>("SELECT * FROM members ORDER BY platform, login").toArray().map(toMember);
  }

  saveMember(member: Member): void {
    const { platform, userId, login } = member;
    if (userId !== null) {
      // A person known by id may have changed their login, and taken one that another member has given up.
      this.#sql.exec("DELETE FROM members WHERE platform = ? AND user_id = ?", platform, userId);
      this.#sql.exec(
        "UPDATE members SET login = '~' || user_id WHERE platform = ? AND login = ? AND user_id IS NOT NULL",
        platform,
        login,
      );
    }
    this.#sql.exec(
      "INSERT OR REPLACE INTO members (platform, login, user_id, display_name, role) VALUES (?, ?, ?, ?, ?)",
      member.platform,
      member.login,
      member.userId,
      member.displayName,
      member.role,
    );
  }

  removeMember(platform: Platform, login: string): void {
    const member = this.members().find((one) => one.platform === platform && one.login === login);
    if (member?.userId)
      this.#sql.exec("DELETE FROM sign_ins WHERE platform = ? AND user_id = ?", platform, member.userId);
    this.#sql.exec("DELETE FROM members WHERE platform = ? AND login = ?", platform, login);
  }

  saveSignIn(tokenHash: string, member: Member, expiresAtMs: number): void {
    this.#sql.exec("INSERT INTO sign_ins VALUES (?, ?, ?, ?)", tokenHash, member.platform, member.userId, expiresAtMs);
  }

  removeSignIn(tokenHash: string): void {
    this.#sql.exec("DELETE FROM sign_ins WHERE token_hash = ?", tokenHash);
  }

  removeSignInsBefore(nowMs: number): void {
    this.#sql.exec("DELETE FROM sign_ins WHERE expires_at_ms <= ?", nowMs);
  }

  signedIn(tokenHash: string, nowMs: number): Member | null {
    const row = this.#sql
      .exec<MemberRow>(
        `SELECT members.* FROM sign_ins JOIN members USING (platform, user_id) WHERE token_hash = ? AND expires_at_ms > ?`,
        tokenHash,
        nowMs,
      )
      .toArray()[0];
    return row ? toMember(row) : null;
  }

  channels(): AssignedChannel[] {
    return this.#sql.exec<ChannelRow>("SELECT * FROM channels ORDER BY platform, login").toArray().map(toChannel);
  }

  saveChannel(channel: AssignedChannel): void {
    this.#sql.exec(
      `INSERT INTO channels (platform, channel_id, login, display_name, listener) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (platform, channel_id) DO UPDATE SET login = excluded.login, display_name = excluded.display_name`,
      channel.platform,
      channel.channelId,
      channel.login,
      channel.displayName,
      channel.listener,
    );
  }

  removeChannel(channel: ChannelRef): void {
    this.#sql.exec("DELETE FROM channels WHERE platform = ? AND channel_id = ?", channel.platform, channel.channelId);
  }

  saveSummary(channel: ChannelRef, summary: ChannelSummary): void {
    this.#sql.exec(
      "UPDATE channels SET summary = ? WHERE platform = ? AND channel_id = ?",
      JSON.stringify(summary),
      channel.platform,
      channel.channelId,
    );
  }

  /** By channel key; a channel that has said nothing yet is absent. */
  summaries(): ReadonlyMap<string, ChannelSummary> {
    const rows = this.#sql.exec<ChannelRow>("SELECT * FROM channels WHERE summary IS NOT NULL").toArray();
    return new Map(
      rows.map((row) => [channelKey(toChannel(row)), JSON.parse(row.summary ?? "null") as ChannelSummary]),
    );
  }
}

function toMember(row: MemberRow): Member {
  return memberSchema.parse({ ...row, userId: row.user_id, displayName: row.display_name });
}

function toChannel(row: ChannelRow): AssignedChannel {
  return {
    platform: row.platform as Platform,
    channelId: row.channel_id,
    login: row.login,
    displayName: row.display_name,
    listener: row.listener,
  };
}
