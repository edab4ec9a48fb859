// Where a page may find a channel's stream.

/** A page on https may not fetch http, and a stream sent in the clear can be replaced on the way. */
export function isSafeStreamAddress(address: string): boolean {
  return (
    /^https:\/\/[^/?#\s]+/i.test(address) ||
    /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?(\/|\?|$)/i.test(address)
  );
}
