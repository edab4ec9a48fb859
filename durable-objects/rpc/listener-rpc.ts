// What a listener answers to: monitors say what to hear, the door hands on webhooks.
import type { Channel } from "#core/channel/channel.ts";
import type { Feed } from "#core/channel/feed.ts";
import type { HeardSettings } from "#core/channel/heard-settings.ts";
import type { SecondCounts } from "#core/channel/second-counts.ts";
import type { WebhookEvent } from "#core/listener/webhook-event.ts";

export interface ListenerRpc {
  /** From the monitor: a channel to hear, or newer settings for one that is heard. */
  configure(channel: Channel, settings: HeardSettings): Promise<void>;
  /** From the workspace: an account was connected, lost or changed, so other channels may be heard by EventSub. */
  accountsChanged(): Promise<void>;
  removeChannel(channelId: string): Promise<void>;
  /** A page watches this channel: the counts since `fromMs`; new ones are pushed each second from now on. */
  watch(channelId: string, fromMs: number): Promise<{ counts: SecondCounts[]; feed: Feed }>;
  /** A verified webhook, sent by the platform at `sentAtMs`. False when this listener does not hear the channel. */
  receive(deliveryId: string, event: WebhookEvent, sentAtMs: number): Promise<boolean>;
  /** Arms the alarm for now; safe to call at any time. */
  wake(): Promise<void>;
}
