// What to say of each thing that can be wrong with a stream's address or this browser's storage.
import type { RecorderProblemCode, RecorderStatus } from "./recorder.types.ts";

const sentences = {
  playlist_not_found: "The stream's address answers that there is nothing (404). The recorder keeps trying.",
  playlist_refused: "The stream's address refuses access. The recorder keeps trying.",
  playlist_unreachable:
    "The stream's address does not answer as it should, or does not let other sites read it (CORS). The recorder keeps trying.",
  playlist_invalid: "The stream's address does not answer with an HLS playlist. The recorder keeps trying.",
  playlist_too_long: "The stream's playlist is longer than any that can be recorded from. The recorder keeps trying.",
  no_video: "The stream has sound but no picture, so there is nothing to record.",
  encrypted: "The stream is protected against copying, so it cannot be recorded.",
  no_sound: "The stream's sound comes apart from its picture and cannot be had. The picture is recorded without it.",
  no_key: "The stream is encrypted and its key server refuses the key. The recorder keeps trying.",
  disk_full:
    "This browser's storage is full, and nothing in it may go: what the stream brings is lost. Delete recordings, keep fewer of them, or free room on this device.",
  storage_unavailable: "This browser does not let the page store the recording. A private window may be the reason.",
  insecure_address: "The stream's address begins with http://. Only https:// addresses are recorded.",
} as const satisfies Record<RecorderProblemCode, string>;

export type RecorderProblem = NonNullable<RecorderStatus["problem"]>;

export function problemOf(code: RecorderProblemCode, message: string = sentences[code]): RecorderProblem {
  return { code, message };
}
