// How many messages of an outbox go out together, and when those go out again that did not arrive.

const batchSize = 50;
/** A queue takes 128 KB a message; text outside ASCII takes up to three bytes a character. */
const batchChars = 32_000;
export const firstRetryMs = 1_000;
const maxRetryMs = 5 * 60_000;
/** How long a queue and a database may take before a record is sent again. The write is idempotent. */
const acknowledgeWithinMs = 60_000;

/** After a failure one message at a time, so that one that cannot be taken does not keep those before it. */
export function mostMessages(failures: number): number {
  return failures > 0 ? 1 : batchSize;
}

/** Those at the beginning that fit into one message of a queue; the first is sent whatever its length. */
export function oneBatch<Row extends { readonly body: string }>(rows: readonly Row[]): Row[] {
  let chars = 0;
  return rows.filter((row, at) => (chars += row.body.length) <= batchChars || at === 0);
}

/** `failures` in a row before this one. */
export function retryInMs(failures: number): number {
  return doubled(firstRetryMs, failures);
}

/** When a message that was sent for the `attempts`th time after the first is sent again, unless it is acknowledged. */
export function sendAgainInMs(attempts: number): number {
  return doubled(acknowledgeWithinMs, attempts);
}

function doubled(firstMs: number, times: number): number {
  return Math.min(maxRetryMs, firstMs * 2 ** Math.min(times, 10));
}
