// The last minutes of a channel's chat as text, in memory and nowhere else: what an excerpt for a clip candidate is
// chosen from. Bounded in time, lines and characters, whatever the chat does.
import type { ChatMessage } from "#core/chat/chat-event.ts";

export interface RecentLine {
  readonly atMs: number;
  readonly text: string;
  /** So that the excerpt can leave out the names of those who were there. */
  readonly chatterLogin: string;
}

/** A moment is told at most a minute after its onset, and its messages may come late. */
const keptMs = 120_000;
/** Of a chat that runs faster the first of each second are a fair sample. */
const linesPerSecond = 5;
/** Longer lines are talk; an excerpt quotes what many could have said. */
const maxLineChars = 100;
/** As many as the pace of two minutes brings; late messages do not stretch it. */
const maxLines = 600;
/** Fifty channels share the memory of one object: this is at most 3 MB for all. */
const maxChars = 30_000;

export class RecentLines {
  #lines: RecentLine[] = [];
  #chars = 0;
  readonly #perSecond = new Map<number, number>();

  add({ sentAtMs, text, chatterLogin, isFromSharedChat }: ChatMessage): void {
    if (isFromSharedChat || text === "" || text.length > maxLineChars) return;
    const second = Math.floor(sentAtMs / 1000);
    const before = this.#perSecond.get(second) ?? 0;
    if (before >= linesPerSecond) return;
    this.#perSecond.set(second, before + 1);
    this.#lines.push({ atMs: sentAtMs, text, chatterLogin });
    this.#chars += text.length;
    while (this.#isFull(sentAtMs)) this.#forgetOldest();
  }

  /** In order of arrival. */
  all(): readonly RecentLine[] {
    return this.#lines;
  }

  clear(): void {
    this.#lines = [];
    this.#chars = 0;
    this.#perSecond.clear();
  }

  #isFull(nowMs: number): boolean {
    const [oldest] = this.#lines;
    if (!oldest) return false;
    return this.#lines.length > maxLines || this.#chars > maxChars || oldest.atMs < nowMs - keptMs;
  }

  #forgetOldest(): void {
    const oldest = this.#lines.shift();
    if (!oldest) return;
    this.#chars -= oldest.text.length;
    // A second that loses a line is too old to gain another; its count must not stay for ever.
    this.#perSecond.delete(Math.floor(oldest.atMs / 1000));
  }
}
