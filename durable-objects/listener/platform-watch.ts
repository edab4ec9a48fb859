// Keeps a listener's knowledge of its platform: polls which channels are live, and holds the webhook subscriptions that
// bring their chat. A platform that fails changes nothing but when it is asked again.
import { AppError } from "#core/errors.ts";
import { reconcileMs } from "#core/listener/heartbeat.ts";
import type { PlatformStatus } from "#core/listener/platform-status.ts";
import type { Platform } from "#core/platform.ts";
import type { Config } from "../../functions/config.ts";
import { PlatformStatusError } from "../../functions/http/call-json.ts";
import { ensureKickSubscriptions, removeKickSubscriptions } from "../../functions/kick/kick-api.ts";
import { logWarning } from "../log-warning.ts";
import type { ListenerStorage } from "./listener-storage.ts";
import { PlatformPoll } from "./platform-poll.ts";

/** A subscription that failed is tried again sooner than those that stand are checked. */
const retryReconcileMs = 60_000;

interface Parts {
  readonly env: Pick<Env, "Workspace">;
  readonly platform: Platform;
  readonly config: Config;
  readonly storage: ListenerStorage;
  readonly channelIds: () => readonly string[];
  /** What the platform answered to a question of `askedAtMs`; a channel that is missing is offline. */
  readonly onStatus: (status: ReadonlyMap<string, PlatformStatus>, askedAtMs: number) => void;
}

export class PlatformWatch {
  readonly #parts: Parts;
  readonly #poll: PlatformPoll;
  /** Polls failed in a row, and how long the platform asked to wait. */
  failedPolls = 0;
  retryAfterMs: number | null = null;
  /** Why webhooks cannot be had; null while subscriptions stand. */
  webhookProblem: string | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#poll = new PlatformPoll(parts.env, parts.platform, parts.config);
  }

  async poll(): Promise<void> {
    const { storage, channelIds, onStatus } = this.#parts;
    const askedAtMs = Date.now();
    const asked = channelIds();
    try {
      onStatus(await this.#poll.status(asked), askedAtMs);
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
    const { storage, channelIds } = this.#parts;
    let problem: string | null = null;
    for (const channelId of channelIds()) {
      try {
        await this.#poll.call((app, token) => ensureKickSubscriptions(app, token, channelId));
      } catch (error) {
        problem = "Kick did not accept the subscription to chat; it is tried again.";
        logWarning("subscribe_failed", error);
        // A platform that is down answers none of fifty channels; a refusal concerns this one.
        if (!(error instanceof AppError) || error.code !== "platform_refused") break;
      }
    }
    this.webhookProblem = problem;
    storage.forgetSeen(Date.now());
    const waitedMs = problem === null ? 0 : reconcileMs - retryReconcileMs;
    storage.times = { ...storage.times, lastReconcileAtMs: Date.now() - waitedMs };
  }

  /** Without it Kick goes on sending, and what it sends is not ours. Never throws. */
  async unsubscribe(channelId: string): Promise<void> {
    if (this.#parts.platform !== "kick") return;
    await this.#poll
      .call((app, token) => removeKickSubscriptions(app, token, channelId))
      .catch((error: unknown) => logWarning("unsubscribe_failed", error));
  }

  /** The next heartbeat polls and subscribes at once. */
  forgetTimes(): void {
    const { storage } = this.#parts;
    storage.times = { ...storage.times, lastPollAtMs: 0, lastReconcileAtMs: 0 };
  }
}
