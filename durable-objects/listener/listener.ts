// Hears up to fifty channels of one platform: one poll for all, chat by connection or webhook, a detector for each. It wakes
// by alarm, tells monitors what happens, and keeps its baselines so that eviction costs at most a minute of them.
import { DurableObject } from "cloudflare:workers";
import { AppError } from "#core/errors.ts";
import { planHeartbeat } from "#core/listener/heartbeat.ts";
import type { HeardSettings } from "#core/channel/heard-settings.ts";
import type { WebhookEvent } from "#core/listener/webhook-event.ts";
import type { Channel } from "#core/channel/channel.ts";
import type { Feed } from "#core/channel/feed.ts";
import type { SecondCounts } from "#core/channel/second-counts.ts";
import { type Platform, platformSchema } from "#core/channel/channel-ref.ts";
import { parseConfig } from "../../adapters/config.ts";
import { armAlarm } from "../alarm.ts";
import { logWarning } from "../log-warning.ts";
import { objectName } from "../object-name.ts";
import { Outbox } from "../outbox.ts";
import type { ListenerRpc } from "../rpc/listener-rpc.ts";
import { workspaceStub } from "../stubs.ts";
import { Hearing } from "./hearing.ts";
import { ListenerStorage } from "./listener-storage.ts";
import { PlatformPoll } from "./platform-poll.ts";
import { PlatformWatch } from "./platform-watch.ts";
import { type ListenerOwes, listenerReceivers, theEnd } from "./send-owed.ts";

export class Listener extends DurableObject<Env> implements ListenerRpc {
  readonly #platform: Platform;
  readonly #storage: ListenerStorage;
  readonly #outbox: Outbox<ListenerOwes>;
  readonly #hearing: Hearing;
  readonly #watch: PlatformWatch;
  readonly #calling = new Set<"poll" | "reconcile" | "push">();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const config = parseConfig(env);
    const platform = platformSchema.parse(objectName(ctx).split(":")[0]);
    this.#platform = platform;
    const storage = new ListenerStorage(ctx.storage.sql);
    this.#storage = storage;
    this.#outbox = new Outbox(
      ctx.storage.sql,
      listenerReceivers(env, platform, () => this.#hearing),
      (count) => workspaceStub(env).noteSetAside(`Listener ${objectName(ctx)}`, count),
    );
    const poll = new PlatformPoll(env, platform, config);
    this.#hearing = new Hearing({
      ...{ env, platform, config, storage, poll, outbox: this.#outbox },
      transaction: (work) => ctx.storage.transactionSync(work),
      onNews: () => ctx.waitUntil(this.#settle()),
      onDoubt: () => {
        this.#watch.pollSoon();
        ctx.waitUntil(this.wake());
      },
    });
    this.#watch = new PlatformWatch({
      ...{ storage, poll, feed: this.#hearing.feed },
      channelIds: () => this.#hearing.channels.ids(),
      onStatus: (status, askedAtMs) => this.#hearing.takeStatus(status, askedAtMs),
    });
  }

  /** From the monitor: a channel to hear, or newer settings for one that is heard. */
  async configure(channel: Channel, settings: HeardSettings): Promise<void> {
    if (this.#hearing.channels.configure(channel, settings)) {
      this.#watch.pollSoon();
      this.#watch.reconcileSoon();
    }
    await this.wake();
  }

  /** From the workspace: an account was connected, lost or changed, so other channels may be heard by EventSub. */
  async accountsChanged(): Promise<void> {
    this.#watch.reconcileSoon();
    await this.wake();
  }

  async removeChannel(channelId: string): Promise<void> {
    const isGone = this.ctx.storage.transactionSync(() => {
      if (!this.#hearing.remove(channelId)) return false;
      this.#outbox.add(theEnd, { channelId }, Date.now());
      return true;
    });
    if (isGone) await this.#settle();
  }

  /** A page watches this channel: returns the counts since `fromMs`, and pushes new ones each second from now on. */
  async watch(channelId: string, fromMs: number): Promise<{ counts: SecondCounts[]; feed: Feed }> {
    const ear = this.#hearing.channels.get(channelId);
    if (!ear) throw new AppError("unknown_channel");
    const untilMs = wholeSecond(Date.now());
    this.#hearing.channels.setWatched(channelId, true);
    await this.wake();
    return { counts: ear.counts(fromMs, untilMs), feed: this.#hearing.feedOf(ear) };
  }

  /** A verified webhook, sent by the platform at `sentAtMs`. Returns false when this listener does not hear the channel. */
  async receive(deliveryId: string, event: WebhookEvent, sentAtMs: number): Promise<boolean> {
    if (!this.#hearing.take(deliveryId, event, sentAtMs)) return false;
    await this.#settle();
    return true;
  }

  /** Arms the alarm for now; safe to call at any time. */
  async wake(): Promise<void> {
    await armAlarm(this.ctx.storage, [Date.now()]);
  }

  override async alarm(): Promise<void> {
    try {
      const plan = planHeartbeat(this.#heartbeatState(), Date.now());
      if (plan.isPollDue) this.#inBackground("poll", () => this.#watch.poll());
      if (plan.isReconcileDue) this.#inBackground("reconcile", () => this.#watch.reconcile());
      this.#hearing.tick();
      this.#hearing.announcer.settledMinutes();
      if (plan.isPersistDue) this.#hearing.announcer.persist();
      this.#inBackground("push", () => this.#hearing.push(wholeSecond(Date.now())));
    } finally {
      // Whatever went wrong, a listener that is not armed again would be deaf for good.
      await this.#settle();
    }
  }

  /** A platform or a monitor that is slow must not hold up the heartbeat, so it is not waited for; one call of a kind at a time. */
  #inBackground(kind: "poll" | "reconcile" | "push", call: () => Promise<void>): void {
    if (this.#calling.has(kind)) return;
    this.#calling.add(kind);
    const done = call().finally(() => this.#calling.delete(kind));
    this.ctx.waitUntil(done.catch((error: unknown) => logWarning(`${kind}_failed`, error)).then(() => this.#settle()));
  }

  #heartbeatState(): Parameters<typeof planHeartbeat>[0] {
    return {
      platform: this.#platform,
      ...this.#hearing.channels.counted(),
      ...this.#storage.times,
      failedPolls: this.#watch.failedPolls,
      retryAfterMs: this.#watch.retryAfterMs,
    };
  }

  /** Armed from what is stored, so nothing depends on what is owed going out now. */
  async #settle(): Promise<void> {
    this.#hearing.announcer.changedFeeds();
    await this.#arm();
    this.ctx.waitUntil(this.#outbox.flush().then(() => this.#arm()));
  }

  async #arm(): Promise<void> {
    const { alarmAtMs } = planHeartbeat(this.#heartbeatState(), Date.now());
    await armAlarm(this.ctx.storage, [alarmAtMs, this.#outbox.nextDueMs(), this.#hearing.feed.retryAtMs]);
  }
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
