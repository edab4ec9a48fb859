// What a poll says of one live channel.
export interface PlatformStatus {
  readonly startedAtMs: number;
  readonly title: string;
  /** Null where the platform hides it. */
  readonly viewerCount: number | null;
}
