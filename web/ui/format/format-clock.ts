// The time of day where the reader is: `14:02:11`.

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export function formatClock(atMs: number): string {
  return clock.format(atMs);
}
