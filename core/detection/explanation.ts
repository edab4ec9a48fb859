// A moment in one sentence a streamer understands, with the numbers that made it.
import type { Trigger, TriggerType } from "#core/moments/moment.ts";
import { cutText } from "#core/text/cut-text.ts";

const maxLength = 400;
// What says most comes first.
const order: Record<TriggerType, number> = {
  manual: 0,
  chat_velocity: 1,
  clip_demand: 2,
  keyword: 3,
  emote_spam: 4,
  viewer_spike: 5,
  alert: 6,
  vision: 7,
};

export function explain(triggers: readonly Trigger[]): string {
  const parts = triggers.toSorted((a, b) => order[a.type] - order[b.type]).map(clause);
  const sentence = `${parts.join("; ")}.`;
  return cutText(sentence.charAt(0).toUpperCase() + sentence.slice(1), maxLength);
}

function clause(trigger: Trigger): string {
  const count = Math.round(trigger.value);
  switch (trigger.type) {
    case "chat_velocity":
      return `chat jumped to ${trigger.value.toFixed(1)} messages a second${beside(trigger)}`;
    case "clip_demand":
      return `${count} ${count === 1 ? "person" : "people"} asked for a clip`;
    case "keyword":
      return `${count} messages said “${trigger.term}” or alike within ${trigger.windowSeconds} seconds`;
    case "emote_spam":
      return `${trigger.term} was written ${count} times in ${trigger.windowSeconds} seconds`;
    case "viewer_spike":
      return `viewers rose to ${count.toLocaleString("en-US")}${beside(trigger)}`;
    case "alert":
      return `${count.toLocaleString("en-US")} ${trigger.unit}`;
    case "vision":
      return "the picture changed";
    case "manual":
      return "marked by hand";
  }
}

function beside({ ratio, baseline }: Trigger): string {
  if (ratio !== null) return `, ${ratio >= 10 ? Math.round(ratio) : Number(ratio.toFixed(1))} times what is usual here`;
  return baseline === null ? "" : ", where it is usually quiet";
}
