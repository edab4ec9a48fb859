// How much and how long each kind of outgoing request may take. `functions/http/read-body.ts` has the limits of what comes in.

export interface OutboundLimit {
  /** Of the body, unpacked, counted while it comes. */
  readonly maxBytes: number;
  /** From the request until the last byte of the answer. */
  readonly withinMs: number;
}

export const outboundLimits = {
  /** A hundred clips or channels, the longest lists we ask for, are about 100 KB. */
  platformJson: { maxBytes: 2_000_000, withinMs: 10_000 },
  /** A token with its scopes is 1 KB. */
  token: { maxBytes: 64 * 1024, withinMs: 10_000 },
  /** Somebody waits for the sign-in whose token is given back, and nothing depends on the answer. */
  revocation: { maxBytes: 64 * 1024, withinMs: 5_000 },
  /** A minute at 20 Mb/s is 150 MB. */
  clipVideo: { maxBytes: 200 * 1024 * 1024, withinMs: 120_000 },
  clipPoster: { maxBytes: 512 * 1024, withinMs: 120_000 },
  /** A sleeping Neon project wakes within a few seconds. Queries ask for a page of rows, each of some KB. */
  database: { maxBytes: 16_000_000, withinMs: 15_000 },
  /** An answer has some twenty addresses; a page waits for its segment meanwhile. */
  nameLookUp: { maxBytes: 64 * 1024, withinMs: 5_000 },
  /** A live playlist is some KB. One that waits for the next part (RFC 8216bis 6.2.5.2) may take three target durations. */
  relayPlaylist: { maxBytes: 2_000_000, withinMs: 20_000 },
  /** A minute of 8 Mb/s; passed on as it comes. */
  relaySegment: { maxBytes: 64 * 1024 * 1024, withinMs: 60_000 },
  /** AES-128 keys are 16 bytes. */
  relayKey: { maxBytes: 1_024, withinMs: 10_000 },
  relayData: { maxBytes: 64 * 1024, withinMs: 10_000 },
} as const satisfies Record<string, OutboundLimit>;
