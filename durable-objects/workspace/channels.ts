// The channels of a deployment: which listener hears each, what the dashboard shows of it, and what its monitor is owed.
import { z } from "zod";
import { assignListener } from "#core/listener/assign-listener.ts";
import { type ChannelSummary, channelSummarySchema } from "#core/channel/channel-summary.ts";
import { type Channel, channelSchema } from "#core/channel/channel.ts";
import { emptyFeed } from "#core/channel/feed.ts";
import { channelKey, type ChannelRef, type Platform } from "#core/channel/channel-ref.ts";
import { Outbox } from "../outbox.ts";
import { type OutboxMessage, receiver } from "../outbox-receiver.ts";
import { readRow, readStored } from "../read-stored.ts";
import type { AssignedChannel } from "../rpc/workspace-rpc.ts";
import { monitorStub } from "../stubs.ts";

const assignedChannelSchema = channelSchema.extend({ listener: z.string().max(60) });
const channelMessageSchema = z.object({ type: z.enum(["configure", "remove"]), channel: assignedChannelSchema });
type ChannelMessage = z.infer<typeof channelMessageSchema>;

type ChannelRow = { channel: AssignedChannel; summary: string | null };

export class Channels {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  /** Told before the change is known to anyone else; a channel's row and what its monitor is owed are one write. */
  readonly outbox: Outbox<Record<string, ChannelMessage>>;

  constructor(storage: DurableObjectStorage, env: Pick<Env, "ChannelMonitor">) {
    this.#storage = storage;
    this.#sql = storage.sql;
    const monitors = receiver(channelMessageSchema, (messages) => tellMonitors(env, messages));
    this.outbox = new Outbox(storage.sql, () => monitors);
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS channels (
        platform TEXT NOT NULL, channel_id TEXT NOT NULL, login TEXT NOT NULL, display_name TEXT NOT NULL,
        listener TEXT NOT NULL, summary TEXT, PRIMARY KEY (platform, channel_id));
    `);
  }

  list(): AssignedChannel[] {
    return this.#rows().map(({ channel }) => channel);
  }

  find(platform: Platform, login: string): AssignedChannel | null {
    return this.list().find((one) => one.platform === platform && one.login === login) ?? null;
  }

  has({ platform, channelId }: ChannelRef): boolean {
    const query = "SELECT 1 FROM channels WHERE platform = ? AND channel_id = ?";
    return this.#sql.exec(query, platform, channelId).toArray().length > 0;
  }

  /** Adds a channel, or finds it if it is there. */
  add(channel: Channel): AssignedChannel {
    const channels = this.list();
    const known = channels.find((one) => channelKey(one) === channelKey(channel));
    const taken = channels.map((one) => one.listener);
    const assigned = { ...channel, listener: known?.listener ?? assignListener(channel.platform, taken) };
    this.#storage.transactionSync(() => {
      this.#sql.exec(
        `INSERT INTO channels (platform, channel_id, login, display_name, listener) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (platform, channel_id) DO UPDATE SET
           login = excluded.login, display_name = excluded.display_name, listener = excluded.listener`,
        assigned.platform,
        assigned.channelId,
        assigned.login,
        assigned.displayName,
        assigned.listener,
      );
      this.#owe({ type: "configure", channel: assigned });
    });
    return assigned;
  }

  /** False when it was not there. */
  remove(channel: ChannelRef): boolean {
    const known = this.list().find((one) => channelKey(one) === channelKey(channel));
    if (!known) return false;
    const { platform, channelId } = channel;
    this.#storage.transactionSync(() => {
      this.#sql.exec("DELETE FROM channels WHERE platform = ? AND channel_id = ?", platform, channelId);
      this.#owe({ type: "remove", channel: known });
    });
    return true;
  }

  /** A channel whose monitor has told nothing that can be read is shown as one that nobody has heard yet. */
  summaries(): ChannelSummary[] {
    return this.#rows().map(({ channel, summary }) => {
      const read =
        summary === null ? null : readStored(channelSummarySchema, summary, `summary of ${channelKey(channel)}`);
      return read ?? quietSummary(channel);
    });
  }

  /** False when nothing has changed, or when the channel is not here (any more). */
  summarise(channel: ChannelRef, summary: ChannelSummary): boolean {
    const text = JSON.stringify(summary);
    const { rowsWritten } = this.#sql.exec(
      "UPDATE channels SET summary = ?1 WHERE platform = ?2 AND channel_id = ?3 AND summary IS NOT ?1",
      text,
      channel.platform,
      channel.channelId,
    );
    return rowsWritten > 0;
  }

  /** A channel that cannot be read is not here until it is added again. */
  #rows(): ChannelRow[] {
    const columns = "platform, channel_id AS channelId, login, display_name AS displayName, listener, summary";
    return this.#sql
      .exec<Record<string, string> & { summary: string | null }>(
        `SELECT ${columns} FROM channels ORDER BY platform, login`,
      )
      .toArray()
      .flatMap(({ summary, ...row }) => {
        const channel = readRow(assignedChannelSchema, row, `channel ${row.platform}:${row.channelId}`);
        return channel ? [{ channel, summary }] : [];
      });
  }

  #owe(body: ChannelMessage): void {
    this.outbox.add(channelKey(body.channel), body, Date.now());
  }
}

async function tellMonitors(
  env: Pick<Env, "ChannelMonitor">,
  messages: readonly OutboxMessage<ChannelMessage>[],
): Promise<"done"> {
  for (const { body } of messages) {
    const { type, channel } = body;
    if (type === "configure") await monitorStub(env, channel).configure(channel, channel.listener);
    else await monitorStub(env, channel).remove();
  }
  return "done";
}

function quietSummary({ platform, channelId, login, displayName }: Channel): ChannelSummary {
  return {
    platform,
    channelId,
    login,
    displayName,
    isLive: false,
    title: "",
    viewerCount: null,
    startedAtMs: null,
    moments: 0,
    clipsReady: 0,
    feed: emptyFeed,
  };
}
