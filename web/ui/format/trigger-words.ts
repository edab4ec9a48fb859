// What a trigger is called on the page, and its numbers as one phrase.
import type { Trigger, TriggerType } from "#core/moments/moment.ts";
import { formatValue } from "./format-number.ts";

const names: Record<TriggerType, string> = {
  viewer_spike: "viewers",
  chat_velocity: "chat speed",
  keyword: "keyword",
  emote_spam: "emote",
  clip_demand: "clip it!",
  alert: "alert",
  vision: "picture",
  manual: "by hand",
};

/** `keyword`, `chat speed`. */
export function triggerName(type: TriggerType): string {
  return names[type];
}

/** A chip's text: the trigger's name, its term when one counted, and its ratio. */
export function triggerWords(trigger: Trigger): string {
  const term = trigger.term === null ? "" : ` “${trigger.term}”`;
  const ratio = trigger.ratio === null ? "" : ` ×${formatValue(trigger.ratio)}`;
  return `${names[trigger.type]}${term}${ratio}`;
}

/** `7.2 messages/s over 10 s, usually 1.1`: everything the trigger measured. */
export function triggerEvidence(trigger: Trigger): string {
  const over = trigger.windowSeconds > 0 ? ` over ${formatValue(trigger.windowSeconds)} s` : "";
  const usual = trigger.baseline === null ? "" : `, usually ${formatValue(trigger.baseline)}`;
  return `${formatValue(trigger.value)} ${trigger.unit}${over}${usual}`;
}
