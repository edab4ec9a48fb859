// Receives records that could not be written many times over. Each is tried once more by itself: what the database
// refuses even so it will never take, and the object is told to keep it apart instead of sending it for ever. What waits
// for a database that is away stays with its object, which sends it again.
import { type RecordsConsumer, readMessage, refuse, tell, writeOneByOne } from "./records-consumer.ts";

export async function consumeDeadRecords(batch: MessageBatch, consumer: RecordsConsumer): Promise<void> {
  for (const message of batch.messages) {
    const body = textOf(message.body).slice(0, 500);
    consumer.log({ event: "record_dead_letter", id: message.id, body });
    const read = readMessage(message, consumer);
    if (read) {
      const { written, refused } = await writeOneByOne(read.entries, consumer);
      await tell(read.source, written, consumer);
      await refuse(read.source, [...read.unreadable, ...refused], consumer);
    }
    message.ack();
  }
}

/** A queue carries more than JSON has words for, and one such message must not keep the others waiting. */
function textOf(body: unknown): string {
  try {
    return String(JSON.stringify(body));
  } catch (error) {
    return String(error);
  }
}
