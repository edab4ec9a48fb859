// What a monitor owes: records to the database's queue, candidates to the desk, orders to the listener.
import { z } from "zod";
import { candidateSchema } from "#core/clips/candidate/candidate.ts";
import { heardSettingsSchema } from "#core/channel/heard-settings.ts";
import type { Channel } from "#core/channel/channel.ts";
import { unwrap } from "#core/outcome.ts";
import { monitorRowSchema } from "#core/outbox/record.ts";
import { channelKey } from "#core/channel/channel-ref.ts";
import { type Receiver, receiver } from "../outbox-receiver.ts";
import { sendRecords } from "../send-records.ts";
import { deskStub, listenerStub } from "../stubs.ts";

/** What a listener is told. A channel that is added again may have another listener. */
const listenerOrderSchema = z.object({
  type: z.enum(["hear", "forget"]),
  listener: z.string().max(60),
  settings: heardSettingsSchema,
});

/** What each receiver is told in one message. */
export interface MonitorOwes {
  readonly records: z.infer<typeof monitorRowSchema>;
  readonly desk: z.infer<typeof candidateSchema>;
  readonly listener: z.infer<typeof listenerOrderSchema>;
}

/** `channelOf` is asked when something is sent: a monitor learns its channel after it has been made. */
export function monitorReceivers(
  env: Pick<Env, "RECORDS" | "ClipDesk" | "Listener">,
  channelOf: () => Channel,
): Record<keyof MonitorOwes, Receiver> {
  return {
    records: receiver(monitorRowSchema, (messages) =>
      sendRecords(env, { object: "ChannelMonitor", key: channelKey(channelOf()) }, messages),
    ),
    desk: receiver(candidateSchema, async (messages) => {
      unwrap(await deskStub(env, channelOf()).propose(messages.map(({ body }) => body)));
      return "done";
    }),
    listener: receiver(listenerOrderSchema, async (messages) => {
      const newest = new Map(messages.map(({ body }) => [body.listener, body]));
      const channel = channelOf();
      for (const { type, listener, settings } of newest.values()) {
        if (type === "hear") await listenerStub(env, listener).configure(channel, settings);
        else await listenerStub(env, listener).removeChannel(channel.channelId);
      }
      return "done";
    }),
  };
}
