// Hears up to fifty channels of one platform: one poll and one chat connection for all, a detector for each. It wakes by
// alarm, tells monitors what happens, and keeps its baselines so that eviction costs at most a minute of them.
import { DurableObject } from "cloudflare:workers";
import { AppError } from "#core/errors.ts";
import type { ListenerReport } from "#core/listener/listener-report.ts";
import type { PlatformStatus } from "#core/listener/platform-status.ts";
import { planHeartbeat, reconcileMs } from "#core/listener/heartbeat.ts";
import { sumCounts } from "#core/listener/sum-counts.ts";
import type { Channel, ChannelSettings, Feed, SecondCounts } from "#core/live/live-message.ts";
import type { DetectedMoment } from "#core/moments/moment.ts";
import { type Platform, platformSchema } from "#core/platform.ts";
import { parseConfig } from "../../functions/config.ts";
import { PlatformStatusError } from "../../functions/http/call-json.ts";
import { ensureKickSubscriptions, removeKickSubscriptions } from "../../functions/kick/kick-api.ts";
import type { KickWebhookEvent } from "../../functions/kick/webhook-chat-event.ts";
import { ircChatEvent } from "../../functions/twitch/irc-chat-event.ts";
import type { IrcMessage } from "../../functions/twitch/irc-message.ts";
import { armAlarm } from "../alarm.ts";
import { objectName } from "../object-name.ts";
import { Outbox } from "../outbox.ts";
import { monitorStub } from "../stubs.ts";
import { ChannelEar } from "./channel-ear.ts";
import { ListenerStorage } from "./listener-storage.ts";
import { PlatformPoll } from "./platform-poll.ts";
import { TwitchChat } from "./twitch-chat.ts";

/** Webhooks can be hours late; what an old one says of live status is asked of the platform instead. */
const staleStatusMs = 120_000;
/** A subscription that failed is tried again sooner than those that stand are checked. */
const retryReconcileMs = 60_000;

export class Listener extends DurableObject<Env> {
  readonly #platform: Platform;
  readonly #storage: ListenerStorage;
  readonly #outbox: Outbox;
  readonly #ears: Map<string, ChannelEar>;
  readonly #poll: PlatformPoll;
  readonly #chat: TwitchChat | null;
  #failedPolls = 0;
  #retryAfterMs: number | null = null;
  /** Why webhooks cannot be had; null while subscriptions stand. */
  #webhookProblem: string | null = null;
  readonly #calling = new Set<"poll" | "reconcile" | "push">();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const config = parseConfig(env);
    this.#platform = platformSchema.parse(objectName(ctx).split(":")[0]);
    this.#storage = new ListenerStorage(ctx.storage.sql);
    this.#outbox = new Outbox(ctx.storage.sql, async (channelId, messages) => {
      const reports = messages.map((message) => message.body as ListenerReport);
      const isWatched = await monitorStub(env, { platform: this.#platform, channelId }).receive(reports);
      this.#setWatched(channelId, isWatched);
      return "done";
    });
    this.#ears = new Map(this.#storage.channels().map((stored) => [stored.channelId, new ChannelEar(stored)]));
    this.#poll = new PlatformPoll(env, this.#platform, config);
    this.#chat =
      this.#platform === "twitch" && config.twitch
        ? new TwitchChat({
            url: config.twitch.ircUrl,
            onMessage: (message) => this.#hearIrc(message),
            onBadFrame: () => this.#ears.forEach((ear) => ear.badFrames++),
            onGap: (fromMs, toMs) =>
              this.#ears.forEach((ear) => this.#tell(ear, ear.observe({ type: "gap", fromMs, toMs }))),
            onLost: () => ctx.waitUntil(this.#settle()),
            deafSinceMs: this.#storage.times.lastPersistAtMs || null,
          })
        : null;
  }

  /** From the monitor: a channel to hear, or newer settings for one that is heard. */
  async configure(channel: Channel, settings: ChannelSettings): Promise<void> {
    this.#storage.saveChannel({ ...channel, settings });
    const known = this.#ears.get(channel.channelId);
    if (known) known.configure(channel.login, settings);
    else {
      const stored = this.#storage.channels().find((one) => one.channelId === channel.channelId);
      if (stored) this.#ears.set(channel.channelId, new ChannelEar(stored));
      // The next heartbeat polls and subscribes at once rather than in a minute.
      this.#storage.times = { ...this.#storage.times, lastPollAtMs: 0, lastReconcileAtMs: 0 };
    }
    await this.wake();
  }

  async removeChannel(channelId: string): Promise<void> {
    const ear = this.#ears.get(channelId);
    if (!ear) return;
    if (ear.live) this.#report(ear, { type: "live", report: { type: "offline", atMs: Date.now() } });
    this.#ears.delete(channelId);
    this.#storage.removeChannel(channelId);
    if (this.#platform === "kick") {
      const removal = this.#poll.call((app, token) => removeKickSubscriptions(app, token, channelId));
      // Without it Kick goes on sending, and what it sends is not ours; nobody waits for that.
      this.ctx.waitUntil(removal.catch((error: unknown) => log("unsubscribe_failed", error)));
    }
    await this.wake();
  }

  /** A page watches this channel: returns the counts since `fromMs`, and pushes new ones each second from now on. */
  async watch(channelId: string, fromMs: number): Promise<{ counts: SecondCounts[]; feed: Feed }> {
    const ear = this.#ears.get(channelId);
    if (!ear) throw new AppError("unknown_channel");
    const untilMs = wholeSecond(Date.now());
    ear.toldUntilMs = untilMs;
    this.#setWatched(channelId, true);
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
    const ear = this.#ears.get(event.channelId);
    if (!ear) return false;
    if (!this.#storage.isNew(deliveryId, arrivedAtMs)) return true;
    if (event.status === "chat") {
      if (event.event.type === "message" && !this.#storage.isNew(event.event.id, arrivedAtMs)) return true;
      this.#tell(ear, ear.hear(event.event, arrivedAtMs));
    } else if (arrivedAtMs - sentAtMs > staleStatusMs) {
      this.#storage.times = { ...this.#storage.times, lastPollAtMs: 0 };
      await this.wake();
    } else if (sentAtMs >= ear.statusAtMs) {
      // Deliveries overtake each other; an older one says nothing any more.
      const { isLive, startedAtMs, title } = event.livestream;
      const live = isLive
        ? { startedAtMs: startedAtMs ?? sentAtMs, title, viewerCount: ear.live?.viewerCount ?? null }
        : null;
      this.#setLive(ear, live, sentAtMs);
    }
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
      if (plan.isPollDue) this.#inBackground("poll", () => this.#pollAll());
      if (plan.isReconcileDue) this.#inBackground("reconcile", () => this.#reconcile());
      this.#listen();
      if (plan.isPersistDue) this.#persist();
      this.#inBackground("push", () => this.#pushCounts());
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
    this.ctx.waitUntil(done.catch((error: unknown) => log(`${kind}_failed`, error)).then(() => this.#settle()));
  }

  /** Keeps the chat connection as it should be and lets the detectors see the time. */
  #listen(): void {
    const live = [...this.#ears.values()].filter((ear) => ear.live);
    this.#chat?.tick(live.map((ear) => ear.login));
    for (const ear of live) this.#tell(ear, ear.observe({ type: "tick", nowMs: Date.now() }));
  }

  async #pollAll(): Promise<void> {
    const askedAtMs = Date.now();
    const asked = [...this.#ears.keys()];
    try {
      const status = await this.#poll.status(asked);
      for (const ear of this.#ears.values()) {
        // What a webhook has said meanwhile is newer than this answer.
        if (ear.statusAtMs <= askedAtMs) this.#setLive(ear, status.get(ear.channelId) ?? null, askedAtMs);
      }
      this.#failedPolls = 0;
      this.#retryAfterMs = null;
      this.#listen();
    } catch (error) {
      // Not knowing is not the same as offline: sessions stay as they are until a platform says otherwise.
      this.#failedPolls++;
      this.#retryAfterMs = error instanceof PlatformStatusError ? error.retryAfterMs : null;
      log("poll_failed", error);
    } finally {
      // A channel that was added meanwhile is asked about at once.
      const isComplete = [...this.#ears.keys()].every((channelId) => asked.includes(channelId));
      this.#storage.times = { ...this.#storage.times, lastPollAtMs: isComplete ? Date.now() : 0 };
    }
  }

  async #reconcile(): Promise<void> {
    let problem: string | null = null;
    for (const channelId of this.#ears.keys()) {
      try {
        await this.#poll.call((app, token) => ensureKickSubscriptions(app, token, channelId));
      } catch (error) {
        problem = "Kick did not accept the subscription to chat; it is tried again.";
        log("subscribe_failed", error);
        // A platform that is down answers none of fifty channels; a refusal concerns this one.
        if (!(error instanceof AppError) || error.code !== "platform_refused") break;
      }
    }
    this.#webhookProblem = problem;
    this.#storage.forgetSeen(Date.now());
    const waitedMs = problem === null ? 0 : reconcileMs - retryReconcileMs;
    this.#storage.times = { ...this.#storage.times, lastReconcileAtMs: Date.now() - waitedMs };
  }

  /** `asOfMs` is when the platform said so. */
  #setLive(ear: ChannelEar, live: PlatformStatus | null, asOfMs: number): void {
    const before = ear.live;
    ear.live = live;
    ear.statusAtMs = asOfMs;
    // Before the viewers are counted: they are the first thing known of a new broadcast.
    if (live) ear.beginBroadcast(live.startedAtMs);
    if (live?.viewerCount != null)
      this.#tell(ear, ear.observe({ type: "viewers", atMs: Date.now(), count: live.viewerCount }));
    if (before === null && live === null) return;
    const isNews = before?.startedAtMs !== live?.startedAtMs || before?.title !== live?.title;
    if (!isNews) return;
    this.#storage.saveLive(ear.channelId, live);
    this.#report(ear, {
      type: "live",
      report: live ? { type: "live", atMs: asOfMs, ...live } : { type: "offline", atMs: asOfMs },
    });
  }

  #hearIrc(message: IrcMessage): void {
    const chat = ircChatEvent(message);
    if (chat.status === "other") return;
    const ear = this.#ears.get(chat.channelId);
    if (!ear) return;
    for (const event of chat.events) this.#tell(ear, ear.hear(event, Date.now()));
  }

  #tell(ear: ChannelEar, moments: readonly DetectedMoment[]): void {
    if (moments.length === 0) return;
    this.ctx.storage.transactionSync(() => {
      for (const moment of moments) this.#report(ear, { type: "moment", id: momentId(ear, moment), moment });
      // With the moment goes the state that knows of it, so that a restart does not find it a second time.
      this.#storage.saveDetector(ear.channelId, ear.encode());
    });
    this.ctx.waitUntil(this.#settle());
  }

  #report(ear: ChannelEar, report: ListenerReport): void {
    this.#outbox.add(ear.channelId, report, Date.now());
  }

  #persist(): void {
    const minuteMs = wholeSecond(Date.now()) - 60_000;
    for (const ear of this.#ears.values()) {
      if (!ear.live) continue;
      this.#storage.saveDetector(ear.channelId, ear.encode());
      const counts = sumCounts(minuteMs, ear.counts(minuteMs, minuteMs + 60_000));
      this.#report(ear, { type: "minute", counts, feed: this.#feed(ear) });
      this.#report(ear, { type: "live", report: { type: "live", atMs: Date.now(), ...ear.live } });
    }
    this.#storage.times = { ...this.#storage.times, lastPersistAtMs: Date.now() };
  }

  async #pushCounts(): Promise<void> {
    const untilMs = wholeSecond(Date.now());
    const watched = [...this.#ears.values()].filter((ear) => ear.isWatched);
    await Promise.allSettled(
      watched.map(async (ear) => {
        const monitor = monitorStub(this.env, { platform: this.#platform, channelId: ear.channelId });
        const isWatched = await monitor.pushCounts(ear.counts(ear.toldUntilMs, untilMs), this.#feed(ear));
        ear.toldUntilMs = Math.max(ear.toldUntilMs, untilMs);
        this.#setWatched(ear.channelId, isWatched);
      }),
    );
  }

  #setWatched(channelId: string, isWatched: boolean): void {
    const ear = this.#ears.get(channelId);
    if (!ear || ear.isWatched === isWatched) return;
    ear.isWatched = isWatched;
    this.#storage.saveWatched(channelId, isWatched);
  }

  #feed(ear: ChannelEar): Feed {
    if (!ear.live) return ear.feed({ status: "idle", detail: null });
    if (this.#chat) return ear.feed(this.#chat.status);
    const detail = this.#webhookProblem;
    return ear.feed({ status: detail === null ? "connected" : "blocked", detail });
  }

  #heartbeatState(): Parameters<typeof planHeartbeat>[0] {
    const ears = [...this.#ears.values()];
    const deadlines = ears.map((ear) => ear.deadlineMs()).filter((deadline) => deadline !== null);
    return {
      platform: this.#platform,
      channels: ears.length,
      liveChannels: ears.filter((ear) => ear.live).length,
      watchedChannels: ears.filter((ear) => ear.live && ear.isWatched).length,
      ...this.#storage.times,
      failedPolls: this.#failedPolls,
      retryAfterMs: this.#retryAfterMs,
      detectorDeadlineMs: deadlines.length === 0 ? null : Math.min(...deadlines),
    };
  }

  /** Armed from what is stored, so nothing depends on what is owed going out now. */
  async #settle(): Promise<void> {
    await this.#arm();
    this.ctx.waitUntil(this.#outbox.flush().then(() => this.#arm()));
  }

  async #arm(): Promise<void> {
    const { alarmAtMs } = planHeartbeat(this.#heartbeatState(), Date.now());
    await armAlarm(this.ctx.storage, [alarmAtMs, this.#outbox.nextDueMs(), this.#chat?.retryAtMs ?? null]);
  }
}

/** The same peak found again after a restart has the same id, and is the same moment. */
function momentId(ear: ChannelEar, moment: DetectedMoment): string {
  return `${ear.channelId}-${Math.floor(moment.peakMs / 1000)}-${moment.triggers[0]?.type ?? "none"}`;
}

function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

function log(event: string, error: unknown): void {
  console.warn(JSON.stringify({ event, error: String(error) }));
}
