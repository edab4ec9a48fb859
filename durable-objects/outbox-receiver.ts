// Who is owed messages: a receiver reads each by the schema of what it takes, and says what became of them.
import type { z } from "zod";
import type { RefusedMessage } from "#core/outbox/refused-message.ts";
import { parseJson } from "#core/text/parse-json.ts";

/** What became of messages: `done` deletes their rows; `sent` waits for an acknowledgement and sends again without one. */
export type SendResult = "done" | "sent";

export interface OutboxMessage<Body> {
  /** Grows by one a message within the object, and so serves as the revision of what the message carries. */
  readonly id: number;
  readonly body: Body;
}

/** A receiver that can be sent stored rows; made by {@link receiver}. */
export interface Receiver {
  readonly send: (
    rows: readonly StoredMessage[],
  ) => Promise<{ result: SendResult; unreadable: readonly RefusedMessage[] }>;
}

interface StoredMessage {
  readonly id: number;
  readonly body: string;
}

/**
 * Sends messages, oldest first, each read from its row by `schema`. Throwing means: none of them arrived, try again. A
 * row that cannot be read will not be readable the next time, and is set aside.
 */
export function receiver<Body>(
  schema: z.ZodType<Body>,
  send: (messages: readonly OutboxMessage<Body>[]) => Promise<SendResult>,
): Receiver {
  return {
    async send(rows) {
      const read = rows.map(({ id, body }) => ({ id, parsed: schema.safeParse(parseJson(body)) }));
      const messages = read.flatMap(({ id, parsed }) => (parsed.success ? [{ id, body: parsed.data }] : []));
      const unreadable = read.flatMap(({ id, parsed: { error } }) => (error ? [{ id, reason: error.message }] : []));
      return { result: messages.length === 0 ? "done" : await send(messages), unreadable };
    },
  };
}

/** For an object whose receivers are known by name. */
export function receiverAmong(receivers: Readonly<Record<string, Receiver>>): (target: string) => Receiver | null {
  const known = new Map(Object.entries(receivers));
  return (target) => known.get(target) ?? null;
}
