// What happens in a channel, told to everybody who listens: chat servers and webhooks.
import type { Parcel } from "./delivery.ts";
import { broadcasterOf, chatMessageEvent } from "./eventsub-chat.ts";
import { noticeEvents } from "./eventsub-notice.ts";
import type { EventSub } from "./eventsub-webhooks.ts";
import type { IrcServer } from "./irc-server.ts";
import { kickAlert } from "./kick-alerts.ts";
import { kickChatMessage, kickStatus } from "./kick-format.ts";
import type { KickWebhooks } from "./kick-webhooks.ts";
import type { Broadcast, ScriptedChannel } from "./world.ts";

export interface Announcements {
  /** Chat and alerts that have become due. */
  chat(channel: ScriptedChannel, parcel: Parcel): void;
  /** A broadcast has begun or ended. */
  status(channel: ScriptedChannel, broadcast: Broadcast): void;
}

interface Listeners {
  readonly irc: IrcServer;
  readonly eventSub: EventSub;
  readonly webhooks: KickWebhooks;
}

export function createAnnouncements({ irc, eventSub, webhooks }: Listeners): Announcements {
  return {
    chat(channel, parcel) {
      if (channel.platform === "twitch") {
        irc.deliver(channel, parcel);
        for (const message of parcel.messages)
          eventSub.notify("channel.chat.message", channel.id, chatMessageEvent(channel, message), message.sentAtMs);
        for (const alert of parcel.alerts)
          for (const event of noticeEvents(channel, alert))
            eventSub.notify("channel.chat.notification", channel.id, event, alert.sentAtMs);
        return;
      }
      for (const message of parcel.messages)
        webhooks.notify(Number(channel.id), "chat.message.sent", kickChatMessage(channel, message));
      for (const alert of parcel.alerts) {
        const told = kickAlert(channel, alert);
        if (told !== null) webhooks.notify(Number(channel.id), told.event, told.payload);
      }
    },
    status(channel, broadcast) {
      if (channel.platform === "kick") {
        webhooks.notify(Number(channel.id), "livestream.status.updated", kickStatus(channel, broadcast));
        return;
      }
      const { streamId, startedAtMs, endedAtMs } = broadcast;
      const about = broadcasterOf(channel);
      if (endedAtMs !== null) return eventSub.notify("stream.offline", channel.id, about, endedAtMs);
      const event = { ...about, id: streamId, type: "live", started_at: new Date(startedAtMs).toISOString() };
      eventSub.notify("stream.online", channel.id, event, startedAtMs);
    },
  };
}
