// Counts a log once, through the detector itself, and replays the counted seconds under any settings.
import type { ChatMessage } from "#core/chat/chat-event.ts";
import { defaultDetectionSettings, type DetectionSettings } from "#core/detection/detection-settings.ts";
import { createDetectorState, observe } from "#core/detection/detector.ts";
import { emptySecond, type Second } from "#core/detection/second.ts";
import { secondAt } from "#core/detection/second-window.ts";
import type { DetectedMoment } from "#core/moments/moment.ts";

/** Every second from the first message to the last, silent ones included. */
export function countLog(messages: readonly ChatMessage[]): Second[] {
  const state = createDetectorState();
  const counted: Second[] = [];
  let current: number | null = null;
  const settle = (upTo: number) => {
    for (; current !== null && current < upTo; current++) {
      counted.push(secondAt(state.window, current) ?? emptySecond(current));
    }
  };
  for (const message of messages) {
    const second = Math.floor(message.sentAtMs / 1000);
    current ??= second;
    settle(second);
    observe(state, message, defaultDetectionSettings);
  }
  if (current !== null) settle(current + 1);
  return counted;
}

export function replay(seconds: readonly Second[], settings: DetectionSettings): DetectedMoment[] {
  const state = createDetectorState();
  const moments: DetectedMoment[] = [];
  for (const second of seconds) moments.push(...observe(state, { type: "second", second }, settings));
  return moments;
}
