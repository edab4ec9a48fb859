// Speaks to the simulator's control interface from inside the Workers runtime, and waits for what it brings about.
import { inject } from "vitest";
import type { Channel } from "#core/channel/channel.ts";
import type { OrderAnswers, OrderInput, OrderName } from "../simulator/control.ts";

export async function order<Name extends OrderName>(name: Name, input: OrderInput<Name>): Promise<OrderAnswers[Name]> {
  const answer = await fetch(`${inject("simulatorUrl")}/control/${name}`, {
    method: "POST",
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** How often the simulator was asked something, as `irc JOIN someone`. */
export async function askedTimes(name: string): Promise<number> {
  const answer = await fetch(`${inject("simulatorUrl")}/control/counts`);
  return ((await answer.json()) as Record<string, number>)[name] ?? 0;
}

/** A channel nobody else in the tests uses, with a silent chat. */
export async function newChannel(platform: Channel["platform"], live: boolean): Promise<Channel> {
  const login = `t${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
  const { id } = await order("addChannel", { platform, login, reacts: false, steadyPerSecond: 0 });
  if (live) await order("setLive", { channel: login, live: true });
  // What is said before the simulator's next round is said to nobody.
  await new Promise((resolve) => setTimeout(resolve, 150));
  return { platform, channelId: id, login, displayName: login };
}

/** Looks every 20 ms; fails after `withinMs`, far beyond what a slow machine takes. Returns the first value that is neither null, undefined nor false. */
export async function until<T>(look: () => T | Promise<T>, what: string, withinMs = 30_000): Promise<NonNullable<T>> {
  // The count and not the clock, which some tests stop.
  for (let left = withinMs / 20; left > 0; left--) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found as NonNullable<T>;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited in vain for ${what}`);
}
