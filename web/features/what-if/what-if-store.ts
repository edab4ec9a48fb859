// What the what-if holds: what is chosen to try settings on, the settings that are tried, and what they give.
import { batch, signal, type ReadonlySignal } from "@preact/signals";
import type { Replay } from "#core/detection/replay.ts";
import type { SessionCountsEntry } from "#core/session/session-counts.ts";
import { channelDetection } from "#core/channel/channel-detection.ts";
import type { HeardSettings } from "#core/channel/heard-settings.ts";
import type { ChannelName } from "../../api/channels.ts";
import { getSessionCounts, listSessions } from "../../api/history.ts";
import { failed, type Loadable, loaded } from "../../api/loadable.ts";
import { sentenceOf } from "../../api/request.ts";
import { startWhatIf, type WhatIf } from "../../engines/what-if/start-what-if.ts";
import { WhatIfProblem } from "../../engines/what-if/what-if-problem.ts";
import { newestOnly } from "./newest-only.ts";
import { type Source, sourceOfChat, sourceOfSession } from "./source.ts";

export type Trial = Pick<HeardSettings, "profile" | "alarmsPerHour" | "detection" | "triggerWeights">;

export interface WhatIfStore {
  readonly sessions: ReadonlySignal<Loadable<readonly SessionCountsEntry[]>>;
  /** The session or the file that is read or tried; null while none is. */
  readonly chosen: ReadonlySignal<Chosen | null>;
  readonly source: ReadonlySignal<Source | null>;
  readonly trial: ReadonlySignal<Trial>;
  /** Of the newest settings that were tried; while others are, of those before. */
  readonly result: ReadonlySignal<Replay | null>;
  readonly isTrying: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<string | null>;
  readonly chooseSession: (session: SessionCountsEntry) => Promise<void>;
  readonly chooseFile: (file: File) => Promise<void>;
  readonly change: (change: Partial<Trial>) => void;
  /** Gives up what is being read or tried. */
  readonly drop: () => void;
}

type Chosen = { readonly type: "session"; readonly id: string } | { readonly type: "file"; readonly name: string };

export function openWhatIf(name: ChannelName, settings: Trial): WhatIfStore {
  const sessions = signal<Loadable<readonly SessionCountsEntry[]>>({ status: "loading" });
  const chosen = signal<Chosen | null>(null);
  const source = signal<Source | null>(null);
  const trial = signal(settings);
  const result = signal<Replay | null>(null);
  const isTrying = signal(false);
  const problem = signal<string | null>(null);
  let worker: WhatIf | null = null;
  let reading = new AbortController();

  function drop(): void {
    reading.abort();
    worker?.destroy();
    worker = null;
    chosen.value = null;
    source.value = null;
    result.value = null;
  }

  function fail(error: unknown): void {
    drop();
    problem.value = error instanceof WhatIfProblem ? error.message : sentenceOf(error);
  }

  /** With a worker of its own: one that is busy with something else is not waited for. A newer choice makes this one moot. */
  async function read(
    what: Chosen,
    findSource: (fresh: WhatIf, signal: AbortSignal) => Promise<Source>,
  ): Promise<void> {
    // At once: in between nothing would be chosen, and the fields would forget what they name.
    batch(() => {
      drop();
      problem.value = null;
      chosen.value = what;
    });
    const { signal: given } = (reading = new AbortController());
    const fresh = (worker = startWhatIf());
    try {
      const found = await findSource(fresh, given);
      if (!given.aborted) source.value = found;
    } catch (error) {
      if (!given.aborted) fail(error);
    }
    if (!given.aborted) await tryOut();
  }

  const tryOut = newestOnly(async () => {
    const tried = source.value;
    if (!tried || !worker) return;
    isTrying.value = true;
    try {
      const played = await worker.ask((work) => work.replay(channelDetection(trial.value)));
      if (source.value === tried) result.value = played;
    } catch (error) {
      if (source.value === tried) fail(error);
    } finally {
      isTrying.value = false;
    }
  });

  listSessions(name)
    .then((list) => (sessions.value = loaded(list)))
    .catch((error: unknown) => (sessions.value = failed(sessions.value, sentenceOf(error))));

  return {
    sessions,
    chosen,
    source,
    trial,
    result,
    isTrying,
    problem,
    chooseSession: (session) =>
      read({ type: "session", id: session.id }, async (fresh, given) => {
        const kept = await getSessionCounts(name, session.id, given);
        if (kept.seconds.length === 0)
          throw new WhatIfProblem(
            "Nothing is kept of this session yet. Counts arrive here about two minutes after they happen.",
          );
        const found = sourceOfSession(kept);
        await fresh.ask((work) => work.takeCounts(found.counted));
        return found;
      }),
    chooseFile: (file) =>
      read({ type: "file", name: file.name }, async (fresh) =>
        sourceOfChat(await fresh.ask((work) => work.takeChat(file, channelDetection(trial.value)))),
      ),
    change(change) {
      trial.value = { ...trial.value, ...change };
      void tryOut();
    },
    drop,
  };
}
