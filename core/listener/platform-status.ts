// What a poll says of one live channel.
export interface PlatformStatus {
  /** The platform's own id of the broadcast; null where it has none. */
  readonly streamId: string | null;
  readonly startedAtMs: number;
  readonly title: string;
  /** Null where the platform hides it. */
  readonly viewerCount: number | null;
}

/** Whether a monitor must know of it at once; viewers are told of with each minute. */
export function isStatusNews(before: PlatformStatus | null, after: PlatformStatus | null): boolean {
  return before?.startedAtMs !== after?.startedAtMs || before?.title !== after?.title;
}
