// What a webhook about live status changes: deliveries can be hours late and overtake each other.
import type { PlatformStatus } from "#core/listener/platform-status.ts";

/** What a webhook this old says of live status is asked of the platform instead. */
const staleStatusMs = 120_000;

interface Livestream {
  /** Null on a platform that gives broadcasts no id. */
  readonly streamId: string | null;
  readonly isLive: boolean;
  readonly startedAtMs: number | null;
  readonly title: string;
}

export type WebhookStatus =
  | { readonly type: "believe"; readonly live: PlatformStatus | null }
  /** Too old to be believed: the platform is polled. */
  | { readonly type: "ask" }
  /** Something newer is known. */
  | { readonly type: "ignore" };

export function webhookStatus(
  livestream: Livestream,
  times: { readonly sentAtMs: number; readonly arrivedAtMs: number },
  known: { readonly statusAtMs: number; readonly live: PlatformStatus | null },
): WebhookStatus {
  if (times.arrivedAtMs - times.sentAtMs > staleStatusMs) return { type: "ask" };
  if (times.sentAtMs < known.statusAtMs) return { type: "ignore" };
  if (!livestream.isLive) return { type: "believe", live: null };
  const { streamId, startedAtMs, title } = livestream;
  return {
    type: "believe",
    live: { streamId, startedAtMs: startedAtMs ?? times.sentAtMs, title, viewerCount: known.live?.viewerCount ?? null },
  };
}
