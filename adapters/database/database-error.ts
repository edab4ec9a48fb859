// Says of a failed write whether its content was refused, or whether the database was not there to take it.
import { AppError } from "#core/errors.ts";

/** What is about the rows and stays true for them: data that does not fit (22), a broken constraint (23), too large (54). */
const aboutContent = /^(22|23|54)/;

/**
 * The error to throw instead. A refusal of the content comes back as it was; everything else is `database_unavailable`,
 * because somebody can put it right and the rows are worth keeping until then: no connection, a rotated password, a
 * migration that has not run, a read-only database. The SQLSTATE sits on the error or on its cause, depending on the driver.
 */
export function databaseError(error: unknown): unknown {
  const { cause } = (error ?? {}) as { cause?: unknown };
  // A time outside of what a date can be is refused before it is sent.
  if (error instanceof RangeError || cause instanceof RangeError) return error;
  const code = sqlState(error) ?? sqlState(cause);
  if (code !== null && aboutContent.test(code)) return error;
  return new AppError("database_unavailable", undefined, { cause: error });
}

function sqlState(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}
