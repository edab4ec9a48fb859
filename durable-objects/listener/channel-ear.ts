// One channel as its listener hears it: the detector with its windows, how late the feed is, and what to tell the monitor.
import type { ChatEvent } from "#core/chat/chat-event.ts";
import type { DetectionSettings } from "#core/detection/detection-settings.ts";
import { createDetectorState, type DetectorState } from "#core/detection/detector-state.ts";
import { countsBetween, type DetectorInput, nextDeadlineMs, observe } from "#core/detection/detector.ts";
import { decodeDetectorState, encodeDetectorState } from "#core/detection/encode-state.ts";
import { type KeptMinute, keepMinute } from "#core/kept/kept-minute.ts";
import { FeedLag } from "#core/listener/feed-lag.ts";
import type { PlatformStatus } from "#core/listener/platform-status.ts";
import { channelDetection } from "#core/live/channel-detection.ts";
import type { HeardSettings } from "#core/live/heard-settings.ts";
import type { Feed, SecondCounts } from "#core/live/live-message.ts";
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
  /** Up to which second the watching pages have been told. */
  toldUntilMs = 0;
  /** The feed's status as its monitor knows it; null before it has been told. */
  toldFeedStatus: Feed["status"] | null = null;
  #settings: DetectionSettings;
  #detector: DetectorState;
  #lag = new FeedLag();
  #broadcastStartedAtMs: number | null;

  constructor(stored: StoredChannel) {
    this.channelId = stored.channelId;
    this.login = stored.login;
    this.live = stored.live;
    this.isWatched = stored.isWatched;
    this.#settings = channelDetection(stored.settings);
    this.#broadcastStartedAtMs = stored.live?.startedAtMs ?? null;
    this.#detector = decodeDetectorState(stored.detector);
  }

  configure(login: string, settings: HeardSettings): void {
    this.login = login;
    this.#settings = channelDetection(settings);
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
      isNews: before?.startedAtMs !== live?.startedAtMs || before?.title !== live?.title,
      moments: count === null ? [] : this.observe({ type: "viewers", atMs: nowMs, count }),
    };
  }

  /** A new broadcast has nothing to do with the windows of the last one; a stream that only blinked keeps its own. */
  #beginBroadcast(startedAtMs: number): void {
    if (this.#broadcastStartedAtMs === startedAtMs) return;
    this.#broadcastStartedAtMs = startedAtMs;
    this.#detector = createDetectorState();
    this.#lag = new FeedLag();
    this.badFrames = 0;
  }

  hear(event: ChatEvent, arrivedAtMs: number): readonly DetectedMoment[] {
    this.#lag.add(event.sentAtMs, arrivedAtMs);
    return this.observe({ ...event, receivedAtMs: arrivedAtMs });
  }

  observe(input: DetectorInput): readonly DetectedMoment[] {
    return observe(this.#detector, input, this.#settings);
  }

  deadlineMs(): number | null {
    return this.live ? nextDeadlineMs(this.#detector, this.#settings) : null;
  }

  counts(fromMs: number, toMs: number): SecondCounts[] {
    return countsBetween(this.#detector, fromMs, toMs);
  }

  minute(atMs: number, nowMs: number): KeptMinute {
    return keepMinute(this.#detector, atMs, nowMs);
  }

  feed(link: Pick<Feed, "status" | "detail">): Feed {
    return { ...link, lagMs: this.#lag.medianMs(), badFrames: this.badFrames };
  }

  encode(): string {
    return encodeDetectorState(this.#detector);
  }
}
