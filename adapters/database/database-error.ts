// Says of a failed query whether the database could not be reached, or whether the query itself was refused.
import { AppError } from "#core/errors.ts";

/**
 * The error to throw instead: `database_unavailable` when nothing was decided (no connection, shutting down, too busy:
 * SQLSTATE classes 08, 53, 57, 58 and everything without one), else the error as it was.
 * The code sits on the error or on its cause, depending on the driver.
 */
export function databaseError(error: unknown): unknown {
  const code = sqlState(error) ?? sqlState((error as { cause?: unknown } | null)?.cause);
  if (code !== null && !/^(08|53|57|58)/.test(code)) return error;
  return new AppError("database_unavailable", undefined, { cause: error });
}

function sqlState(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}
