// Which failed writes are refused for good, and which wait until the database takes them.
import { describe, expect, test } from "vitest";
import { databaseError } from "../../../adapters/database/database-error.ts";

const withCode = (code: string) => Object.assign(new Error("refused"), { code });

describe("databaseError", () => {
  test.each(["22003", "22P05", "22021", "23502", "23514", "54000"])("%s is about the content", (code) => {
    const error = withCode(code);
    expect(databaseError(error)).toBe(error);
    const wrapped = new Error("Failed query", { cause: error });
    expect(databaseError(wrapped)).toBe(wrapped);
  });

  test.each([
    ["the connection broke", "08006"],
    ["the password was changed", "28P01"],
    ["the database is gone", "3D000"],
    ["the tables have not been migrated", "42P01"],
    ["a column is missing", "42703"],
    ["the role may not write", "42501"],
    ["it is read-only", "25006"],
    ["another transaction was in the way", "40001"],
    ["it is full", "53100"],
    ["it is starting", "57P03"],
  ])("%s: it is only away", (_, code) => {
    expect(databaseError(withCode(code))).toMatchObject({ code: "database_unavailable" });
  });

  test("without a code it is away, unless a value could not even be sent", () => {
    expect(databaseError(new TypeError("fetch failed"))).toMatchObject({ code: "database_unavailable" });
    const invalid = new RangeError("Invalid time value");
    expect(databaseError(invalid)).toBe(invalid);
  });
});
