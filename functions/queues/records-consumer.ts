// Writes what the objects put on the records queue, and tells each object what has reached the database.
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { type DatabaseRecord, recordMessageSchema, recordSchema, type RecordSource } from "#core/outbox/record.ts";

export interface RecordsConsumer {
  /** Writes all or none; safe to repeat. */
  readonly write: (records: readonly DatabaseRecord[]) => Promise<void>;
  readonly acknowledge: (source: RecordSource, outboxIds: readonly number[]) => Promise<void>;
  readonly log: (entry: Readonly<Record<string, unknown>>) => void;
}

/** The objects send again what is not acknowledged, so waiting long here gains nothing. */
const maxDelaySeconds = 300;

/** Entries are read one by one: one that cannot be read must not keep out those it travels with. */
const envelopeSchema = recordMessageSchema.extend({ entries: z.array(z.unknown()).max(200) });

interface Delivery {
  readonly message: Message;
  readonly source: RecordSource;
  readonly entries: readonly DatabaseRecord[];
}

export async function consumeRecords(batch: MessageBatch, consumer: RecordsConsumer): Promise<void> {
  const deliveries: Delivery[] = [];
  for (const message of batch.messages) {
    const delivery = read(message, consumer);
    if (delivery) deliveries.push(delivery);
    // It will not become readable by being delivered again.
    else message.ack();
  }
  try {
    await consumer.write(deliveries.flatMap(({ entries }) => entries));
  } catch (error) {
    if (isAway(error)) return retryAll(deliveries, error, consumer);
    for (const delivery of deliveries) await consumeOne(delivery, consumer);
    return;
  }
  for (const delivery of deliveries) await acknowledge(delivery, delivery.entries, consumer);
}

/** Null when nothing of it can be read. */
function read(message: Message, { log }: RecordsConsumer): Delivery | null {
  const envelope = envelopeSchema.safeParse(message.body);
  const parsed = envelope.data?.entries.map((entry) => recordSchema.safeParse(entry)) ?? [];
  const error = envelope.error ?? parsed.find((entry) => entry.error)?.error;
  if (error) log({ event: "record_unreadable", id: message.id, error: error.message.slice(0, 500) });
  const entries = parsed.flatMap(({ data }) => data ?? []);
  return envelope.data && entries.length > 0 ? { message, source: envelope.data.source, entries } : null;
}

/** Writes entry by entry, because the database has refused something among many: what is good gets in. */
async function consumeOne(delivery: Delivery, consumer: RecordsConsumer): Promise<void> {
  const written: DatabaseRecord[] = [];
  let refusal: unknown = null;
  for (const entry of delivery.entries) {
    try {
      await consumer.write([entry]);
      written.push(entry);
    } catch (error) {
      refusal = error;
      if (isAway(error)) break;
    }
  }
  if (refusal === null) return acknowledge(delivery, written, consumer);
  await tell(delivery.source, written, consumer);
  retryAll([delivery], refusal, consumer);
}

function isAway(error: unknown): boolean {
  return error instanceof AppError && error.code === "database_unavailable";
}

/** Acknowledged to the object first: if that fails the object sends the records again, and writing them again is harmless. */
async function acknowledge(
  { message, source }: Delivery,
  written: readonly DatabaseRecord[],
  consumer: RecordsConsumer,
): Promise<void> {
  await tell(source, written, consumer);
  message.ack();
}

async function tell(
  source: RecordSource,
  written: readonly DatabaseRecord[],
  consumer: RecordsConsumer,
): Promise<void> {
  if (written.length === 0) return;
  try {
    await consumer.acknowledge(
      source,
      written.map((entry) => entry.outboxId),
    );
  } catch (error) {
    consumer.log({ event: "record_not_acknowledged", source, error: String(error) });
  }
}

function retryAll(failed: readonly { message: Message }[], error: unknown, { log }: RecordsConsumer): void {
  log({ event: "records_not_written", messages: failed.length, error: String(error) });
  for (const { message } of failed)
    message.retry({ delaySeconds: Math.min(maxDelaySeconds, 2 ** Math.min(message.attempts, 9)) });
}
