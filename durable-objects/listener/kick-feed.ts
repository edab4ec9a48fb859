// Kick's feed: chat and live status of all channels come by webhooks, to which the listener subscribes.
import { AppError } from "#core/errors.ts";
import { reconcileMs } from "#core/listener/heartbeat.ts";
import { ensureKickSubscriptions, removeKickSubscriptions } from "../../adapters/kick/kick-api.ts";
import { logWarning } from "../log-warning.ts";
import type { ChannelEar } from "./channel-ear.ts";
import type { PlatformFeed } from "./platform-feed.ts";
import type { PlatformPoll } from "./platform-poll.ts";

/** A subscription that failed is tried again sooner than those that stand are checked. */
const retryMs = 60_000;

export class KickFeed implements PlatformFeed {
  readonly #poll: PlatformPoll;
  /** Why the subscriptions cannot be had; null while they stand. */
  #problem: string | null = null;
  readonly retryAtMs = null;

  constructor(poll: PlatformPoll) {
    this.#poll = poll;
  }

  tick(): void {
    // There is no connection.
  }

  link(ear: ChannelEar): ReturnType<PlatformFeed["link"]> {
    if (!ear.live) return { status: "idle", detail: null };
    return { status: this.#problem === null ? "connected" : "blocked", detail: this.#problem };
  }

  isByWebhook(): boolean {
    return true;
  }

  revoked(): void {
    // Kick does not say so; a subscription that is gone is found when they are compared.
  }

  async reconcile(channelIds: readonly string[]): Promise<number> {
    let problem: string | null = null;
    for (const channelId of channelIds) {
      try {
        await this.#poll.call((app, token) => ensureKickSubscriptions(app, token, channelId));
      } catch (error) {
        problem = "Kick did not accept the subscription to chat; it is tried again.";
        logWarning("subscribe_failed", error);
        // A platform that is down answers none of fifty channels; a refusal concerns this one.
        if (!(error instanceof AppError) || error.code !== "platform_refused") break;
      }
    }
    this.#problem = problem;
    return problem === null ? reconcileMs : retryMs;
  }

  async unsubscribe(channelId: string): Promise<void> {
    await this.#poll.call((app, token) => removeKickSubscriptions(app, token, channelId));
  }
}
