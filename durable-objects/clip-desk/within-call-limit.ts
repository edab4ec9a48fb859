// Bounds what a desk asks of another object or of the store: it ends, whatever becomes of it.
import pTimeout from "p-timeout";

/** An account answers sooner, or it does not answer. */
export const longestCallMs = 30_000;

/** A stub's promise has every method, also the `cancel` that p-timeout would call; the one around it has not. */
export function withinCallLimit<T>(asked: Promise<T>, withinMs = longestCallMs): Promise<T> {
  return pTimeout(Promise.resolve(asked), { milliseconds: withinMs, message: "no answer in time" });
}
