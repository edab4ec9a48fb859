// Live channels of the demo world for a measurement, added to a running product and heard by it.
import type { SignedIn } from "../../scripts/demo/sign-in.ts";
import type { OrderAnswers, OrderInput, OrderName } from "../../test/simulator/control.ts";
import type { Product } from "../../test/support/start-product.ts";
import { openPageSocket, type PageSocket } from "./live-socket.ts";

export interface Running extends SignedIn {
  readonly product: Product;
}

export interface BenchChannel {
  readonly login: string;
  readonly socket: PageSocket;
}

/** The first poll, the joins, and some quiet chat. */
const settleMs = 15_000;

/** They show nobody's reactions of their own; each owner can be signed in as. */
export async function addChannels(running: Running, count: number): Promise<BenchChannel[]> {
  const { product, call, cookie } = running;
  const channels: BenchChannel[] = [];
  for (let i = 0; i < count; i++) {
    const login = `bench_${i}`;
    const { id } = await order(product, "addChannel", { platform: "twitch", login, reacts: false });
    await order(product, "setLive", { channel: login, live: true });
    await call("POST", "/api/channels", { address: `twitch:${login}` });
    channels.push({ login, socket: await openPageSocket(product.address, `twitch:${id}`, cookie) });
  }
  await sleep(settleMs);
  return channels;
}

/** Tells the demo world what to do. */
export async function order<Name extends OrderName>(
  product: Product,
  name: Name,
  body: OrderInput<Name>,
): Promise<OrderAnswers[Name]> {
  const answer = await fetch(`${product.simulator}/control/${name}`, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`The demo world refuses ${name}: ${await answer.text()}`);
  return (await answer.json()) as OrderAnswers[Name];
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A measurement on a busy machine takes longer; one in which nothing has come for so long will not end. */
const stuckAfterMs = 10 * 60_000;

/** Waits until `look` tells the whole count. `what` completes "… of 200 …". */
export async function allOf(count: number, what: string, look: () => number | Promise<number>): Promise<void> {
  let [most, atMs] = [0, Date.now()];
  for (;;) {
    const reached = await look();
    if (reached >= count) return;
    if (reached > most) [most, atMs] = [reached, Date.now()];
    if (Date.now() - atMs > stuckAfterMs) throw new Error(`Only ${reached} of ${count} ${what}.`);
    await sleep(50);
  }
}
