// The export that is under way: one at a time, because two would only halve each other's pace.
import { signal, type ReadonlySignal } from "@preact/signals";
import type { RunningExport } from "../../engines/recordings/export-recording.ts";
import type { ExportEnd } from "../../engines/recordings/export-work.ts";
import { chooseExportPlace } from "../../engines/recordings/export-place.ts";
import { toast } from "../../ui/toasts.tsx";

export interface ExportState {
  readonly name: string;
  readonly formatId: string;
  /** From 0 to 1. */
  readonly fraction: number;
}

export interface Exports {
  readonly running: ReadonlySignal<ExportState | null>;
  /** To be called on a person's gesture: the browser may ask for a place. `fileName` without its ending. */
  readonly start: (name: string, formatId: string, fileName: string) => Promise<void>;
  readonly cancel: () => void;
  readonly destroy: () => void;
}

const ends: Record<ExportEnd, { readonly words: string; readonly tone: "plain" | "bad" }> = {
  done: { words: "The recording is exported.", tone: "plain" },
  cancelled: { words: "The export is cancelled; nothing of it was kept.", tone: "plain" },
  disk_full: { words: "There is not enough room for the file. Nothing of it was kept.", tone: "bad" },
  failed: { words: "The export failed. The recording itself is as it was.", tone: "bad" },
};

export function openExports(): Exports {
  const running = signal<ExportState | null>(null);
  let current: RunningExport | null = null;
  // Closing the tab ends the export, so the browser asks before it does.
  const warn = (event: BeforeUnloadEvent) => event.preventDefault();

  return {
    running,
    async start(name, formatId, fileName) {
      if (running.value !== null) return;
      const place = await chooseExportPlace(`${fileName}.mp4`);
      if (place === null) return;
      running.value = { name, formatId, fraction: 0 };
      addEventListener("beforeunload", warn);
      const { exportRecording } = await import("../../engines/recordings/export-recording.ts");
      current = exportRecording({ name, formatId, to: place.file }, (fraction) => {
        if (running.value !== null) running.value = { name, formatId, fraction };
      });
      const end = await current.ended.catch(() => "failed" as const);
      removeEventListener("beforeunload", warn);
      [current, running.value] = [null, null];
      await place.finish(end === "done").catch(() => undefined);
      toast(ends[end].words, ends[end].tone);
    },
    cancel: () => current?.cancel(),
    destroy() {
      removeEventListener("beforeunload", warn);
      current?.cancel();
    },
  };
}
