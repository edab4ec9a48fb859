// The seeds' fixed rules. They count messages, not people, and know nothing of what is usual in a channel.
import { usualCount } from "./baseline.ts";
import type { DetectionSettings } from "./detection-settings.ts";
import type { DetectorState } from "./detector-state.ts";
import type { Second } from "./second.ts";
import { secondAt, sumBack, topName } from "./second-window.ts";
import type { Signal } from "./signal.ts";

/** The signals of one second. */
export function seedSignals(state: DetectorState, second: number, settings: DetectionSettings): Signal[] {
  return [
    viewerSignal(state, second, settings),
    velocitySignal(state, second, settings),
    keywordSignal(state, second, settings),
    emoteSignal(state, second, settings),
    alertSignal(state, second, settings),
  ].filter((signal) => signal !== null);
}

export function viewerSignal(state: DetectorState, second: number, { seed }: DetectionSettings): Signal | null {
  const polled = secondAt(state.window, second)?.viewers;
  if (!polled || polled.baseline === null || polled.count <= seed.viewerSpikeThreshold * polled.baseline) return null;
  return {
    strength: polled.baseline > 0 ? polled.count / (seed.viewerSpikeThreshold * polled.baseline) : 1,
    trigger: {
      type: "viewer_spike",
      atMs: second * 1000,
      windowSeconds: seed.viewerBaselineSeconds,
      value: polled.count,
      baseline: rounded(polled.baseline),
      ratio: polled.baseline > 0 ? rounded(polled.count / polled.baseline) : null,
      unit: "viewers",
      term: null,
    },
  };
}

function velocitySignal(state: DetectorState, second: number, { seed }: DetectionSettings): Signal | null {
  const messages = sumBack(state.window, second, seed.chatWindowSeconds, (bucket) => bucket.messages);
  const rate = messages / seed.chatWindowSeconds;
  if (rate <= seed.chatVelocityThreshold) return null;
  return velocityTrigger(state, second, seed.chatWindowSeconds, rate, rate / seed.chatVelocityThreshold);
}

/** A `chat_velocity` signal with what is usual here beside it. `rate` is in messages a second. */
export function velocityTrigger(
  state: DetectorState,
  second: number,
  windowSeconds: number,
  rate: number,
  strength: number,
): Signal {
  const usual = usualCount(state.baseline.messages);
  const baseline = usual === null ? null : usual / 10;
  return {
    strength,
    trigger: {
      type: "chat_velocity",
      atMs: second * 1000,
      windowSeconds,
      value: rounded(rate),
      baseline: baseline === null ? null : rounded(baseline),
      // Beside a chat that is usually silent every rate is infinitely many times the usual.
      ratio: baseline !== null && baseline >= 0.05 ? rounded(rate / baseline) : null,
      unit: "messages a second",
      term: null,
    },
  };
}

export function keywordSignal(state: DetectorState, second: number, { seed }: DetectionSettings): Signal | null {
  const count = sumBack(state.window, second, seed.chatWindowSeconds, keywordMessages);
  if (count < seed.keywordThreshold) return null;
  const top = topName(state.window, second, seed.chatWindowSeconds, (bucket) => bucket.keywords);
  return {
    strength: count / seed.keywordThreshold,
    trigger: {
      type: "keyword",
      atMs: second * 1000,
      windowSeconds: seed.chatWindowSeconds,
      value: count,
      baseline: null,
      ratio: null,
      unit: "messages with a keyword",
      term: top?.name ?? null,
    },
  };
}

function keywordMessages({ keywords }: Second): number {
  let sum = 0;
  for (const count of keywords?.values() ?? []) sum += count;
  return sum;
}

export function emoteSignal(state: DetectorState, second: number, { seed }: DetectionSettings): Signal | null {
  const top = topName(state.window, second, seed.emoteSpamWindowSeconds, (bucket) => bucket.emotes);
  if (!top || top.count < seed.emoteSpamThreshold) return null;
  return {
    strength: top.count / seed.emoteSpamThreshold,
    trigger: {
      type: "emote_spam",
      atMs: second * 1000,
      windowSeconds: seed.emoteSpamWindowSeconds,
      value: top.count,
      baseline: null,
      ratio: null,
      unit: "times the same emote",
      term: top.name,
    },
  };
}

const alertUnits = {
  subscription: "subscriptions",
  gift: "gifted subscriptions",
  bits: "bits",
  kicks: "kicks",
  raid: "raiders",
} as const;

export function alertSignal(state: DetectorState, second: number, { alertAmounts }: DetectionSettings): Signal | null {
  let strongest: Signal | null = null;
  for (const { kind, amount } of secondAt(state.window, second)?.alerts ?? []) {
    const least = alertAmounts[kind];
    if (least === null || amount < least || amount / least <= (strongest?.strength ?? 0)) continue;
    strongest = {
      strength: amount / least,
      trigger: {
        type: "alert",
        atMs: second * 1000,
        windowSeconds: 1,
        value: amount,
        baseline: null,
        ratio: null,
        unit: alertUnits[kind],
        term: kind,
      },
    };
  }
  return strongest;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
