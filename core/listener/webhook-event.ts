// What a platform's webhook says of one channel, whichever platform sent it.
import type { ChatEvent } from "#core/chat/chat-event.ts";

/** What a webhook says of live status. */
export interface WebhookLivestream {
  /** Null on a platform that gives broadcasts no id. */
  readonly streamId: string | null;
  readonly isLive: boolean;
  readonly startedAtMs: number | null;
  /** Null where the webhook does not say. */
  readonly title: string | null;
}

export type WebhookEvent =
  | { readonly status: "chat"; readonly channelId: string; readonly events: readonly ChatEvent[] }
  | { readonly status: "livestream"; readonly channelId: string; readonly livestream: WebhookLivestream }
  /** The platform has ended a subscription of the channel's chat. */
  | { readonly status: "revoked"; readonly channelId: string; readonly reason: string }
  /** A kind that this version does not know. It is tolerated and counted. */
  | { readonly status: "unknown"; readonly channelId: string }
  /** A kind that is known, in a form that is not. */
  | { readonly status: "malformed"; readonly channelId: string };
