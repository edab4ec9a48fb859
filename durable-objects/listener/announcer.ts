// What a listener tells the monitors of its channels. What must not be lost goes through the outbox, stored with the
// state that knows of it; the counts of a second go straight to the pages, because the next second follows anyway.
import { dueMinutes, remainingMinutes } from "#core/listener/due-minutes.ts";
import type { ListenerReport } from "#core/listener/listener-report.ts";
import { toldCounts, untoldCounts } from "#core/live/told-counts.ts";
import type { PlatformStatus } from "#core/listener/platform-status.ts";
import type { Feed } from "#core/channel/feed.ts";
import { momentId } from "#core/moments/moment-id.ts";
import type { DetectedMoment } from "#core/moments/moment.ts";
import type { ChannelRef, Platform } from "#core/channel/channel-ref.ts";
import type { Outbox } from "../outbox.ts";
import { monitorStub } from "../stubs.ts";
import type { ChannelEar } from "./channel-ear.ts";
import type { ChannelsHeard } from "./channels-heard.ts";
import type { ListenerStorage } from "./listener-storage.ts";
import type { ListenerOwes } from "./send-owed.ts";

export interface AnnouncerOptions {
  readonly env: Pick<Env, "ChannelMonitor">;
  readonly platform: Platform;
  readonly channels: ChannelsHeard;
  readonly storage: ListenerStorage;
  readonly outbox: Outbox<ListenerOwes>;
  readonly transaction: (work: () => void) => void;
  readonly feedOf: (ear: ChannelEar) => Feed;
}

export class Announcer {
  readonly #options: AnnouncerOptions;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  moments(ear: ChannelEar, moments: readonly DetectedMoment[]): void {
    const { storage, transaction } = this.#options;
    transaction(() => {
      for (const moment of moments) {
        const id = momentId(ear.channelId, moment);
        this.#report(ear, { type: "moment", id, moment, excerpt: ear.excerpt(moment) });
      }
      // With the moment goes the state that knows of it, so that a restart does not find it a second time.
      storage.saveDetector(ear.channelId, ear.encode());
    });
  }

  /** `asOfMs` is when the platform said so. The end of a stream brings with it what was counted until then. */
  status(ear: ChannelEar, live: PlatformStatus | null, asOfMs: number): void {
    const { storage, transaction } = this.#options;
    transaction(() => {
      storage.saveLive(ear.channelId, live);
      if (live) {
        // A restart must not take the windows of the last broadcast for those of this one.
        storage.saveDetector(ear.channelId, ear.encode());
        return this.#report(ear, { type: "live", report: { type: "live", atMs: asOfMs, ...live } });
      }
      const nowMs = Date.now();
      for (const minuteMs of remainingMinutes(storage.times.minutesReportedUntilMs, nowMs))
        this.#report(ear, { type: "minute", minute: ear.minute(minuteMs, nowMs) });
      this.#report(ear, { type: "live", report: { type: "offline", atMs: asOfMs } });
    });
  }

  /** A feed that has changed is told at once: nobody may be watching who would see it. */
  changedFeeds(): void {
    for (const ear of this.#options.channels.all()) {
      const feed = this.#options.feedOf(ear);
      const told = `${feed.status} ${feed.detail ?? ""}`;
      if (ear.toldFeed === told) continue;
      ear.toldFeed = told;
      this.#report(ear, { type: "feed", feed });
    }
  }

  /** At every heartbeat: the counts of minutes that are settled. The detector holds them for less than another minute. */
  settledMinutes(): void {
    const { channels, storage, transaction } = this.#options;
    const nowMs = Date.now();
    const minutes = dueMinutes(storage.times.minutesReportedUntilMs, nowMs);
    const newest = minutes.at(-1);
    if (newest === undefined) return;
    transaction(() => {
      for (const ear of channels.live()) {
        for (const minuteMs of minutes) this.#report(ear, { type: "minute", minute: ear.minute(minuteMs, nowMs) });
      }
      storage.times = { ...storage.times, minutesReportedUntilMs: newest + 60_000 };
    });
  }

  /** Once a minute: what to go on from after an eviction, the feed's figures, and that the stream still runs. */
  persist(): void {
    const { channels, storage, transaction, feedOf } = this.#options;
    const nowMs = Date.now();
    transaction(() => {
      for (const ear of channels.live()) {
        storage.saveDetector(ear.channelId, ear.encode());
        this.#report(ear, { type: "feed", feed: feedOf(ear) });
        this.#report(ear, { type: "live", report: { type: "live", atMs: nowMs, ...(ear.live as PlatformStatus) } });
      }
      storage.times = { ...storage.times, lastPersistAtMs: nowMs };
    });
  }

  /**
   * The seconds that are new or have changed, to the monitors whose pages watch; `onWatched` learns whether any still
   * does.
   */
  async push(untilMs: number, onWatched: (channelId: string, isWatched: boolean) => void): Promise<void> {
    const { env, channels, platform, feedOf } = this.#options;
    await Promise.allSettled(
      channels
        .all()
        .filter((ear) => ear.isWatched)
        .map(async (ear) => {
          const channel: ChannelRef = { platform, channelId: ear.channelId };
          const known = ear.counts(0, untilMs);
          const isWatched = await monitorStub(env, channel).pushCounts(
            untoldCounts(ear.countsTold, known),
            feedOf(ear),
          );
          ear.countsTold = toldCounts(known);
          onWatched(ear.channelId, isWatched);
        }),
    );
  }

  #report(ear: ChannelEar, report: ListenerReport): void {
    this.#options.outbox.add(ear.channelId, report, Date.now());
  }
}
