// Kick's signed deliveries: one address per app, one event a request, tried again while the receiver does not accept.
import { createSign, generateKeyPair, randomBytes, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { Surroundings } from "./guarded.ts";
import type { KickEvent, KickSubscriptions } from "./kick-subscriptions.ts";
import { sleep } from "./sleep.ts";

/** One delivery as it goes over the wire. */
export interface KickDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface DeliveryReport {
  readonly messageId: string;
  readonly event: string;
  readonly attempts: number;
  /** The last answer; null when there was none. */
  readonly status: number | null;
}

export const forgeries = ["bad_signature", "replay", "stale"] as const;
export type Forgery = (typeof forgeries)[number];

export interface KickWebhooks {
  readonly publicKeyPem: string;
  setUrl(url: string | null): void;
  /** Queues a delivery when somebody subscribed to it. When too many wait, the oldest are lost. */
  notify(broadcasterUserId: number, event: KickEvent, payload: unknown): void;
  /** Sends the last delivery once more: as it was, with another body under its signature, or signed long ago. */
  forge(kind: Forgery): Promise<{ messageId: string; status: number | null }>;
  reports(): readonly DeliveryReport[];
  /** Resolves when nothing waits or is on its way. Deliveries held back by `hang` do not count. */
  settled(): Promise<void>;
  close(): void;
}

const IN_FLIGHT = 8;
const MAX_WAITING = 5000;
const ANSWER_WITHIN_MS = 10_000;
const STALE_MS = 24 * 3_600_000;

export async function createKickWebhooks(
  around: Surroundings,
  subscriptions: KickSubscriptions,
  options: { readonly url: string | null; readonly retryDelaysMs: readonly number[] },
): Promise<KickWebhooks> {
  const { nowMs, log, failures } = around;
  const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  let url = options.url;
  let waiting: KickDelivery[] = [];
  let reports: DeliveryReport[] = [];
  let last: KickDelivery | null = null;
  let inFlight = 0;
  const closing = new AbortController();

  const post = async ({ headers, body }: KickDelivery): Promise<number | null> => {
    if (url === null) return null;
    log.add(`kick_webhooks POST ${headers["kick-event-type"]}`);
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    try {
      const answer = await fetch(url, { method: "POST", headers, body, signal, redirect: "manual" });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return null;
    }
  };

  const deliver = async (delivery: KickDelivery) => {
    const tries = [0, ...options.retryDelaysMs];
    for (const [i, delayMs] of tries.entries()) {
      if (delayMs > 0) await sleep(delayMs, closing.signal);
      if (closing.signal.aborted) return;
      const status = await post(delivery);
      const isAccepted = status !== null && status >= 200 && status < 300;
      if (!isAccepted && i < tries.length - 1) continue;
      const messageId = delivery.headers["kick-event-message-id"] ?? "";
      reports = [
        ...reports.slice(-999),
        { messageId, event: delivery.headers["kick-event-type"] ?? "", attempts: i + 1, status },
      ];
      return;
    }
  };

  const pump = () => {
    while (inFlight < IN_FLIGHT && failures.peek("kick_webhooks") !== "hang") {
      const next = waiting.shift();
      if (next === undefined) return;
      inFlight += 1;
      void deliver(next).finally(() => {
        inFlight -= 1;
        pump();
      });
    }
  };
  // Deliveries held back go out soon after the failure is cleared.
  const retry = setInterval(pump, 100);

  return {
    publicKeyPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    setUrl: (value) => void (url = value),
    notify(broadcasterUserId, event, payload) {
      const subscription = subscriptions.find(broadcasterUserId, event);
      if (subscription === undefined || url === null) return;
      const failure = failures.peek("kick_webhooks") === "hang" ? "hang" : failures.take("kick_webhooks");
      if (failure === "drop") return;
      const text = JSON.stringify(payload);
      const body = failure === "garbage" ? text.slice(0, Math.floor(text.length / 2)) : text;
      const delivery = signed(privateKey, body, event, subscription.id, nowMs());
      last = delivery;
      waiting = [...waiting.slice(-MAX_WAITING + 1), delivery];
      pump();
    },
    async forge(kind) {
      if (last === null) throw new Error("nothing has been delivered yet");
      const { headers, body } = last;
      const event = headers["kick-event-type"] ?? "";
      const subscriptionId = headers["kick-event-subscription-id"] ?? "";
      const forged: KickDelivery = {
        replay: () => last ?? { headers, body },
        stale: () => signed(privateKey, body, event, subscriptionId, nowMs() - STALE_MS),
        bad_signature: () => {
          const fresh = signed(privateKey, body, event, subscriptionId, nowMs());
          return { headers: fresh.headers, body: `${body} ` };
        },
      }[kind]();
      return { messageId: forged.headers["kick-event-message-id"] ?? "", status: await post(forged) };
    },
    reports: () => reports,
    async settled() {
      // Ten seconds: longer than every retry of a receiver that refuses.
      for (let i = 0; i < 500 && (inFlight > 0 || waiting.length > 0); i++) {
        if (inFlight === 0 && failures.peek("kick_webhooks") === "hang") return;
        await sleep(20, closing.signal);
      }
    },
    close() {
      clearInterval(retry);
      closing.abort();
    },
  };
}

function signed(key: KeyObject, body: string, event: string, subscriptionId: string, atMs: number): KickDelivery {
  const messageId = ulid(atMs);
  const timestamp = new Date(atMs).toISOString();
  const signature = createSign("RSA-SHA256").update(`${messageId}.${timestamp}.${body}`).sign(key, "base64");
  const headers = {
    "content-type": "application/json",
    "kick-event-message-id": messageId,
    "kick-event-subscription-id": subscriptionId,
    "kick-event-signature": signature,
    "kick-event-message-timestamp": timestamp,
    "kick-event-type": event,
    "kick-event-version": "1",
  };
  return { headers, body };
}

/** 48 bits of time and 80 of chance in Crockford's base 32, 26 characters. */
function ulid(atMs: number): string {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const time = Array.from({ length: 10 }, (_, i) => alphabet[Math.floor(atMs / 32 ** (9 - i)) % 32]);
  const chance = [...randomBytes(16)].map((byte) => alphabet[byte % 32]);
  return [...time, ...chance].join("");
}
