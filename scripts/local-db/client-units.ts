// Cuts what a Postgres client sends into units that can be executed without interruption.
const sslRequest = 80877103;
const gssRequest = 80877104;
const cancelRequest = 80877102;
/** More than any statement of this product; a length beyond it means that the bytes are not Postgres. */
const maxMessageBytes = 64 * 1024 * 1024;

/** Messages after which the server answers by itself: Query, Sync, FunctionCall, Flush, CopyDone, CopyFail. */
const unitEnds = new Set([..."QSFHcf"].map((letter) => letter.charCodeAt(0)));
const terminate = "X".charCodeAt(0);
const password = "p".charCodeAt(0);
const simpleQuery = "Q".charCodeAt(0);

export type ClientUnit =
  /** Hand these bytes over as they are. */
  | { readonly type: "execute"; readonly bytes: Uint8Array }
  /** The client asks for TLS or GSS: answer `N`. */
  | { readonly type: "refuse_encryption" }
  | { readonly type: "close"; readonly reason: "terminated" | "cancel" | "copy_from_stdin" | "not_postgres" };

/** Takes chunks as they come from the socket and gives the units they complete. */
export function clientUnits(): (chunk: Buffer) => ClientUnit[] {
  let rest: Buffer = Buffer.alloc(0);
  let started = false;
  let pending: Buffer[] = [];

  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const units: ClientUnit[] = [];
    for (;;) {
      const header = started ? 1 : 0;
      if (rest.length < header + 4) return units;
      const length = header + rest.readInt32BE(header);
      if (length < header + 4 || length > maxMessageBytes) return [...units, { type: "close", reason: "not_postgres" }];
      if (rest.length < length) return units;
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      if (!started) {
        const unit = startUp(message);
        started = unit.type === "execute";
        units.push(unit);
        continue;
      }
      const code = message[0] ?? 0;
      if (code === terminate) units.push({ type: "close", reason: "terminated" });
      // Neon's driver may send a password unasked; PGlite trusts everybody and does not survive the message.
      else if (code === password) continue;
      else if (code === simpleQuery && copiesFromStdin(message))
        units.push({ type: "close", reason: "copy_from_stdin" });
      else {
        pending.push(message);
        if (!unitEnds.has(code)) continue;
        units.push({ type: "execute", bytes: new Uint8Array(Buffer.concat(pending)) });
        pending = [];
      }
    }
  };
}

function startUp(message: Buffer): ClientUnit {
  const code = message.length >= 8 ? message.readInt32BE(4) : 0;
  if (code === sslRequest || code === gssRequest) return { type: "refuse_encryption" };
  if (code === cancelRequest) return { type: "close", reason: "cancel" };
  return { type: "execute", bytes: new Uint8Array(message) };
}

/** PGlite never returns from `COPY … FROM STDIN`. */
function copiesFromStdin(message: Buffer): boolean {
  return /^\s*copy\b[^]*\bfrom\s+stdin\b/i.test(message.subarray(5).toString("utf8"));
}
