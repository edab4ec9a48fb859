// Writes what the objects put on the records queue, and tells each object what has reached the database.
import { AppError } from "#core/errors.ts";
import {
  recordMessageSchema,
  type DatabaseRecord,
  type RecordMessage,
  type RecordSource,
} from "#core/outbox/record.ts";

export interface RecordsConsumer {
  /** Writes all or none; safe to repeat. */
  readonly write: (records: readonly DatabaseRecord[]) => Promise<void>;
  readonly acknowledge: (source: RecordSource, outboxIds: readonly number[]) => Promise<void>;
  readonly log: (entry: Readonly<Record<string, unknown>>) => void;
}

/** The objects send again what is not acknowledged, so waiting long here gains nothing. */
const maxDelaySeconds = 300;

export async function consumeRecords(batch: MessageBatch, consumer: RecordsConsumer): Promise<void> {
  const readable: { message: Message; body: RecordMessage }[] = [];
  for (const message of batch.messages) {
    const body = recordMessageSchema.safeParse(message.body);
    if (body.success) readable.push({ message, body: body.data });
    else {
      // It will not become readable by being delivered again.
      consumer.log({ event: "record_unreadable", id: message.id, error: body.error.message.slice(0, 500) });
      message.ack();
    }
  }
  try {
    await consumer.write(readable.flatMap(({ body }) => body.entries));
  } catch (error) {
    const isDown = error instanceof AppError && error.code === "database_unavailable";
    if (isDown || readable.length <= 1) return retryAll(readable, error, consumer);
    // One poisonous message must not keep the others out.
    for (const one of readable) await consumeOne(one, consumer);
    return;
  }
  for (const one of readable) await acknowledge(one, consumer);
}

async function consumeOne(one: { message: Message; body: RecordMessage }, consumer: RecordsConsumer): Promise<void> {
  try {
    await consumer.write(one.body.entries);
  } catch (error) {
    return retryAll([one], error, consumer);
  }
  await acknowledge(one, consumer);
}

/** Acknowledged to the object first: if that fails the object sends the records again, and writing them again is harmless. */
async function acknowledge(
  { message, body }: { message: Message; body: RecordMessage },
  consumer: RecordsConsumer,
): Promise<void> {
  try {
    await consumer.acknowledge(
      body.source,
      body.entries.map((entry) => entry.outboxId),
    );
  } catch (error) {
    consumer.log({ event: "record_not_acknowledged", source: body.source, error: String(error) });
  }
  message.ack();
}

function retryAll(failed: readonly { message: Message }[], error: unknown, { log }: RecordsConsumer): void {
  log({ event: "records_not_written", messages: failed.length, error: String(error) });
  for (const { message } of failed)
    message.retry({ delaySeconds: Math.min(maxDelaySeconds, 2 ** Math.min(message.attempts, 9)) });
}
