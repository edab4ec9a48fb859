// SHA-256 in hexadecimal, of a text or of a file too large for memory.
import { hex } from "#core/text/hex.ts";

export async function sha256OfText(text: string): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/** Reads the stream to its end and keeps none of it. */
export async function sha256OfStream(stream: ReadableStream<Uint8Array>): Promise<string> {
  const digest = new crypto.DigestStream("SHA-256");
  await stream.pipeTo(digest);
  return hex(await digest.digest);
}
