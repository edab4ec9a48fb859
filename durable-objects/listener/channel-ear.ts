// One channel as its listener hears it: the detector with its windows, how late the feed is, and what to tell the monitor.
import type { ChatEvent } from "#core/chat/chat-event.ts";
import { contextExcerpt } from "#core/chat/context-excerpt.ts";
import { RecentLines } from "#core/chat/recent-lines.ts";
import type { DetectionSettings } from "#core/detection/detection-settings.ts";
import { createDetectorState, type DetectorState } from "#core/detection/detector-state.ts";
import { countsBetween, type DetectorInput, nextDeadlineMs, observe } from "#core/detection/detector.ts";
import { decodeDetectorState, encodeDetectorState } from "#core/detection/encode-state.ts";
import { type MinuteCounts, minuteCounts } from "#core/session/minute-counts.ts";
import { FeedLag } from "#core/listener/feed-lag.ts";
import { nothingTold, type ToldCounts } from "#core/live/told-counts.ts";
import { isStatusNews, type PlatformStatus } from "#core/listener/platform-status.ts";
import type { ToldStatus } from "#core/listener/webhook-status.ts";
import { channelDetection } from "#core/channel/channel-detection.ts";
import type { HeardSettings } from "#core/channel/heard-settings.ts";
import type { Feed } from "#core/channel/feed.ts";
import type { SecondCounts } from "#core/channel/second-counts.ts";
import type { DetectedMoment } from "#core/moments/moment.ts";
import type { StoredChannel } from "./listener-storage.ts";

export class ChannelEar {
  readonly channelId: string;
  login: string;
  live: PlatformStatus | null;
  /** When the platform last said whether the channel is live. */
  statusAtMs = 0;
  isWatched: boolean;
  badFrames = 0;
  unknownEvents = 0;
  /** What a webhook last said of its status. */
  told: ToldStatus | null = null;
  /** The seconds as the watching pages know them. */
  countsTold: ToldCounts = nothingTold;
  /** The feed's status and its words as its monitor knows them; null before it has been told. */
  toldFeed: string | null = null;
  #settings: DetectionSettings;
  #detector: DetectorState;
  #lag = new FeedLag();
  readonly #lines = new RecentLines();
  #keepsExcerpt: boolean;
  #broadcastStartedAtMs: number | null;

  constructor(stored: StoredChannel) {
    this.channelId = stored.channelId;
    this.login = stored.login;
    this.live = stored.live;
    this.isWatched = stored.isWatched;
    this.#settings = channelDetection(stored.settings);
    this.#keepsExcerpt = stored.settings.keepsExcerpt ?? true;
    this.#broadcastStartedAtMs = stored.live?.startedAtMs ?? null;
    this.#detector = decodeDetectorState(stored.detector);
  }

  configure(login: string, settings: HeardSettings): void {
    this.login = login;
    this.#settings = channelDetection(settings);
    this.#keepsExcerpt = settings.keepsExcerpt ?? true;
    if (!this.#keepsExcerpt) this.#lines.clear();
  }

  /** `asOfMs` is when the platform said so. `isNews` when the monitor must know of it. */
  setLive(
    live: PlatformStatus | null,
    asOfMs: number,
    nowMs: number,
  ): { isNews: boolean; moments: readonly DetectedMoment[] } {
    const before = this.live;
    this.live = live;
    this.statusAtMs = asOfMs;
    // Before the viewers are counted: they are the first thing known of a new broadcast.
    if (live) this.#beginBroadcast(live.startedAtMs);
    const count = live?.viewerCount ?? null;
    return {
      isNews: isStatusNews(before, live),
      moments: count === null ? [] : this.observe({ type: "viewers", atMs: nowMs, count }),
    };
  }

  /** What a webhook says; a poll that knows less must not undo it. */
  noteTold(live: PlatformStatus | null, atMs: number): void {
    this.told = { atMs, isLive: live !== null, startedAtMs: (live ?? this.live)?.startedAtMs ?? null };
  }

  /** A new broadcast has nothing to do with the windows of the last one; a stream that only blinked keeps its own. */
  #beginBroadcast(startedAtMs: number): void {
    if (this.#broadcastStartedAtMs === startedAtMs) return;
    this.#broadcastStartedAtMs = startedAtMs;
    this.#detector = createDetectorState();
    this.#lag = new FeedLag();
    this.badFrames = 0;
    this.unknownEvents = 0;
    this.#lines.clear();
  }

  hear(event: ChatEvent, arrivedAtMs: number): readonly DetectedMoment[] {
    this.#lag.add(event.sentAtMs, arrivedAtMs);
    if (this.#keepsExcerpt && event.type === "message") this.#lines.add(event);
    return observe(this.#detector, { ...event, receivedAtMs: arrivedAtMs }, this.#settings);
  }

  observe(input: DetectorInput): readonly DetectedMoment[] {
    return observe(this.#detector, input, this.#settings);
  }

  /** After a restart: what was heard until then but not kept is unknown, not silent; the newest second kept may be half. */
  noteLoss(untilMs: number): void {
    const fromMs = Math.max(this.#detector.newestSecond, this.#detector.frontSecond ?? 0) * 1000;
    if (fromMs > 0 && fromMs <= untilMs) this.observe({ type: "gap", fromMs, toMs: untilMs + 1 });
  }

  deadlineMs(): number | null {
    return this.live ? nextDeadlineMs(this.#detector, this.#settings) : null;
  }

  counts(fromMs: number, toMs: number): SecondCounts[] {
    return countsBetween(this.#detector, fromMs, toMs);
  }

  minute(atMs: number, nowMs: number): MinuteCounts {
    return minuteCounts(this.#detector, atMs, nowMs);
  }

  feed(link: Pick<Feed, "status" | "detail">): Feed {
    return { ...link, lagMs: this.#lag.medianMs(), badFrames: this.badFrames, unknownEvents: this.unknownEvents };
  }

  /** What chat said at a moment; null where the channel's setting turns it off. */
  excerpt(moment: DetectedMoment): string | null {
    return contextExcerpt(this.#lines.all(), moment);
  }

  encode(): string {
    return encodeDetectorState(this.#detector);
  }
}
