// One channel as its listener hears it: the detector with its windows, how late the feed is, and what to tell the monitor.
import type { ChatEvent } from "#core/chat/chat-event.ts";
import { type DetectionSettings, detectionSettingsFor } from "#core/detection/detection-settings.ts";
import { createDetectorState, type DetectorState } from "#core/detection/detector-state.ts";
import { countsBetween, type DetectorInput, nextDeadlineMs, observe } from "#core/detection/detector.ts";
import { decodeDetectorState, encodeDetectorState } from "#core/detection/encode-state.ts";
import { FeedLag } from "#core/listener/feed-lag.ts";
import type { PlatformStatus } from "#core/listener/platform-status.ts";
import type { ChannelSettings, Feed, SecondCounts } from "#core/live/live-message.ts";
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
  #settings: DetectionSettings;
  #detector: DetectorState;
  #lag = new FeedLag();
  #broadcastStartedAtMs: number | null;

  constructor(stored: StoredChannel) {
    this.channelId = stored.channelId;
    this.login = stored.login;
    this.live = stored.live;
    this.isWatched = stored.isWatched;
    this.#settings = detectionSettingsFor(stored.settings);
    this.#broadcastStartedAtMs = stored.live?.startedAtMs ?? null;
    this.#detector = decodeDetectorState(stored.detector);
  }

  configure(login: string, settings: ChannelSettings): void {
    this.login = login;
    this.#settings = detectionSettingsFor(settings);
  }

  /** A new broadcast has nothing to do with the windows of the last one; a stream that only blinked keeps its own. */
  beginBroadcast(startedAtMs: number): void {
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

  feed(link: Pick<Feed, "status" | "detail">): Feed {
    return { ...link, lagMs: this.#lag.medianMs(), badFrames: this.badFrames };
  }

  encode(): string {
    return encodeDetectorState(this.#detector);
  }
}
