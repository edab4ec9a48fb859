// The webhook subscriptions of a Kick listener: chat and live status of all its channels come by them.
import { AppError } from "#core/errors.ts";
import { reconcileMs } from "#core/listener/heartbeat.ts";
import { ensureKickSubscriptions, removeKickSubscriptions } from "../../adapters/kick/kick-api.ts";
import { logWarning } from "../log-warning.ts";
import type { PlatformPoll } from "./platform-poll.ts";
import type { WebhookSubscriptions } from "./platform-watch.ts";

/** A subscription that failed is tried again sooner than those that stand are checked. */
const retryMs = 60_000;

export class KickWebhooks implements WebhookSubscriptions {
  readonly #poll: PlatformPoll;
  /** Why they cannot be had; null while they stand. */
  problem: string | null = null;

  constructor(poll: PlatformPoll) {
    this.#poll = poll;
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
    this.problem = problem;
    return problem === null ? reconcileMs : retryMs;
  }

  async remove(channelId: string): Promise<void> {
    await this.#poll.call((app, token) => removeKickSubscriptions(app, token, channelId));
  }
}
