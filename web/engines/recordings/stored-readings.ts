// The indexes of all recordings on this disk, read again only when they may have changed.
import { openRecordings } from "./open-recordings.ts";
import { readStoredRecording, type ReadRecording } from "./read-stored-recording.ts";

export interface StoredReadings {
  all(): Promise<readonly ReadRecording[]>;
}

/** A clip runner asks each second for each clip that waits. */
const freshMs = 10_000;
const maxRecordings = 1000;

export function createStoredReadings(): StoredReadings {
  let readAtMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<readonly ReadRecording[]> = Promise.resolve([]);
  return {
    all() {
      if (performance.now() - readAtMs < freshMs) return reading;
      readAtMs = performance.now();
      reading = reading.then(readAllRecordings, () => readAllRecordings());
      return reading;
    },
  };
}

/** One that cannot be read at this moment is left out. `before` as in {@link readStoredRecording}. */
export async function readAllRecordings(before: readonly ReadRecording[] = []): Promise<ReadRecording[]> {
  const recordings = await openRecordings();
  const names: string[] = [];
  for await (const name of recordings.keys()) if (names.push(name) >= maxRecordings) break;
  const read: ReadRecording[] = [];
  for (const name of names) {
    const known = before.find((one) => one.name === name) ?? null;
    const one = await readStoredRecording(recordings, name, known);
    if (one !== null) read.push(one);
  }
  return read;
}
