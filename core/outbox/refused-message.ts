// A message of an outbox that will never be taken, and why: it cannot be read, or the database refuses it.
export interface RefusedMessage {
  /** Its number in the outbox. */
  readonly id: number;
  readonly reason: string;
}
