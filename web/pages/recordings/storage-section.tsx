// The room that the recordings take: all together, the budget, what will go next, and the browser's promise.
import { useComputed, type ReadonlySignal } from "@preact/signals";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { Loadable } from "../../api/loadable.ts";
import type { ListedRecording } from "../../engines/recordings/list-recordings.ts";
import { StoragePanel } from "../watch/storage-panel.tsx";
import { useRecordingSettings } from "../watch/use-recording-settings.ts";
import { storageOf } from "./storage-of.ts";

interface Props {
  readonly recordings: ReadonlySignal<Loadable<readonly ListedRecording[]>>;
  readonly jobs: ReadonlySignal<readonly ClipJob[] | null>;
}

export function StorageSection({ recordings, jobs }: Props) {
  const settings = useRecordingSettings();
  const storage = useComputed(() => {
    const listed = recordings.value.status === "ready" ? recordings.value.value : [];
    return storageOf(listed, jobs.value ?? [], settings.value.budgetBytes);
  }).value;
  return <StoragePanel storage={storage} recordingName="" />;
}
