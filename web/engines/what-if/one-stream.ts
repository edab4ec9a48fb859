// Keeps what can belong to one stream: files hold comments with a wrong date, or written under the recording weeks later.
import type { ChatMessage } from "#core/chat/chat-event.ts";
import { maxSessionMinutes } from "#core/session/session-counts.ts";

/**
 * @param messages in order of time.
 * @returns those within the longest stream's time of the middle one. A single message of 1970 would otherwise be the
 * stream's beginning, and everything else too late to belong to it.
 */
export function oneStream(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const middleMs = messages[Math.floor(messages.length / 2)]?.sentAtMs ?? 0;
  return messages.filter(({ sentAtMs }) => Math.abs(sentAtMs - middleMs) <= maxSessionMinutes * 60_000);
}
