// What the simulator was asked: counts for every kind of request and the last requests themselves.

export interface LoggedRequest {
  readonly atMs: number;
  /** As counted: `helix GET /streams`, `irc JOIN neon_rally`. */
  readonly name: string;
  readonly query: string;
}

export interface RequestLog {
  /** Counts one more; `query` is kept for the latest requests only. */
  add(name: string, query?: string): void;
  counts(): Readonly<Record<string, number>>;
  /** The latest requests, oldest first, at most {@link KEPT}. */
  requests(): readonly LoggedRequest[];
  reset(): void;
}

const KEPT = 1000;

export function createRequestLog(nowMs: () => number): RequestLog {
  const counts = new Map<string, number>();
  let requests: LoggedRequest[] = [];
  return {
    add(name, query = "") {
      counts.set(name, (counts.get(name) ?? 0) + 1);
      requests.push({ atMs: nowMs(), name, query });
      if (requests.length > KEPT * 2) requests = requests.slice(-KEPT);
    },
    counts: () => Object.fromEntries(counts),
    requests: () => requests.slice(-KEPT),
    reset() {
      counts.clear();
      requests = [];
    },
  };
}
