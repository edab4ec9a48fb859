// The plain way most open-source detectors count a chat: keep the messages in an array, and for each new one filter the
// array for each window. It knows the fixed rules only: no folding of stretched words, no people, no channel's normal.
import type { ChatMessage } from "#core/chat/chat-event.ts";

interface Heard {
  readonly atMs: number;
  readonly text: string;
  readonly emotes: readonly string[];
}

const keywords = ["CLIP", "CLIP THAT", "NO WAY", "LMAO", "OMG", "INSANE", "WTF"];
const windowMs = 10_000;
const emoteWindowMs = 5_000;
const baselineMs = 60_000;
const cooldownMs = 30_000;

/** @returns how many moments it would have told. */
export function arrayAndFilter(messages: readonly ChatMessage[]): number {
  let heard: Heard[] = [];
  let moments = 0;
  let lastMs = -Infinity;
  for (const { sentAtMs, text, emotes } of messages) {
    heard.push({ atMs: sentAtMs, text, emotes });
    heard = heard.filter(({ atMs }) => sentAtMs - atMs < baselineMs);
    const recent = heard.filter(({ atMs }) => sentAtMs - atMs < windowMs);
    const velocity = recent.length / (windowMs / 1000);
    const shouted = recent.filter((one) => keywords.some((keyword) => one.text.toUpperCase().includes(keyword))).length;
    const counts = new Map<string, number>();
    for (const one of heard.filter(({ atMs }) => sentAtMs - atMs < emoteWindowMs)) {
      for (const emote of one.emotes) counts.set(emote, (counts.get(emote) ?? 0) + 1);
    }
    const emotesOfOne = Math.max(0, ...counts.values());
    const isMoment = velocity > 5 || shouted >= 3 || emotesOfOne >= 10;
    if (isMoment && sentAtMs - lastMs >= cooldownMs) {
      moments++;
      lastMs = sentAtMs;
    }
  }
  return moments;
}
