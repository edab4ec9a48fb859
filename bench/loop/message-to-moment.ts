// How long after chat was loudest the page hears of the moment: from the last frame of a burst, as the demo world sends
// it, to the message on the page's live socket. The detector's wait for the peak to pass is part of it.
import type { Product } from "../../test/support/start-product.ts";
import type { Row } from "../row.ts";
import { openPageSocket, type PageSocket } from "./page-socket.ts";

const channels = 12;
const rounds = 2;
const burst = { messagesPerSecond: 12, seconds: 4, chatters: 30 };
/** Longer than the detector waits and than a moment's cooldown. */
const roundMs = 45_000;

interface Bench {
  readonly product: Product;
  readonly cookie: string;
  readonly call: (method: "POST", path: string, body: unknown) => Promise<unknown>;
}

export async function messageToMoment({ product, cookie, call }: Bench): Promise<Row[]> {
  const order = async <T>(name: string, body: unknown): Promise<T> => {
    const answer = await fetch(`${product.simulator}/control/${name}`, { method: "POST", body: JSON.stringify(body) });
    return (await answer.json()) as T;
  };
  const sockets = new Map<string, PageSocket>();
  for (let i = 0; i < channels; i++) {
    const login = `bench_${i}`;
    const { id } = await order<{ id: string }>("addChannel", { platform: "twitch", login, reacts: false });
    await order("setLive", { channel: login, live: true });
    await call("POST", "/api/channels", { address: `twitch:${login}` });
    sockets.set(login, await openPageSocket(product.address, `twitch:${id}`, cookie));
  }
  // The first poll, the joins, and some quiet chat.
  await sleep(15_000);

  const delaysMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const sent = new Map<string, number>();
    for (const login of sockets.keys()) {
      sent.set(login, (await order<{ toMs: number }>("burst", { channel: login, ...burst })).toMs);
      await sleep(250);
    }
    await sleep(roundMs);
    for (const [login, socket] of sockets) {
      const sentMs = sent.get(login) ?? Number.NaN;
      const told = socket.heard.find(
        ({ atMs, message }) => message.type === "moment" && atMs > sentMs - burst.seconds * 1000,
      );
      if (told) delaysMs.push(told.atMs - sentMs);
    }
  }
  for (const socket of sockets.values()) socket.close();
  if (delaysMs.length < (channels * rounds) / 2)
    throw new Error(`Only ${delaysMs.length} of ${channels * rounds} bursts became moments.`);
  const at = (share: number) =>
    delaysMs.toSorted((a, b) => a - b)[Math.floor((delaysMs.length - 1) * share)] ?? Number.NaN;
  return [
    { key: "loop.message_to_moment_ms.p50", value: at(0.5), unit: "ms", baseline: null, ratio: null },
    { key: "loop.message_to_moment_ms.p95", value: at(0.95), unit: "ms", baseline: null, ratio: null },
  ];
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
