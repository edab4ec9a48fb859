// Keeps a listener's knowledge of its platform: polls which channels are live, and holds the webhook subscriptions that
// bring their chat. A platform that fails changes nothing but when it is asked again.
import { reconcileMs } from "#core/listener/heartbeat.ts";
import type { PlatformStatus } from "#core/listener/platform-status.ts";
import { PlatformStatusError } from "../../adapters/http/call-json.ts";
import { logWarning } from "../log-warning.ts";
import type { ListenerStorage } from "./listener-storage.ts";
import type { PlatformFeed } from "./platform-feed.ts";
import type { PlatformPoll } from "./platform-poll.ts";

export interface PlatformWatchOptions {
  readonly storage: ListenerStorage;
  readonly poll: PlatformPoll;
  readonly feed: Pick<PlatformFeed, "reconcile">;
  readonly channelIds: () => readonly string[];
  /** What the platform answered to a question of `askedAtMs`; a channel that is missing is offline. */
  readonly onStatus: (status: ReadonlyMap<string, PlatformStatus>, askedAtMs: number) => void;
}

const retryMs = 60_000;
const maxRounds = 3;

export class PlatformWatch {
  readonly #options: PlatformWatchOptions;
  /** Polls failed in a row, and how long the platform asked to wait. */
  failedPolls = 0;
  retryAfterMs: number | null = null;
  /** Grows when the subscriptions must be looked at again, also while they are being looked at. */
  #wishes = 0;

  constructor(options: PlatformWatchOptions) {
    this.#options = options;
  }

  async poll(): Promise<void> {
    const { storage, poll, channelIds, onStatus } = this.#options;
    const askedAtMs = Date.now();
    const asked = channelIds();
    try {
      onStatus(await poll.status(asked), askedAtMs);
      this.failedPolls = 0;
      this.retryAfterMs = null;
    } catch (error) {
      // Not knowing is not the same as offline: sessions stay as they are until a platform says otherwise.
      this.failedPolls++;
      this.retryAfterMs = error instanceof PlatformStatusError ? error.retryAfterMs : null;
      logWarning("poll_failed", error);
    } finally {
      // A channel that was added meanwhile is asked about at once.
      const isComplete = channelIds().every((channelId) => asked.includes(channelId));
      storage.times = { ...storage.times, lastPollAtMs: isComplete ? Date.now() : 0 };
    }
  }

  async reconcile(): Promise<void> {
    const { storage, feed, channelIds } = this.#options;
    storage.forgetSeen(Date.now());
    let againInMs = retryMs;
    try {
      // What was wished meanwhile is looked at now, not at some later heartbeat.
      for (let round = 0, wishes = -1; round < maxRounds && wishes !== this.#wishes; round++) {
        wishes = this.#wishes;
        againInMs = await feed.reconcile(channelIds());
      }
    } finally {
      storage.times = { ...storage.times, lastReconcileAtMs: Date.now() - (reconcileMs - againInMs) };
    }
  }

  /** The next heartbeat polls at once. */
  pollSoon(): void {
    const { storage } = this.#options;
    storage.times = { ...storage.times, lastPollAtMs: 0 };
  }

  /** The next heartbeat looks at the subscriptions. */
  reconcileSoon(): void {
    const { storage } = this.#options;
    this.#wishes++;
    storage.times = { ...storage.times, lastReconcileAtMs: 0 };
  }
}
