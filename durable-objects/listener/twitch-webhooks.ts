// The EventSub subscriptions of those channels of a Twitch listener whose broadcasters are connected: makes sure of them,
// knows whether Twitch has confirmed them, and removes them when the grant is gone. Only chat that is confirmed is taken
// from here; for every other channel IRC goes on.
import { AppError } from "#core/errors.ts";
import { reconcileMs } from "#core/listener/heartbeat.ts";
import {
  type EventSubStanding,
  type EventSubTarget,
  ensureEventSub,
  removeEventSub,
} from "../../adapters/twitch/eventsub.ts";
import { logWarning } from "../log-warning.ts";
import type { ListenerStorage, WebhookStanding } from "./listener-storage.ts";
import type { PlatformPoll } from "./platform-poll.ts";
import { sha256OfText } from "../../adapters/sha256.ts";

export interface TwitchWebhooksOptions {
  readonly poll: PlatformPoll;
  readonly storage: ListenerStorage;
  /** Null on a deployment that Twitch cannot call. */
  readonly target: EventSubTarget | null;
  /** Ids of the broadcasters who have connected their account. */
  readonly connected: () => Promise<readonly string[]>;
  /** What is wrong with the account of this id; null when nothing is, or when there is none. */
  readonly problemOf: (userId: string) => Promise<string | null>;
  /** The account of this id should be asked about before its hour comes. */
  readonly checkAccount: (userId: string) => Promise<unknown>;
}

/** Twitch confirms within seconds. */
const checkPendingMs = 10_000;
const retryMs = 60_000;

const standings: Record<EventSubStanding, WebhookStanding> = {
  enabled: { status: "enabled", detail: null },
  pending: {
    status: "pending",
    detail: "Twitch has yet to confirm its webhooks; until then chat is read without the account.",
  },
  unreachable: {
    status: "pending",
    detail: "Twitch could not reach this deployment's webhook address; chat is read without the account.",
  },
};

/** Why Twitch says it has ended a subscription, in words. */
const endings: Readonly<Record<string, string>> = {
  authorization_revoked: "The broadcaster has withdrawn the permission",
  user_removed: "The account no longer exists",
  notification_failures_exceeded: "This deployment did not answer Twitch's webhooks",
  version_removed: "Twitch no longer offers this kind of webhook",
};

export class TwitchWebhooks {
  readonly #options: TwitchWebhooksOptions;
  /** As stored; read for every message, so kept at hand. */
  #standings: Readonly<Record<string, WebhookStanding>>;
  /** Told at once when chat must come another way. */
  onChange: () => void = () => undefined;

  constructor(options: TwitchWebhooksOptions) {
    this.#options = options;
    this.#standings = options.storage.webhooks;
  }

  /** Null for a channel whose broadcaster is not connected. */
  standing(channelId: string): WebhookStanding | null {
    return this.#standings[channelId] ?? null;
  }

  async reconcile(channelIds: readonly string[]): Promise<number> {
    const { target, connected, poll } = this.#options;
    if (!target) {
      // The address or the secret has been taken away: what is delivered now is not accepted.
      for (const channelId of Object.keys(this.#standings)) this.#stand(channelId, null);
      return reconcileMs;
    }
    const wanted = new Set(await connected());
    const fingerprint = await sha256OfText(`${target.callback} ${target.secret}`);
    // Twitch goes on signing with the secret of its subscription: those made with another are of no use.
    const isOtherTarget = this.#options.storage.webhookTarget !== fingerprint;
    let againInMs = reconcileMs;
    for (const channelId of channelIds.filter((id) => wanted.has(id) || this.#standings[id])) {
      try {
        if (!wanted.has(channelId)) await this.#removeUnwanted(channelId);
        else if (isOtherTarget) await this.remove(channelId);
        if (wanted.has(channelId)) {
          const standing = standings[await poll.call((app, token) => ensureEventSub(app, token, channelId, target))];
          this.#stand(channelId, standing);
          if (standing.status === "pending") againInMs = Math.min(againInMs, checkPendingMs);
        }
      } catch (error) {
        logWarning("subscribe_failed", error);
        const isRefused = error instanceof AppError && error.code === "platform_refused";
        if (isRefused && wanted.has(channelId))
          this.#lose(channelId, "Twitch refused the webhooks; connect the account again");
        // Not knowing changes nothing: what was confirmed goes on being heard. A platform that is down answers nobody.
        againInMs = Math.min(againInMs, retryMs);
        if (!isRefused) return againInMs;
      }
    }
    this.#options.storage.webhookTarget = fingerprint;
    return againInMs;
  }

  async remove(channelId: string): Promise<void> {
    const { target, poll } = this.#options;
    const standing = this.#standings[channelId];
    if (!standing) return;
    // IRC is joined first: what both bring is counted once, what neither brings is lost.
    if (standing.status !== "lost") this.#stand(channelId, { status: "lost", detail: null });
    if (target) await poll.call((app, token) => removeEventSub(app, token, channelId, target.callback));
    this.#stand(channelId, null);
  }

  /** Twitch has ended a subscription of this channel's chat. */
  revoked(channelId: string, reason: string): void {
    const { checkAccount } = this.#options;
    const standing = this.#standings[channelId];
    // Of those that we have removed ourselves, or a second one of the channel.
    if (!standing || standing.status === "lost") return;
    this.#lose(channelId, endings[reason] ?? `Twitch has ended the webhooks (${reason})`);
    void checkAccount(channelId).catch((error: unknown) => logWarning("account_check_failed", error));
  }

  /** An account that lapsed is still there to be connected again, so its channel says what is wrong. */
  async #removeUnwanted(channelId: string): Promise<void> {
    const problem = await this.#options.problemOf(channelId);
    await this.remove(channelId);
    if (problem !== null) this.#lose(channelId, problem.replace(/\.$/, ""));
  }

  #lose(channelId: string, why: string): void {
    this.#stand(channelId, { status: "lost", detail: `${why}; chat is read without the account.`.slice(0, 200) });
  }

  #stand(channelId: string, standing: WebhookStanding | null): void {
    const { [channelId]: _, ...others } = this.#standings;
    this.#standings = standing ? { ...others, [channelId]: standing } : others;
    this.#options.storage.webhooks = this.#standings;
    this.onChange();
  }
}
