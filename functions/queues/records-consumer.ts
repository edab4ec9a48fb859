// Writes what the objects put on the records queue, and tells each object what has reached the database. What cannot be
// read is tried again as what cannot be written is: while a new version is rolled out, an older Worker may get its records.
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { type DatabaseRecord, recordMessageSchema, recordSchema, type RecordSource } from "#core/outbox/record.ts";
import type { RefusedMessage } from "#core/outbox/refused-message.ts";

export interface RecordsConsumer {
  /** Writes all or none; safe to repeat. */
  readonly write: (records: readonly DatabaseRecord[]) => Promise<void>;
  readonly acknowledge: (source: RecordSource, outboxIds: readonly number[]) => Promise<void>;
  /** Nobody will ever take these: the object keeps them apart instead of sending them again. */
  readonly setAside: (source: RecordSource, refused: readonly RefusedMessage[]) => Promise<void>;
  readonly log: (entry: Readonly<Record<string, unknown>>) => void;
}

/** The objects send again what is not acknowledged, so waiting long here gains nothing. */
const maxDelaySeconds = 300;

/** Entries are read one by one: one that cannot be read must not keep out those it travels with. */
const envelopeSchema = recordMessageSchema.extend({ entries: z.array(z.unknown()).max(200) });
const numberedSchema = z.object({ outboxId: z.number().int().nonnegative() });

export interface RecordMessage {
  readonly source: RecordSource;
  readonly entries: readonly DatabaseRecord[];
  readonly unreadable: readonly RefusedMessage[];
  /** Every entry was read; one that was not may have no number to be among `unreadable` by. */
  readonly isWhole: boolean;
}

type Received = RecordMessage & { readonly message: Message };

export async function consumeRecords(batch: MessageBatch, consumer: RecordsConsumer): Promise<void> {
  const received: Received[] = [];
  for (const message of batch.messages) {
    const read = readMessage(message, consumer);
    if (read) received.push({ ...read, message });
    else retry(message);
  }
  try {
    await consumer.write(received.flatMap(({ entries }) => entries));
  } catch (error) {
    if (isAway(error)) return retryAll(received, error, consumer);
    for (const one of received) await consumeOne(one, consumer);
    return;
  }
  for (const one of received) await acknowledge(one, one.entries, consumer);
}

/** Null when nothing of it can be read. */
export function readMessage(message: Message, { log }: RecordsConsumer): RecordMessage | null {
  const { data: envelope, error: unreadableEnvelope } = envelopeSchema.safeParse(message.body);
  const entries: DatabaseRecord[] = [];
  const unreadable: RefusedMessage[] = [];
  let error: Error | undefined = unreadableEnvelope;
  for (const entry of envelope?.entries ?? []) {
    const parsed = recordSchema.safeParse(entry);
    if (parsed.success) entries.push(parsed.data);
    else {
      error ??= parsed.error;
      const { data } = numberedSchema.safeParse(entry);
      if (data) unreadable.push({ id: data.outboxId, reason: parsed.error.message });
    }
  }
  if (error) log({ event: "record_unreadable", id: message.id, error: error.message.slice(0, 500) });
  return envelope ? { source: envelope.source, entries, unreadable, isWhole: !error } : null;
}

export interface WrittenOneByOne {
  readonly written: readonly DatabaseRecord[];
  readonly refused: readonly RefusedMessage[];
  /** The last refusal, or that the database is away; null when all were written. */
  readonly error: unknown;
}

/** Entry by entry, because the database has refused something among many: what is good gets in. */
export async function writeOneByOne(
  entries: readonly DatabaseRecord[],
  { write }: RecordsConsumer,
): Promise<WrittenOneByOne> {
  const written: DatabaseRecord[] = [];
  const refused: RefusedMessage[] = [];
  for (const entry of entries) {
    try {
      await write([entry]);
      written.push(entry);
    } catch (error) {
      if (isAway(error)) return { written, refused, error };
      refused.push({ id: entry.outboxId, reason: String(error) });
    }
  }
  return { written, refused, error: refused.length === 0 ? null : (refused.at(-1)?.reason ?? null) };
}

async function consumeOne(one: Received, consumer: RecordsConsumer): Promise<void> {
  const { written, error } = await writeOneByOne(one.entries, consumer);
  if (error === null) return acknowledge(one, written, consumer);
  await tell(one.source, written, consumer);
  retryAll([one], error, consumer);
}

function isAway(error: unknown): boolean {
  return error instanceof AppError && error.code === "database_unavailable";
}

/** Acknowledged to the object first: if that fails the object sends the records again, and writing them again is harmless. */
async function acknowledge(
  { message, source, isWhole }: Received,
  written: readonly DatabaseRecord[],
  consumer: RecordsConsumer,
): Promise<void> {
  await tell(source, written, consumer);
  if (isWhole) message.ack();
  else retry(message);
}

export async function tell(
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

/** If the object cannot be told it sends them again, and they come here again. */
export async function refuse(
  source: RecordSource,
  refused: readonly RefusedMessage[],
  consumer: RecordsConsumer,
): Promise<void> {
  if (refused.length === 0) return;
  try {
    await consumer.setAside(source, refused);
  } catch (error) {
    consumer.log({ event: "record_not_set_aside", source, error: String(error) });
  }
}

function retryAll(failed: readonly { message: Message }[], error: unknown, { log }: RecordsConsumer): void {
  log({ event: "records_not_written", messages: failed.length, error: String(error) });
  for (const { message } of failed) retry(message);
}

/** Until the queue gives it up, and it comes to the consumer of the dead letters. */
function retry(message: Message): void {
  message.retry({ delaySeconds: Math.min(maxDelaySeconds, 2 ** Math.min(message.attempts, 9)) });
}
