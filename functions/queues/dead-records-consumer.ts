// Receives records that could not be written many times over. Their objects still hold them and send them again, so it is
// enough to say so where an operator looks.
export function consumeDeadRecords(batch: MessageBatch): void {
  for (const message of batch.messages) {
    console.error(
      JSON.stringify({ event: "record_dead_letter", id: message.id, body: JSON.stringify(message.body).slice(0, 500) }),
    );
    message.ack();
  }
}
