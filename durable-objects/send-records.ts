// Sends an object's database records to the queue. They stay in the outbox until the consumer says they are written.
import type { RecordSource } from "#core/outbox/record.ts";
import type { Delivery, OutboxMessage } from "./outbox.ts";

export async function sendRecords(
  env: Pick<Env, "RECORDS">,
  source: RecordSource,
  messages: readonly OutboxMessage[],
): Promise<Delivery> {
  const entries = messages.map((message) => {
    const { table, row } = message.body as { table: string; row: unknown };
    return { outboxId: message.id, table, revision: message.id, row };
  });
  await env.RECORDS.send({ source, entries });
  return "sent";
}
