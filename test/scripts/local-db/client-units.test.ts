// Cutting a client's bytes into units: whole, in pieces, and those the embedded Postgres would not survive.
import { expect, test } from "vitest";
import { clientUnits, type ClientUnit } from "../../../scripts/local-db/client-units.ts";

function message(letter: string, body = ""): Buffer {
  const bytes = Buffer.alloc(5 + body.length);
  bytes.write(letter);
  bytes.writeInt32BE(4 + body.length, 1);
  bytes.write(body, 5);
  return bytes;
}

function startUp(code: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32BE(8, 0);
  bytes.writeInt32BE(code, 4);
  return bytes;
}

const version3 = startUp(196608);
const told = (unit: ClientUnit) =>
  unit.type === "execute"
    ? Buffer.from(unit.bytes)
        .toString("latin1")
        .replace(/[^A-Za-z ]/g, "")
    : unit;

function unitsOf(...chunks: Buffer[]): unknown[] {
  const cut = clientUnits();
  return chunks.flatMap((chunk) => cut(chunk)).map(told);
}

test("parse, bind and execute are one unit that ends with sync", () => {
  const chunk = Buffer.concat([
    version3,
    message("P"),
    message("B"),
    message("E"),
    message("S"),
    message("Q", "SELECT"),
  ]);
  expect(unitsOf(chunk)).toEqual(["", "PBES", "QSELECT"]);
});

test("cuts the same units when the bytes come one by one", () => {
  const chunk = Buffer.concat([version3, message("P", "abc"), message("S"), message("Q", "SELECT")]);
  expect(unitsOf(...Array.from(chunk, (byte) => Buffer.from([byte])))).toEqual(unitsOf(chunk));
});

test("declines encryption and then takes the start-up message", () => {
  expect(unitsOf(Buffer.concat([startUp(80877103), version3]))).toEqual([{ type: "refuse_encryption" }, ""]);
});

test("leaves out a password that nobody asked for", () => {
  expect(unitsOf(Buffer.concat([version3, message("p", "secret"), message("Q", "SELECT")]))).toEqual(["", "QSELECT"]);
});

test.each([
  ["terminated", [version3, message("X")]],
  ["copy_from_stdin", [version3, message("Q", "copy t\nfrom  STDIN")]],
  ["cancel", [startUp(80877102)]],
  ["not_postgres", [Buffer.from("GET / HTTP/1.1\r\n\r\n")]],
] as const)("closes: %s", (reason, chunks) => {
  expect(unitsOf(...chunks).at(-1)).toEqual({ type: "close", reason });
});
