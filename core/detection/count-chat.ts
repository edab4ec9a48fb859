// Counts a whole chat log into the seconds a session keeps, through the code that counts it live.
import type { ChatMessage } from "#core/chat/chat-event.ts";
import { countEvent } from "./count-event.ts";
import type { DetectionSettings } from "./detection-settings.ts";
import { createDetectorState } from "./detector-state.ts";
import { secondRow, maxRowNames, type SecondRow } from "./second-row.ts";
import { ringSeconds } from "./second-window.ts";

/**
 * The seconds in which somebody wrote, oldest first; the others were silent. `messages` are in the order of their time.
 * `settings` give the keywords, bots and emote names, which must be known while there is text.
 */
export function countChat(messages: readonly ChatMessage[], settings: DetectionSettings): SecondRow[] {
  const state = createDetectorState();
  const kept: SecondRow[] = [];
  let current: number | null = null;
  const keep = (second: number) => {
    const bucket = state.window.slots[second % ringSeconds];
    if (bucket?.second === second) kept.push(secondRow(bucket, maxRowNames));
  };
  for (const message of messages) {
    const second = Math.floor(message.sentAtMs / 1000);
    if (current !== null && second > current) keep(current);
    current = Math.max(current ?? second, second);
    countEvent(state, message, null, settings);
  }
  if (current !== null) keep(current);
  return kept;
}
