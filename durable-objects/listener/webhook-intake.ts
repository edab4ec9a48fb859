// Takes what a webhook brings of one channel, once however often it is delivered.
import type { ChatEvent } from "#core/chat/chat-event.ts";
import type { PlatformStatus } from "#core/listener/platform-status.ts";
import type { WebhookEvent, WebhookLivestream } from "#core/listener/webhook-event.ts";
import { webhookStatus } from "#core/listener/webhook-status.ts";
import type { ChannelEar } from "./channel-ear.ts";
import type { ListenerStorage } from "./listener-storage.ts";

interface Parts {
  readonly storage: ListenerStorage;
  readonly onChat: (ear: ChannelEar, events: readonly ChatEvent[]) => void;
  readonly onStatus: (ear: ChannelEar, live: PlatformStatus | null, sentAtMs: number) => void;
  readonly onRevoked: (ear: ChannelEar, reason: string) => void;
  /** The platform must be asked how things stand. */
  readonly onDoubt: () => void;
}

export class WebhookIntake {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `deliveryId` is the same when the platform delivers again. */
  take(ear: ChannelEar, deliveryId: string, event: WebhookEvent, sentAtMs: number): void {
    const { storage, onChat, onRevoked } = this.#parts;
    const arrivedAtMs = Date.now();
    if (!storage.isNew(deliveryId, arrivedAtMs)) return;
    switch (event.status) {
      case "chat":
        // A message may come in two envelopes.
        return onChat(
          ear,
          event.events.filter(({ type, id }) => type !== "message" || storage.isNew(id, arrivedAtMs)),
        );
      case "livestream":
        return this.#takeStatus(ear, event.livestream, { sentAtMs, arrivedAtMs });
      case "revoked":
        return onRevoked(ear, event.reason);
      case "unknown":
        ear.unknownEvents++;
        return;
      case "malformed":
        ear.badFrames++;
    }
  }

  #takeStatus(
    ear: ChannelEar,
    livestream: WebhookLivestream,
    times: { readonly sentAtMs: number; readonly arrivedAtMs: number },
  ): void {
    const status = webhookStatus(livestream, times, ear);
    if (status.type === "believe") {
      ear.noteTold(status.live, times.sentAtMs);
      this.#parts.onStatus(ear, status.live, times.sentAtMs);
    }
    // Who tells no title tells no viewers either.
    if (status.type === "ask" || (status.type === "believe" && status.live && livestream.title === null))
      this.#parts.onDoubt();
  }
}
