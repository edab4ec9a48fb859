// Which addresses the recorder fetches from: encrypted ones, and plain http on this computer only.

const localHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|.+\.localhost)$/;

/** The absolute address, or null when it is none or would send footage in the clear over a network. */
export function streamAddress(uri: string, base: string): string | null {
  if (!URL.canParse(uri, base)) return null;
  const url = new URL(uri, base);
  const isAllowed = url.protocol === "https:" || (url.protocol === "http:" && localHost.test(url.hostname));
  return isAllowed ? url.href : null;
}
