// Hears up to fifty channels of one platform: one poll and one chat connection for all, a detector for each. It wakes by
// alarm, tells monitors what happens, and keeps its baselines so that eviction costs at most a minute of them.
import { DurableObject } from "cloudflare:workers";
import { AppError } from "#core/errors.ts";
import { planHeartbeat } from "#core/listener/heartbeat.ts";
import type { HeardSettings } from "#core/live/heard-settings.ts";
import type { ListenerReport } from "#core/listener/listener-report.ts";
import type { PlatformStatus } from "#core/listener/platform-status.ts";
import { webhookStatus } from "#core/listener/webhook-status.ts";
import type { Channel, Feed, SecondCounts } from "#core/live/live-message.ts";
import type { DetectedMoment } from "#core/moments/moment.ts";
import { type Platform, platformSchema } from "#core/platform.ts";
import { parseConfig } from "../../functions/config.ts";
import type { KickWebhookEvent } from "../../functions/kick/webhook-chat-event.ts";
import { ircChatEvent } from "../../functions/twitch/irc-chat-event.ts";
import type { IrcMessage } from "../../functions/twitch/irc-message.ts";
import { armAlarm } from "../alarm.ts";
import { logWarning } from "../log-warning.ts";
import { objectName } from "../object-name.ts";
import { Outbox } from "../outbox.ts";
import { monitorStub } from "../stubs.ts";
import { Announcer } from "./announcer.ts";
import type { ChannelEar } from "./channel-ear.ts";
import { ChannelsHeard } from "./channels-heard.ts";
import { ListenerStorage } from "./listener-storage.ts";
import { PlatformWatch } from "./platform-watch.ts";
import { TwitchChat } from "./twitch-chat.ts";

export class Listener extends DurableObject<Env> {
  readonly #platform: Platform;
  readonly #storage: ListenerStorage;
  readonly #outbox: Outbox;
  readonly #channels: ChannelsHeard;
  readonly #watch: PlatformWatch;
  readonly #announcer: Announcer;
  readonly #chat: TwitchChat | null;
  readonly #calling = new Set<"poll" | "reconcile" | "push">();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const config = parseConfig(env);
    this.#platform = platformSchema.parse(objectName(ctx).split(":")[0]);
    this.#storage = new ListenerStorage(ctx.storage.sql);
    this.#outbox = new Outbox(ctx.storage.sql, async (channelId, messages) => {
      const reports = messages.map((message) => message.body as ListenerReport);
      const isWatched = await monitorStub(env, { platform: this.#platform, channelId }).receive(reports);
      this.#channels.setWatched(channelId, isWatched);
      return "done";
    });
    this.#channels = new ChannelsHeard(this.#storage);
    const parts = { env, platform: this.#platform, storage: this.#storage };
    this.#watch = new PlatformWatch({
      ...parts,
      config,
      channelIds: () => this.#channels.ids(),
      onStatus: (status, askedAtMs) => this.#takeStatus(status, askedAtMs),
    });
    this.#announcer = new Announcer({
      ...parts,
      channels: this.#channels,
      outbox: this.#outbox,
      transaction: (work) => ctx.storage.transactionSync(work),
      feedOf: (ear) => this.#feed(ear),
    });
    this.#chat =
      this.#platform === "twitch" && config.twitch
        ? new TwitchChat({
            url: config.twitch.ircUrl,
            onMessage: (message) => this.#hearIrc(message),
            onBadFrame: () => this.#channels.all().forEach((ear) => ear.badFrames++),
            onGap: (fromMs, toMs) =>
              this.#channels.all().forEach((ear) => this.#tell(ear, ear.observe({ type: "gap", fromMs, toMs }))),
            onLost: () => ctx.waitUntil(this.#settle()),
            deafSinceMs: this.#storage.times.lastPersistAtMs || null,
          })
        : null;
  }

  /** From the monitor: a channel to hear, or newer settings for one that is heard. */
  async configure(channel: Channel, settings: HeardSettings): Promise<void> {
    if (this.#channels.configure(channel, settings)) this.#watch.forgetTimes();
    await this.wake();
  }

  async removeChannel(channelId: string): Promise<void> {
    const ear = this.#channels.get(channelId);
    if (!ear) return;
    if (ear.live) this.#announcer.status(ear, null, Date.now());
    this.#channels.remove(channelId);
    this.ctx.waitUntil(this.#watch.unsubscribe(channelId));
    await this.wake();
  }

  /** A page watches this channel: returns the counts since `fromMs`, and pushes new ones each second from now on. */
  async watch(channelId: string, fromMs: number): Promise<{ counts: SecondCounts[]; feed: Feed }> {
    const ear = this.#channels.get(channelId);
    if (!ear) throw new AppError("unknown_channel");
    const untilMs = wholeSecond(Date.now());
    ear.toldUntilMs = untilMs;
    this.#channels.setWatched(channelId, true);
    await this.wake();
    return { counts: ear.counts(fromMs, untilMs), feed: this.#feed(ear) };
  }

  /** A verified webhook, sent by the platform at `sentAtMs`. Returns false when this listener does not hear the channel. */
  async receive(
    deliveryId: string,
    event: Extract<KickWebhookEvent, { channelId: string }>,
    sentAtMs: number,
  ): Promise<boolean> {
    const arrivedAtMs = Date.now();
    const ear = this.#channels.get(event.channelId);
    if (!ear) return false;
    if (!this.#storage.isNew(deliveryId, arrivedAtMs)) return true;
    if (event.status === "chat") {
      if (event.event.type === "message" && !this.#storage.isNew(event.event.id, arrivedAtMs)) return true;
      this.#tell(ear, ear.hear(event.event, arrivedAtMs));
    } else {
      const status = webhookStatus(event.livestream, { sentAtMs, arrivedAtMs }, ear);
      if (status.type === "ask") await this.#pollNow();
      if (status.type === "believe") this.#setLive(ear, status.live, sentAtMs);
    }
    await this.#settle();
    return true;
  }

  async #pollNow(): Promise<void> {
    this.#storage.times = { ...this.#storage.times, lastPollAtMs: 0 };
    await this.wake();
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
      this.#listen();
      this.#announcer.settledMinutes();
      if (plan.isPersistDue) this.#announcer.persist();
      this.#inBackground("push", () =>
        this.#announcer.push(wholeSecond(Date.now()), (channelId, isWatched) =>
          this.#channels.setWatched(channelId, isWatched),
        ),
      );
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

  /** Keeps the chat connection as it should be and lets the detectors see the time. */
  #listen(): void {
    const live = this.#channels.live();
    this.#chat?.tick(live.map((ear) => ear.login));
    for (const ear of live) this.#tell(ear, ear.observe({ type: "tick", nowMs: Date.now() }));
  }

  #takeStatus(status: ReadonlyMap<string, PlatformStatus>, askedAtMs: number): void {
    for (const ear of this.#channels.all()) {
      // What a webhook has said meanwhile is newer than this answer.
      if (ear.statusAtMs <= askedAtMs) this.#setLive(ear, status.get(ear.channelId) ?? null, askedAtMs);
    }
    this.#listen();
  }

  /** `asOfMs` is when the platform said so. */
  #setLive(ear: ChannelEar, live: PlatformStatus | null, asOfMs: number): void {
    const { isNews, moments } = ear.setLive(live, asOfMs, Date.now());
    this.#tell(ear, moments);
    if (isNews) this.#announcer.status(ear, live, asOfMs);
  }

  #hearIrc(message: IrcMessage): void {
    const chat = ircChatEvent(message);
    if (chat.status === "other") return;
    const ear = this.#channels.get(chat.channelId);
    if (!ear) return;
    for (const event of chat.events) this.#tell(ear, ear.hear(event, Date.now()));
  }

  #tell(ear: ChannelEar, moments: readonly DetectedMoment[]): void {
    if (moments.length === 0) return;
    this.#announcer.moments(ear, moments);
    this.ctx.waitUntil(this.#settle());
  }

  #feed(ear: ChannelEar): Feed {
    if (!ear.live) return ear.feed({ status: "idle", detail: null });
    if (this.#chat) return ear.feed(this.#chat.status);
    const detail = this.#watch.webhookProblem;
    return ear.feed({ status: detail === null ? "connected" : "blocked", detail });
  }

  #heartbeatState(): Parameters<typeof planHeartbeat>[0] {
    return {
      platform: this.#platform,
      ...this.#channels.counted(),
      ...this.#storage.times,
      failedPolls: this.#watch.failedPolls,
      retryAfterMs: this.#watch.retryAfterMs,
    };
  }

  /** Armed from what is stored, so nothing depends on what is owed going out now. */
  async #settle(): Promise<void> {
    this.#announcer.changedFeeds();
    await this.#arm();
    this.ctx.waitUntil(this.#outbox.flush().then(() => this.#arm()));
  }

  async #arm(): Promise<void> {
    const { alarmAtMs } = planHeartbeat(this.#heartbeatState(), Date.now());
    await armAlarm(this.ctx.storage, [alarmAtMs, this.#outbox.nextDueMs(), this.#chat?.retryAtMs ?? null]);
  }
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
