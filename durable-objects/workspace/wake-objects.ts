// Wakes what lives by an alarm, a few at a time: a deployment may have hundreds of channels.
import { deskStub, listenerStub, monitorStub, twitchAccountStub } from "../stubs.ts";
import type { AssignedChannel } from "../rpc/workspace-rpc.ts";

const wokenAtOnce = 20;

/** So that an alarm that was lost is armed again. Never throws. */
export async function wakeAll(
  env: Env,
  channels: readonly AssignedChannel[],
  accountIds: readonly string[],
): Promise<void> {
  const listeners = [...new Set(channels.map((channel) => channel.listener))];
  await inBatches(listeners, (name) => [listenerStub(env, name).wake()]);
  await inBatches(accountIds, (userId) => [twitchAccountStub(env, userId).wake()]);
  await inBatches(channels, (channel) => [monitorStub(env, channel).wake(), deskStub(env, channel).wake()]);
}

/** So that desks act by the switches as they are now. Never throws. */
export async function wakeDesks(env: Env, channels: readonly AssignedChannel[]): Promise<void> {
  await inBatches(channels, (channel) => [deskStub(env, channel).wake()]);
}

/** So that pages of sessions that have ended are told nothing more. Never throws. */
export async function tellMonitors(
  env: Pick<Env, "ChannelMonitor">,
  channels: readonly AssignedChannel[],
): Promise<void> {
  await inBatches(channels, (channel) => [monitorStub(env, channel).sessionsEnded()]);
}

async function inBatches<T>(all: readonly T[], wake: (one: T) => readonly Promise<unknown>[]): Promise<void> {
  for (let at = 0; at < all.length; at += wokenAtOnce)
    await Promise.allSettled(all.slice(at, at + wokenAtOnce).flatMap(wake));
}

/**
 * An account was connected, lost or changed: the listener of its own channel looks at its subscriptions. One that misses
 * this looks at them within five minutes anyway.
 */
export async function tellListener(
  env: Pick<Env, "Listener">,
  channels: readonly AssignedChannel[],
  broadcasterId: string,
): Promise<void> {
  const own = channels.find(({ platform, channelId }) => platform === "twitch" && channelId === broadcasterId);
  if (own) await Promise.allSettled([listenerStub(env, own.listener).accountsChanged()]);
}
