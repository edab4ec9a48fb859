// What the what-if holds: counts of a session or a chat log, the settings that are tried on them, and what they give.
import { signal, type ReadonlySignal } from "@preact/signals";
import type { DetectionSettings } from "#core/detection/detection-settings.ts";
import type { Replay } from "#core/detection/replay.ts";
import type { KeptSessionEntry } from "#core/kept/kept-session.ts";
import { channelDetection } from "#core/live/channel-detection.ts";
import type { HeardSettings } from "#core/live/heard-settings.ts";
import type { Moment } from "#core/moments/moment.ts";
import type { ChannelName } from "../api/channels.ts";
import { getKeptSession, listSessions } from "../api/history.ts";
import { sentenceOf } from "../api/request.ts";
import { startWhatIf, type WhatIf, WhatIfProblem } from "./start-what-if.ts";
import type { Counted } from "./worker-messages.ts";

export type Trial = Pick<HeardSettings, "profile" | "alarmsPerHour" | "detection" | "triggerWeights">;

export interface Source {
  readonly label: string;
  readonly counted: Counted;
  /** What fired then; null for a chat log, of which nobody knows. */
  readonly fired: readonly Moment[] | null;
  /** When the stream began, or the first message; moments are told by the time since. */
  readonly startedAtMs: number;
  readonly hours: number;
}

export interface WhatIfStore {
  /** Null until they are known. */
  readonly sessions: ReadonlySignal<readonly KeptSessionEntry[] | null>;
  readonly source: ReadonlySignal<Source | null>;
  readonly trial: ReadonlySignal<Trial>;
  readonly result: ReadonlySignal<Replay | null>;
  /** What is being done; null when nothing is. */
  readonly busy: ReadonlySignal<string | null>;
  readonly problem: ReadonlySignal<string | null>;
  readonly chooseSession: (session: KeptSessionEntry) => Promise<void>;
  readonly chooseFile: (file: File) => Promise<void>;
  readonly change: (change: Partial<Trial>) => void;
  readonly cancel: () => void;
  readonly destroy: () => void;
}

export function openWhatIf(name: ChannelName, settings: Trial): WhatIfStore {
  const sessions = signal<readonly KeptSessionEntry[] | null>(null);
  const source = signal<Source | null>(null);
  const trial = signal(settings);
  const result = signal<Replay | null>(null);
  const busy = signal<string | null>(null);
  const problem = signal<string | null>(null);
  let worker: WhatIf | null = null;
  let fetching = new AbortController();
  /** Counts runs, so that the answer to settings since changed is not shown. */
  let run = 0;

  const detection = (): DetectionSettings => channelDetection(trial.value);

  /** One piece of work with its words; a newer one makes its outcome moot. */
  async function work(words: string, steps: (isWanted: () => boolean) => Promise<void>): Promise<void> {
    const mine = ++run;
    const isWanted = () => run === mine;
    busy.value = words;
    problem.value = null;
    try {
      await steps(isWanted);
    } catch (error) {
      if (isWanted()) problem.value = error instanceof WhatIfProblem ? error.message : sentenceOf(error);
    } finally {
      if (isWanted()) busy.value = null;
    }
  }

  async function tryOut(isWanted: () => boolean): Promise<void> {
    const played = await (worker ??= startWhatIf()).ask<"replay">({ type: "replay", settings: detection() });
    if (isWanted()) result.value = played;
  }

  /** A worker that is busy with something else is not waited for. */
  function freshWorker(): WhatIf {
    fetching.abort();
    fetching = new AbortController();
    worker?.destroy();
    worker = startWhatIf();
    source.value = null;
    result.value = null;
    return worker;
  }

  const store: WhatIfStore = {
    sessions,
    source,
    trial,
    result,
    busy,
    problem,
    chooseSession: (session) =>
      work("Loading the session's counts…", async (isWanted) => {
        const fresh = freshWorker();
        const kept = await getKeptSession(name, session.id, fetching.signal);
        const counted: Counted = { kept: kept.seconds, gaps: kept.gaps };
        await fresh.ask<"session">({ type: "session", counted });
        if (!isWanted()) return;
        if (kept.seconds.length === 0)
          throw new WhatIfProblem(
            "Nothing is kept of this session yet. Counts arrive here about two minutes after they happen.",
          );
        source.value = sourceOf(session.title || "Session", counted, kept.moments, kept.session.startedAtMs);
        await tryOut(isWanted);
      }),
    chooseFile: (file) =>
      work(`Reading ${file.name}…`, async (isWanted) => {
        const counted = await freshWorker().ask<"chat">({ type: "chat", file, settings: detection() });
        if (!isWanted()) return;
        source.value = sourceOf(file.name, counted, null, (counted.kept[0]?.[0] ?? 0) * 1000);
        await tryOut(isWanted);
      }),
    change(change) {
      trial.value = { ...trial.value, ...change };
      if (source.value) void work("Trying these settings…", tryOut);
    },
    cancel() {
      run++;
      busy.value = null;
      fetching.abort();
      worker?.destroy();
      worker = null;
      source.value = null;
      result.value = null;
    },
    destroy() {
      run++;
      fetching.abort();
      worker?.destroy();
    },
  };
  listSessions(name)
    .then((list) => (sessions.value = list))
    .catch((error: unknown) => {
      sessions.value = [];
      problem.value = sentenceOf(error);
    });
  return store;
}

function sourceOf(label: string, counted: Counted, fired: readonly Moment[] | null, startedAtMs: number): Source {
  const first = counted.kept[0]?.[0] ?? 0;
  const last = counted.kept.at(-1)?.[0] ?? first;
  const unheard = counted.gaps.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  // A running session's counts come later than its moments, and a moment made by hand says nothing of the settings.
  const comparable = fired?.filter(({ peakMs, profile }) => profile !== "manual" && peakMs <= last * 1000) ?? null;
  return { label, counted, fired: comparable, startedAtMs, hours: Math.max(last - first + 1 - unheard, 1) / 3600 };
}
