// What a webhook about live status changes, and when a poll is believed after it: deliveries can be hours late and
// overtake each other, and the lists that polls are answered from lag behind both.
import type { PlatformStatus } from "#core/listener/platform-status.ts";
import type { WebhookLivestream } from "#core/listener/webhook-event.ts";

/** What a webhook this old says of live status is asked of the platform instead. */
const staleStatusMs = 120_000;
/** Kick's list is renewed once a minute, and Twitch's is cached: an older picture than the webhook's may come this long. */
const pollLagMs = 90_000;

export type WebhookStatus =
  | { readonly type: "believe"; readonly live: PlatformStatus | null }
  /** Too old to be believed: the platform is polled. */
  | { readonly type: "ask" }
  /** Something newer is known. */
  | { readonly type: "ignore" };

export function webhookStatus(
  livestream: WebhookLivestream,
  times: { readonly sentAtMs: number; readonly arrivedAtMs: number },
  known: { readonly statusAtMs: number; readonly live: PlatformStatus | null },
): WebhookStatus {
  if (times.arrivedAtMs - times.sentAtMs > staleStatusMs) return { type: "ask" };
  if (times.sentAtMs < known.statusAtMs) return { type: "ignore" };
  if (!livestream.isLive) return { type: "believe", live: null };
  const { streamId, startedAtMs, title } = livestream;
  return {
    type: "believe",
    live: {
      streamId,
      startedAtMs: startedAtMs ?? times.sentAtMs,
      title: title ?? known.live?.title ?? "",
      viewerCount: known.live?.viewerCount ?? null,
    },
  };
}

/** What a webhook last said of a channel. */
export interface ToldStatus {
  readonly atMs: number;
  readonly isLive: boolean;
  /** Of the broadcast that has begun or ended. */
  readonly startedAtMs: number | null;
}

/** Whether the answer to a question of `askedAtMs` counts; `polled` is null for a channel that is missing in it. */
export function believesPoll(
  polled: Pick<PlatformStatus, "startedAtMs"> | null,
  askedAtMs: number,
  known: { readonly statusAtMs: number; readonly told: ToldStatus | null },
): boolean {
  const { statusAtMs, told } = known;
  // What a webhook has said meanwhile is newer than this answer.
  if (statusAtMs > askedAtMs) return false;
  if (!told || askedAtMs - told.atMs >= pollLagMs) return true;
  if (told.isLive) return polled !== null;
  return polled === null || polled.startedAtMs !== told.startedAtMs;
}
