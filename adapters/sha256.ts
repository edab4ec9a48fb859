// SHA-256 in hexadecimal.
import { hex } from "#core/text/hex.ts";

export async function sha256OfText(text: string): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
