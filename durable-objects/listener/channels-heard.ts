// The channels of a listener, each with its ear: kept in storage, and in memory while the listener is.
import type { HeartbeatState } from "#core/listener/heartbeat.ts";
import type { HeardSettings } from "#core/channel/heard-settings.ts";
import type { Channel } from "#core/channel/channel.ts";
import { nothingTold } from "#core/live/told-counts.ts";
import { ChannelEar } from "./channel-ear.ts";
import type { ListenerStorage } from "./listener-storage.ts";

export class ChannelsHeard {
  readonly #storage: ListenerStorage;
  readonly #ears: Map<string, ChannelEar>;

  constructor(storage: ListenerStorage) {
    this.#storage = storage;
    this.#ears = new Map(storage.channels().map((stored) => [stored.channelId, new ChannelEar(stored)]));
  }

  all(): ChannelEar[] {
    return [...this.#ears.values()];
  }

  live(): ChannelEar[] {
    return this.all().filter((ear) => ear.live);
  }

  ids(): string[] {
    return [...this.#ears.keys()];
  }

  get(channelId: string): ChannelEar | null {
    return this.#ears.get(channelId) ?? null;
  }

  /** Returns whether the channel is new here. */
  configure(channel: Channel, settings: HeardSettings): boolean {
    this.#storage.saveChannel({ ...channel, settings });
    const known = this.#ears.get(channel.channelId);
    if (known) {
      known.configure(channel.login, settings);
      return false;
    }
    const stored = this.#storage.channels().find((one) => one.channelId === channel.channelId);
    if (stored) this.#ears.set(channel.channelId, new ChannelEar(stored));
    return true;
  }

  remove(channelId: string): void {
    this.#ears.delete(channelId);
    this.#storage.removeChannel(channelId);
  }

  setWatched(channelId: string, isWatched: boolean): void {
    const ear = this.#ears.get(channelId);
    if (!ear || ear.isWatched === isWatched) return;
    ear.isWatched = isWatched;
    if (!isWatched) ear.countsTold = nothingTold;
    this.#storage.saveWatched(channelId, isWatched);
  }

  /** What of them the heartbeat depends on. */
  counted(): Pick<HeartbeatState, "channels" | "liveChannels" | "watchedChannels" | "detectorDeadlineMs"> {
    const live = this.live();
    const deadlines = live.map((ear) => ear.deadlineMs()).filter((deadline) => deadline !== null);
    return {
      channels: this.#ears.size,
      liveChannels: live.length,
      watchedChannels: live.filter((ear) => ear.isWatched).length,
      detectorDeadlineMs: deadlines.length === 0 ? null : Math.min(...deadlines),
    };
  }
}
