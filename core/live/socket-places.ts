// Who gets a place among the live sockets of one object.

/** Nobody watches one channel in more tabs; who would is mistaken, or wants to keep the others out. */
export const maxSocketsPerMember = 10;

/**
 * Why another socket of `member` is refused; null when it has a place. `open` are the members of the open sockets, one
 * entry a socket. The newest is refused and not the oldest closed: a page that is closed connects again by itself, would
 * close the next one, and so on for ever.
 */
export function placeRefusal(open: readonly string[], member: string, most: number): string | null {
  if (open.length >= most) return "too many pages";
  const own = open.filter((one) => one === member).length;
  return own >= maxSocketsPerMember ? "too many pages of one member" : null;
}
