// Reads a text that an object has stored. What cannot be read hides nothing but itself, and is said once.
import { z } from "zod";
import { parseJson } from "#core/text/parse-json.ts";
import { logWarning } from "./log-warning.ts";

/** What has been said; more than this at once is forgotten, and may be said again. */
const maxSaid = 500;
const said = new Set<string>();

/** Null for what is not of the schema. `name` is the row's own, for the operator: `moment a1`. */
export function readStored<T>(schema: z.ZodType<T>, text: string, name: string): T | null {
  return readRow(schema, parseJson(text), name);
}

/** As {@link readStored}, of a row whose columns are the fields. */
export function readRow<T>(schema: z.ZodType<T>, row: unknown, name: string): T | null {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  if (said.size >= maxSaid) said.clear();
  if (!said.has(name)) logWarning("stored_row_unreadable", `${name}: ${z.prettifyError(parsed.error).slice(0, 500)}`);
  said.add(name);
  return null;
}
