// How each order of the control is carried out on the running simulation.
import { createClipOrders, type ClipOrderParts } from "./clip-orders.ts";
import { malformedLines, type Orders } from "./control.ts";
import type { Delivery } from "./delivery.ts";
import { createEventSubOrders, type EventSubOrderParts } from "./eventsub-orders.ts";
import type { Surroundings } from "./guarded.ts";
import type { IrcServer } from "./irc-server.ts";
import type { KickWebhooks } from "./kick-webhooks.ts";
import type { Broadcast, Burst, Loop, ScriptedChannel } from "./world.ts";

export interface OrderParts extends Surroundings, ClipOrderParts, EventSubOrderParts {
  readonly irc: IrcServer;
  readonly webhooks: KickWebhooks;
  readonly loop: Loop;
  readonly seed: string;
  readonly setDelivery: (delivery: Delivery) => void;
}

export function createOrders(parts: OrderParts): Orders {
  const { stage, irc, webhooks, announcements, failures, log, nowMs } = parts;
  const known = (login: string): ScriptedChannel => {
    const channel = stage.channelByLogin(login);
    if (channel === undefined) throw new Error(`no channel ${login}`);
    return channel;
  };
  const addBurst = (channel: ScriptedChannel, burst: Omit<Burst, "number" | "atMs">) => {
    const added = { ...burst, number: (channel.bursts.at(-1)?.number ?? 0) + 1, atMs: nowMs() };
    // Bursts of long ago have been delivered; what stays keeps every question about the chat short.
    stage.put({ ...channel, bursts: [...channel.bursts.slice(-49), added] });
    return added.atMs;
  };
  return {
    setLive({ channel: login, live, ageMs }) {
      const channel = known(login);
      const running = channel.broadcasts.at(-1);
      const isLive = running !== undefined && running.endedAtMs === null;
      if (live === isLive) return { live };
      const broadcasts = live ? begun(channel, nowMs() - ageMs) : ended(channel, nowMs());
      const changed = { ...channel, broadcasts };
      stage.put(changed);
      const last = broadcasts.at(-1);
      if (last) announcements.status(changed, last);
      return { live };
    },
    setViewers({ channel, viewers }) {
      stage.put({ ...known(channel), viewers });
      return null;
    },
    addChannel({ platform, login, reacts, steadyPerSecond, viewers }) {
      if (stage.channelByLogin(login) !== undefined) throw new Error(`there is a channel ${login} already`);
      const id = String(
        Math.max(
          ...stage
            .channels()
            .filter((c) => c.platform === platform)
            .map((c) => Number(c.id)),
        ) + 1,
      );
      const category = { id: platform === "twitch" ? "1188200" : "4021", name: "Neon Circuit" };
      const { loop, seed } = parts;
      const about = { platform, id, login, displayName: login, title: `${login} is here`, category };
      stage.put({ ...about, seed, steadyPerSecond, reacts, viewers, loop, broadcasts: [], bursts: [] });
      return { id };
    },
    burst({ channel, lines = null, ...burst }) {
      const fromMs = addBurst(known(channel), { ...burst, lines });
      return { fromMs, toMs: fromMs + burst.seconds * 1000 };
    },
    say: ({ channel, text }) => ({
      atMs: addBurst(known(channel), { seconds: 1, messagesPerSecond: 1, chatters: 1, lines: [text] }),
    }),
    fail({ service, mode, times }) {
      if (service === "kick_webhooks" && !["garbage", "hang", "drop"].includes(mode)) {
        throw new Error("kick_webhooks can only fail by garbage, hang or drop: here the receiver answers");
      }
      failures.set(service, mode, times);
      return null;
    },
    clearFailures({ service }) {
      failures.clear(service);
      return null;
    },
    setDelivery(delivery) {
      parts.setDelivery(delivery);
      return null;
    },
    dropIrc: () => ({ dropped: irc.dropAll() }),
    sendReconnect() {
      irc.sendRaw([":tmi.twitch.tv RECONNECT"]);
      return null;
    },
    sendMalformedIrc() {
      irc.sendRaw(malformedLines);
      return null;
    },
    setKickWebhookUrl({ url }) {
      webhooks.setUrl(url);
      return null;
    },
    forgeWebhook: ({ kind }) => webhooks.forge(kind),
    resetCounts() {
      log.reset();
      return null;
    },
    ...createClipOrders(parts),
    ...createEventSubOrders(parts),
  };
}

/** A new broadcast on a whole second: this one, or the one after the end of the last broadcast. */
function begun(channel: ScriptedChannel, atMs: number): Broadcast[] {
  const endedAtMs = channel.broadcasts.at(-1)?.endedAtMs ?? 0;
  const startedAtMs = Math.max(Math.floor(atMs / 1000) * 1000, Math.ceil(endedAtMs / 1000) * 1000);
  const streamId = String(Number(channel.id) * 1_000_000 + channel.broadcasts.length + 1);
  return [...channel.broadcasts, { streamId, startedAtMs, endedAtMs: null }];
}

function ended(channel: ScriptedChannel, nowMs: number): Broadcast[] {
  return channel.broadcasts.map((broadcast) =>
    broadcast.endedAtMs === null ? { ...broadcast, endedAtMs: nowMs } : broadcast,
  );
}
