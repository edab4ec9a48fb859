// Sends an object's database records to the queue. They stay in the outbox until the consumer says they are written.
import type { DatabaseRow, RecordSource } from "#core/outbox/record.ts";
import type { OutboxMessage, SendResult } from "./outbox-receiver.ts";

export async function sendRecords(
  env: Pick<Env, "RECORDS">,
  source: RecordSource,
  messages: readonly OutboxMessage<DatabaseRow>[],
): Promise<SendResult> {
  const entries = messages.map(({ id, body }) => ({ outboxId: id, revision: id, ...body }));
  await env.RECORDS.send({ source, entries });
  return "sent";
}
