// One burst of chat on each of several channels, and the moment that each became.
import type { Moment } from "#core/moments/moment.ts";
import type { Product } from "../../test/support/start-product.ts";
import { allOf, type BenchChannel, order, sleep } from "./bench-channels.ts";

const burst = { messagesPerSecond: 12, seconds: 4, chatters: 30 };
/** Longer than the detector waits. */
const roundMs = 25_000;

export interface ToldMoment {
  readonly moment: Moment;
  /** When the burst's last frame was sent. */
  readonly sentMs: number;
  /** When the page's socket heard of the moment. */
  readonly toldMs: number;
}

/** The channels have had none before: another one soon after would go beyond their alarms an hour. Waits for at least half of the bursts to become moments. */
export async function burstRound(product: Product, channels: readonly BenchChannel[]): Promise<ToldMoment[]> {
  const sent = new Map<string, number>();
  for (const { login } of channels) {
    sent.set(login, (await order(product, "burst", { channel: login, ...burst })).toMs);
    await sleep(250);
  }
  const told = () =>
    channels.flatMap(({ login, socket }): ToldMoment[] => {
      const sentMs = sent.get(login) ?? Number.NaN;
      const first = socket.heard.find(
        ({ atMs, message }) => message.type === "moment" && atMs > sentMs - burst.seconds * 1000,
      );
      return first?.message.type === "moment" ? [{ moment: first.message.moment, sentMs, toldMs: first.atMs }] : [];
    });
  await sleep(roundMs);
  // A burst or two may stay below the threshold; half of them tell that something hears.
  await allOf(Math.ceil(channels.length / 2), "bursts became moments", () => told().length);
  return told();
}
