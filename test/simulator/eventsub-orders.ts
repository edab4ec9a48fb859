// How the orders about EventSub and alerts are carried out.
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Announcements } from "./announcements.ts";
import { chatterOf } from "./chat-script.ts";
import type { EventSubOrderAnswers, eventSubOrderForms } from "./eventsub-order-forms.ts";
import { isAlive } from "./eventsub-subscription.ts";
import type { EventSub } from "./eventsub-webhooks.ts";
import type { Stage } from "./stage.ts";

export interface EventSubOrderParts {
  readonly stage: Stage;
  readonly eventSub: EventSub;
  readonly announcements: Announcements;
  readonly nowMs: () => number;
}

type Forms = typeof eventSubOrderForms;
type EventSubOrders = {
  [Name in keyof Forms]: (
    order: z.output<Forms[Name]>,
  ) => EventSubOrderAnswers[Name] | Promise<EventSubOrderAnswers[Name]>;
};

export function createEventSubOrders({ stage, eventSub, announcements, nowMs }: EventSubOrderParts): EventSubOrders {
  const known = (login: string) => {
    const channel = stage.channelByLogin(login);
    if (channel === undefined) throw new Error(`no channel ${login}`);
    return channel;
  };
  return {
    alert({ channel: login, kind, amount }) {
      const channel = known(login);
      const sentAtMs = nowMs();
      const alert = { id: randomUUID(), sentAtMs, kind, amount, chatter: chatterOf(channel, 0) };
      announcements.chat(channel, { messages: [], alerts: [alert] });
      return { atMs: sentAtMs };
    },
    disturbEventSub(disturbance) {
      eventSub.disturb(disturbance);
      return null;
    },
    calmEventSub() {
      eventSub.disturb(null);
      return null;
    },
    forgeEventSub: ({ kind }) => eventSub.forge(kind),
    revokeEventSub({ channel, reason }) {
      const { id } = known(channel);
      const own = eventSub.subscriptions
        .list()
        .filter((one) => isAlive(one) && Object.values(one.condition).includes(id));
      for (const subscription of own) eventSub.revoke(subscription, reason);
      return { revoked: own.length };
    },
  };
}
