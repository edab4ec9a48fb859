// Which addresses the recorder fetches from: encrypted ones, and plain http on this computer only.
import { isEncryptedOrLocal } from "#core/web-address.ts";

/** The absolute address, or null when it is none or would send footage in the clear over a network. */
export function streamAddress(uri: string, base: string): string | null {
  if (!URL.canParse(uri, base)) return null;
  const url = new URL(uri, base);
  return isEncryptedOrLocal(url) ? url.href : null;
}
