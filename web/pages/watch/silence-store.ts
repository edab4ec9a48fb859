// Why nothing fired: asks the kept counts of the running session, by itself after a while and whenever a person wants to know.
import { signal, type ReadonlySignal } from "@preact/signals";
import type { SilenceReason } from "#core/detection/explain-silence.ts";
import { weightsOf } from "#core/moments/trigger-weights.ts";
import { channelDetection } from "#core/channel/channel-detection.ts";
import { getSessionCounts } from "../../api/history.ts";
import { sentenceOf } from "../../api/request.ts";
import { startWhatIf } from "../../engines/what-if/start-what-if.ts";
import { WhatIfProblem } from "../../engines/what-if/what-if-problem.ts";
import { isSilent, silenceRange, type SilenceRange } from "./silence-range.ts";
import type { ChannelName } from "../../api/channels.ts";
import type { WatchParts } from "./watch-parts.ts";

export type Silence =
  | { readonly status: "unasked" }
  | { readonly status: "failed"; readonly problem: string }
  | {
      readonly status: "known";
      /** Of a session that has since been followed by another it explains nothing. */
      readonly sessionId: string;
      readonly range: SilenceRange;
      readonly reasons: readonly SilenceReason[];
    };

export interface SilenceStore {
  readonly silence: ReadonlySignal<Silence>;
  readonly ask: () => Promise<void>;
  readonly destroy: () => void;
}

interface Options extends Pick<WatchParts, "session" | "settings" | "feedback" | "moments" | "clockOffsetMs"> {
  readonly name: ChannelName;
  readonly isLive: ReadonlySignal<boolean>;
}

const looksEveryMs = 60_000;
/** The whole session's counts are fetched for an answer. */
const asksAtMostEveryMs = 5 * 60_000;

export function openSilence(options: Options): SilenceStore {
  const { name, isLive, session: running, settings: present, feedback, moments, clockOffsetMs } = options;
  const silence = signal<Silence>({ status: "unasked" });
  const abort = new AbortController();
  let asking: Promise<void> | null = null;
  let askedAtMs = 0;

  const detected = () => moments.peek().filter(({ profile }) => profile !== "manual");

  async function explain(): Promise<Silence> {
    const session = running.peek();
    const settings = present.peek();
    if (!session) return { status: "unasked" };
    const worker = startWhatIf();
    abort.signal.addEventListener("abort", worker.destroy);
    try {
      const kept = await getSessionCounts(name, session.id, abort.signal);
      // What came before the first count was not heard, which is no news to whoever added the channel then.
      const fromMs = Math.max(session.startedAtMs, (kept.seconds[0]?.[0] ?? 0) * 1000);
      const toMs = ((kept.seconds.at(-1)?.[0] ?? 0) + 1) * 1000;
      const range = silenceRange({ fromMs, toMs }, detected());
      if (!range)
        throw new WhatIfProblem(
          "Not a whole minute without a moment has been counted yet; ask again in a minute or two.",
        );
      const triggerWeights = settings.usesFeedback === false ? {} : weightsOf(feedback.peek().triggers);
      await worker.ask((work) => work.takeCounts({ kept: kept.seconds, gaps: kept.gaps }));
      const detection = channelDetection({ ...settings, triggerWeights });
      const reasons = await worker.ask((work) => work.explainSilence(detection, range.fromMs, range.toMs));
      return { status: "known", sessionId: session.id, range, reasons };
    } catch (error) {
      return { status: "failed", problem: error instanceof WhatIfProblem ? error.message : sentenceOf(error) };
    } finally {
      abort.signal.removeEventListener("abort", worker.destroy);
      worker.destroy();
    }
  }

  /** One question at a time; the answer before stays until there is a new one. A failure nobody asked for is not told. */
  function ask(isTold: boolean): Promise<void> {
    askedAtMs = Date.now();
    asking ??= explain().then((answer) => {
      asking = null;
      if (!abort.signal.aborted && (isTold || answer.status === "known")) silence.value = answer;
    });
    return asking;
  }

  const timer = setInterval(() => {
    const session = running.peek();
    const nowMs = Date.now();
    if (!session || document.hidden || !isLive.peek() || nowMs - askedAtMs < asksAtMostEveryMs) return;
    const newestMs = Math.max(session.startedAtMs, detected()[0]?.detectedMs ?? 0);
    if (isSilent(newestMs, nowMs + clockOffsetMs.peek())) void ask(false);
  }, looksEveryMs);

  return {
    silence,
    ask: () => ask(true),
    destroy() {
      clearInterval(timer);
      abort.abort();
    },
  };
}
