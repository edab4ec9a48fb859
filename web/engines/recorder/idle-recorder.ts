// A recorder of a stream that is over: it records nothing and holds nothing, so that clips are cut from what is stored.
import { recordingName } from "#core/recording/recording-name.ts";
import type { Recorder, RecorderOptions } from "./recorder.types.ts";

export function idleRecorder({ login, sessionNumber }: RecorderOptions): Recorder {
  return {
    status: {
      ...{
        phase: "stopped",
        problem: null,
        fromMs: null,
        toMs: null,
        settledToMs: null,
        coming: [],
        pieces: 0,
        bytes: 0,
        gaps: [],
        held: [],
      },
      ...{ marks: [], format: null, storage: null, behindMs: null, offer: null },
      recordingName: recordingName({ login, sessionNumber, startedAtMs: 0 }),
    },
    subscribe: () => () => undefined,
    footageOf: async () => ({ folder: "", pieces: [], formats: [] }),
    bytesOf: async () => null,
    pin: () => () => undefined,
    choose: () => undefined,
    sharing: {
      share: () => Promise.reject(new Error("The stream is over.")),
      blinked: async () => null,
      setDelay: () => undefined,
    },
    destroy: async () => undefined,
  };
}
