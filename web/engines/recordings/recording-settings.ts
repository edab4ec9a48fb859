// What the user of this browser has set for its recordings, in every tab alike.
import {
  defaultRecordingSettings,
  recordingSettingsSchema,
  type RecordingSettings,
} from "#core/recording/storage-budget.ts";
import { parseJson } from "#core/text/parse-json.ts";

const key = "hypecut.recordings";

export function readRecordingSettings(): RecordingSettings {
  const stored = recordingSettingsSchema.safeParse(parseJson(localStorage.getItem(key) ?? ""));
  return stored.data ?? defaultRecordingSettings;
}

export function saveRecordingSettings(settings: RecordingSettings): void {
  localStorage.setItem(key, JSON.stringify(settings));
  // The browser tells the other tabs only.
  dispatchEvent(new StorageEvent("storage", { key }));
}

/** Calls back with each change, of whatever tab; returns the way to stop. */
export function watchRecordingSettings(listener: (settings: RecordingSettings) => void): () => void {
  const changed = (event: StorageEvent) => {
    if (event.key === key || event.key === null) listener(readRecordingSettings());
  };
  addEventListener("storage", changed);
  return () => removeEventListener("storage", changed);
}
