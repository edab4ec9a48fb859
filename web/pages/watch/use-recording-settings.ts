// What the user of this browser has set for its recordings, as it changes in any tab.
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RecordingSettings } from "#core/recording/storage-budget.ts";
import { readRecordingSettings, watchRecordingSettings } from "../../engines/recordings/recording-settings.ts";

export function useRecordingSettings(): ReadonlySignal<RecordingSettings> {
  const settings = useSignal(readRecordingSettings());
  useEffect(() => watchRecordingSettings((next) => (settings.value = next)), [settings]);
  return settings;
}
