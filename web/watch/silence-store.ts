// Why nothing fired: asks the kept counts of the running session, by itself after a while and whenever a person wants to know.
import { signal, type ReadonlySignal } from "@preact/signals";
import type { SilenceReason } from "#core/detection/explain-silence.ts";
import { weightsOf } from "#core/feedback/trigger-weights.ts";
import { channelDetection } from "#core/live/channel-detection.ts";
import { getKeptSession } from "../api/history.ts";
import { sentenceOf } from "../api/request.ts";
import { startWhatIf, WhatIfProblem } from "../what-if/start-what-if.ts";
import { isSilent, silenceRange } from "./silence-range.ts";
import type { WatchStore } from "./watch-store.ts";

export type Silence =
  | { readonly status: "unasked" }
  | { readonly status: "asking" }
  | { readonly status: "failed"; readonly problem: string }
  | {
      readonly status: "known";
      readonly fromMs: number;
      readonly toMs: number;
      readonly reasons: readonly SilenceReason[];
    };

export interface SilenceStore {
  readonly silence: ReadonlySignal<Silence>;
  readonly ask: () => Promise<void>;
  readonly destroy: () => void;
}

const looksEveryMs = 60_000;
/** The whole session's counts are fetched for an answer. */
const asksAtMostEveryMs = 5 * 60_000;

export function openSilence(store: WatchStore): SilenceStore {
  const silence = signal<Silence>({ status: "unasked" });
  const abort = new AbortController();
  let askedAtMs = 0;

  const known = () => {
    const { session, moments } = store.state.peek();
    const detected = moments.find(({ profile }) => profile !== "manual");
    return session && { session, startedAtMs: session.startedAtMs, lastMomentMs: detected?.detectedMs ?? null };
  };

  async function ask(): Promise<void> {
    const about = known();
    if (!about || silence.value.status === "asking") return;
    askedAtMs = Date.now();
    silence.value = { status: "asking" };
    const worker = startWhatIf();
    try {
      const kept = await getKeptSession(store.name, about.session.id, abort.signal);
      // What came before the first count was not heard, which is no news to whoever added the channel then.
      const heardFromMs = Math.max(about.startedAtMs, (kept.seconds[0]?.[0] ?? 0) * 1000);
      const heardToMs = ((kept.seconds.at(-1)?.[0] ?? 0) + 1) * 1000;
      const range = silenceRange({ ...about, startedAtMs: heardFromMs }, heardToMs);
      if (!range)
        throw new WhatIfProblem("Too little has been counted since the last moment; ask again in a minute or two.");
      const { settings, feedback } = store.state.peek();
      const triggerWeights = settings.usesFeedback === false ? {} : weightsOf(feedback.triggers);
      await worker.ask<"session">({ type: "session", counted: { kept: kept.seconds, gaps: kept.gaps } });
      const detection = channelDetection({ ...settings, triggerWeights });
      const reasons = await worker.ask<"silence">({ type: "silence", settings: detection, ...range });
      silence.value = { status: "known", ...range, reasons };
    } catch (error) {
      if (abort.signal.aborted) return;
      silence.value = { status: "failed", problem: error instanceof WhatIfProblem ? error.message : sentenceOf(error) };
    } finally {
      worker.destroy();
    }
  }

  const timer = setInterval(() => {
    const about = known();
    const nowMs = Date.now();
    if (!about || document.hidden || !store.isLive.peek() || nowMs - askedAtMs < asksAtMostEveryMs) return;
    if (isSilent(about, nowMs + store.state.peek().clockOffsetMs)) void ask();
  }, looksEveryMs);

  return {
    silence,
    ask,
    destroy() {
      clearInterval(timer);
      abort.abort();
    },
  };
}
