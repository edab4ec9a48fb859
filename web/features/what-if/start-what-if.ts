// The page's end of the what-if worker: asks, waits, and gives up when told to.
import type { WorkerAnswers, WorkerReply, WorkerRequest, WorkerTask } from "./worker-messages.ts";

export class WhatIfProblem extends Error {}

export interface WhatIf {
  /** Throws {@link WhatIfProblem} with a sentence, also when the work is given up by {@link WhatIf.destroy}. */
  ask<Type extends WorkerTask["type"]>(task: Extract<WorkerTask, { type: Type }>): Promise<WorkerAnswers[Type]>;
  /** Ends the worker, whatever it is doing: the only way to stop a computation under way. */
  destroy(): void;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (problem: WhatIfProblem) => void;
}

export function startWhatIf(): WhatIf {
  const worker = new Worker(new URL("./what-if-worker.ts", import.meta.url), { type: "module" });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  /** Why nothing is answered any more; null while the worker runs. */
  let ended: string | null = null;
  const end = (problem: string) => {
    ended = problem;
    worker.terminate();
    for (const { reject } of waiting.values()) reject(new WhatIfProblem(problem));
    waiting.clear();
  };
  worker.addEventListener("message", ({ data }: MessageEvent<WorkerReply>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.ok) asked?.resolve(data.value as never);
    else asked?.reject(new WhatIfProblem(data.problem));
  });
  // Also when its script could not be fetched, or its memory ran out; a later question would wait for ever.
  worker.addEventListener("error", () => end("The computation stopped unexpectedly. Please try again."));
  return {
    ask(task) {
      if (ended !== null) return Promise.reject(new WhatIfProblem(ended));
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve: resolve as Waiting["resolve"], reject });
        worker.postMessage({ ...task, id } satisfies WorkerRequest);
      });
    },
    destroy: () => end("Cancelled."),
  };
}
