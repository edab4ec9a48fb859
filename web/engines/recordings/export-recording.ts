// Writes a whole recording into one MP4, without re-encoding, in a worker.
import { proxy, wrap } from "comlink";
import type { ExportEnd, ExportOrder, ExportWork } from "./export-work.ts";

export interface RunningExport {
  readonly ended: Promise<ExportEnd>;
  cancel(): void;
}

/** Until it is done nothing of it is to be seen at its place; what is begun and not done leaves nothing behind. */
export function exportRecording(order: ExportOrder, onProgress: (fraction: number) => void): RunningExport {
  const worker = new Worker(new URL("./export-worker.ts", import.meta.url), { type: "module" });
  const work = wrap<ExportWork>(worker);
  const crashed = new Promise<ExportEnd>((resolve) => (worker.onerror = () => resolve("failed")));
  const ended = Promise.race([work.run(order, proxy(onProgress)), crashed]).finally(() => worker.terminate());
  return { ended, cancel: () => void work.cancel() };
}
