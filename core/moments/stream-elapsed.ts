// Time since the stream began, as people write it.

/** `1h 23m 45s`, `3m 5s`, `12s`. Negative counts as zero. */
export function formatElapsed(seconds: number): string {
  return written(seconds, " ");
}

/** `1h23m45s`: the same for file names. */
export function formatElapsedCompact(seconds: number): string {
  return written(seconds, "");
}

function written(seconds: number, separator: string): string {
  const total = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(total / 3600);
  const parts = [`${total % 60}s`];
  if (total >= 60) parts.unshift(`${Math.floor(total / 60) % 60}m`);
  if (hours > 0) parts.unshift(`${hours}h`);
  return parts.join(separator);
}
