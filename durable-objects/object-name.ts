// The name an object was found by. The runtime tells it on every call but not when an alarm wakes the object after a
// restart, so the object remembers it.
import { z } from "zod";
import { KeyValue } from "./key-value.ts";

/** Throws when an object has never been called by its name: there is nothing it could be about. */
export function objectName(ctx: DurableObjectState): string {
  const values = new KeyValue(ctx.storage.sql);
  const remembered = values.get("name", z.string().nullable(), null);
  const name = ctx.id.name ?? remembered;
  if (name === null) throw new Error("this object has no name");
  if (remembered === null) values.set("name", name);
  return name;
}
