// A channel's feedback as the page shows it and the listener counts by it.
import { triggerFeedback, type Verdict } from "#core/moments/trigger-weights.ts";
import type { ChannelFeedback } from "#core/channel/channel-feedback.ts";
import { FeedbackStorage } from "./feedback-storage.ts";

export class Feedback {
  readonly #storage: FeedbackStorage;
  /** Worked out anew after each answer. */
  #now: ChannelFeedback | null = null;

  constructor(sql: SqlStorage) {
    this.#storage = new FeedbackStorage(sql);
  }

  save(momentId: string, verdict: Verdict | null, nowMs: number): void {
    this.#storage.save(momentId, verdict, nowMs);
    this.#now = null;
  }

  now(): ChannelFeedback {
    if (this.#now) return this.#now;
    const judged = this.#storage.judged();
    this.#now = {
      verdicts: judged.map(({ moment, verdict }) => ({ momentId: moment.id, verdict })),
      triggers: triggerFeedback(judged),
    };
    return this.#now;
  }
}
