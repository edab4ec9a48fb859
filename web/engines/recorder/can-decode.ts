// Whether this browser can play what a variant announces.

/** True where the playlist does not say, or the browser cannot be asked here. */
export function canDecode(codecs: string | null): boolean {
  if (codecs === null || typeof MediaSource === "undefined") return true;
  return MediaSource.isTypeSupported(`video/mp4; codecs="${codecs}"`);
}
