// A length of time in one or two words: `12 s`, `42 min`, `3 h 10 min`.

export function formatSpan(spanMs: number): string {
  const seconds = Math.max(0, Math.round(spanMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** How long ago something was, in the same words; `now` within ten seconds, so that clocks a little apart look right. */
export function formatAgo(atMs: number, nowMs: number): string {
  return nowMs - atMs < 10_000 ? "now" : `${formatSpan(nowMs - atMs)} ago`;
}
