// The page's end of the what-if worker: asks, waits, and gives up when told to.
import { type Remote, wrap } from "comlink";
import { workerAnswers } from "../worker-answers.ts";
import { WhatIfProblem } from "./what-if-problem.ts";
import type { WhatIfWork } from "./what-if-worker.ts";

export interface WhatIf {
  /** Throws {@link WhatIfProblem} with a sentence, also when the work is given up by {@link WhatIf.destroy}. */
  ask<Answer>(question: (work: Remote<WhatIfWork>) => Promise<Answer>): Promise<Answer>;
  /** Ends the worker, whatever it is doing: the only way to stop a computation under way. */
  destroy(): void;
}

export function startWhatIf(): WhatIf {
  const worker = new Worker(new URL("./what-if-worker.ts", import.meta.url), { type: "module" });
  const work = wrap<WhatIfWork>(worker);
  const answers = workerAnswers();
  const end = (problem: string) => {
    worker.terminate();
    answers.end(new WhatIfProblem(problem));
  };
  // Also when its script could not be fetched, or its memory ran out.
  worker.addEventListener("error", () => end("The computation stopped unexpectedly. Please try again."));
  return {
    ask: (question) => answers.wait(question(work)).catch(throwProblem),
    destroy: () => end("Cancelled."),
  };
}

function throwProblem(error: Error): never {
  if (error.name === "WhatIfProblem") throw new WhatIfProblem(error.message);
  console.error("The what-if met a bug.", error);
  throw new WhatIfProblem("This could not be worked out.");
}
