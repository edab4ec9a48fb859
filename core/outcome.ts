// How an expected failure crosses from one object to another: as a value, because a thrown error loses its class on the way.
import { AppError, type AppErrorCode } from "#core/errors.ts";

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: AppErrorCode; readonly message: string };

/** Runs `work` and turns an {@link AppError} into a value; anything else is a bug and is thrown on. */
export async function attempt<T>(work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof AppError) return { ok: false, code: error.code, message: error.message };
    throw error;
  }
}

/** The value, or the failure thrown again as an {@link AppError}. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new AppError(outcome.code, outcome.message);
}
