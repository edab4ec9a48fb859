// The clock of the page, once a second, for everything that shows passing time.
import { signal } from "@preact/signals";

/** Epoch milliseconds by this device's clock. One timer for the life of the page. */
export const nowMs = signal(Date.now());

setInterval(() => (nowMs.value = Date.now()), 1000);
