// Carries what a monitor owes: records to the database's queue, candidates to the desk, orders to the listener.
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import type { HeardSettings } from "#core/channel/heard-settings.ts";
import type { Channel } from "#core/channel/channel.ts";
import { unwrap } from "#core/outcome.ts";
import { channelKey } from "#core/channel/channel-ref.ts";
import type { Delivery, OutboxMessage } from "../outbox.ts";
import { sendRecords } from "../send-records.ts";
import { deskStub, listenerStub } from "../stubs.ts";

/** What a listener is told. A channel that is added again may have another listener. */
export interface ListenerOrder {
  readonly type: "hear" | "forget";
  readonly listener: string;
  readonly settings: HeardSettings;
}

export async function deliver(
  env: Pick<Env, "RECORDS" | "ClipDesk" | "Listener">,
  channel: Channel,
  target: string,
  messages: readonly OutboxMessage[],
): Promise<Delivery> {
  if (target === "records") {
    return sendRecords(env, { object: "ChannelMonitor", key: channelKey(channel) }, messages);
  }
  if (target === "desk")
    unwrap(await deskStub(env, channel).propose(messages.map((message) => message.body as Candidate)));
  if (target === "listener") {
    const newest = new Map(messages.map(({ body }) => [(body as ListenerOrder).listener, body as ListenerOrder]));
    for (const { type, listener, settings } of newest.values()) {
      if (type === "hear") await listenerStub(env, listener).configure(channel, settings);
      else await listenerStub(env, listener).removeChannel(channel.channelId);
    }
  }
  return "done";
}
