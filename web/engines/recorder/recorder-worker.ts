// The recorder's worker: takes orders from the page, runs the loop, and reports. Timers and fetches of a worker go on in a hidden tab.
import "../../api/zod-without-eval.ts";
import type { TimeRange } from "#core/moments/moment.ts";
import { segmentsIn } from "#core/recording/coverage.ts";
import { createPlaylistReader } from "./playlist-reader.ts";
import { problemOf, type RecorderProblem } from "./playlist-problem.ts";
import { pruneRecordings } from "./prune-recordings.ts";
import { recordLive } from "./record-live.ts";
import type { FromRecorder, ToRecorder } from "./recorder-message.ts";
import type { RecorderOptions, RecorderPhase, RecorderProblemCode } from "./recorder.types.ts";
import { createRecording, extentOf, type Recording } from "./recording.ts";
import { openRecordingFolder, type RecordingFolder } from "./recording-folder.ts";
import { createSegmentOffers } from "./segment-offers.ts";
import { createWakeable } from "./wakeable.ts";

/** A worker's own scope; the DOM types know only that of a page. */
interface WorkerPort {
  postMessage(message: FromRecorder, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToRecorder>) => void) | null;
}
const port = self as unknown as WorkerPort;
const stopping = new AbortController();
const naps = createWakeable();
const pins = new Map<number, TimeRange>();
let running: { readonly recording: Recording; readonly folder: RecordingFolder } | null = null;
// There from the start: the player asks before the recording is open, and waits.
const offers = createSegmentOffers(async (file) => running?.folder.read(file) ?? null);

port.onmessage = ({ data: order }) => {
  switch (order.type) {
    case "start":
      void run(order.options);
      break;
    case "segments_in":
      port.postMessage({
        type: "segments",
        id: order.id,
        segments: segmentsIn(running?.recording.segments ?? [], order.range),
      });
      break;
    case "segment_bytes":
      void answerBytes(order.id, order.address, order.timeoutMs);
      break;
    case "pin":
      pins.set(order.id, order.range);
      break;
    case "unpin":
      pins.delete(order.id);
      break;
    case "stop":
      stopping.abort();
      if (running === null) port.postMessage({ type: "stopped" });
  }
};

async function answerBytes(id: number, address: string, timeoutMs: number): Promise<void> {
  const asked = offers.ask(address, timeoutMs);
  if (offers.isAsked) naps.wake();
  const bytes = await asked;
  port.postMessage({ type: "bytes", id, bytes }, bytes === null ? [] : [bytes]);
}

async function run(options: Required<RecorderOptions>): Promise<void> {
  let recordingName = "";
  let last: { phase: RecorderPhase; problem: RecorderProblem | null } = { phase: "starting", problem: null };
  const report = (phase: RecorderPhase, problem: RecorderProblem | null) => {
    last = { phase, problem };
    const segments = running?.recording.segments ?? [];
    const { fromMs, toMs } = extentOf(segments);
    const status = {
      phase,
      problem: problem ?? diskProblem(running?.recording.lostToDiskMs ?? null),
      recordingName,
      fromMs,
      toMs,
      segments: segments.length,
      bytes: segments.reduce((sum, segment) => sum + segment.bytes, 0),
      gaps: running?.recording.gaps ?? [],
      behindMs: toMs === null ? null : Date.now() - toMs,
    };
    port.postMessage({ type: "status", status });
  };
  let close = () => {};
  try {
    const folder = await openRecordingFolder({ ...options, nowMs: Date.now() });
    close = () => folder.close();
    recordingName = folder.name;
    const recording = createRecording(folder, options.keepMs, () => [...pins.values()]);
    running = { recording, folder };
    report("starting", null);
    await pruneRecordings(folder.name, options.keepMs, Date.now());
    await recordLive({
      channelKey: options.channelKey,
      reader: createPlaylistReader(options.playlistUrl, self.location.href),
      recording,
      earlierSource: folder.index.playlist,
      offers,
      naps,
      signal: stopping.signal,
      report: (phase, code: RecorderProblemCode | null) => report(phase, code === null ? null : problemOf(code)),
    });
  } catch (error) {
    if (!stopping.signal.aborted) {
      console.error("The recorder stopped.", error);
      report("failed", problemOf("storage_unavailable"));
      offers.listed(new Set(), Date.now());
    }
  } finally {
    close();
  }
  if (!stopping.signal.aborted) return;
  report("stopped", last.problem);
  port.postMessage({ type: "stopped" });
}

function diskProblem(lostMs: number | null): RecorderProblem | null {
  if (lostMs === null) return null;
  const lost =
    lostMs === 0
      ? "Recordings of earlier streams were"
      : `The oldest ${Math.ceil(lostMs / 1000)} seconds of footage were`;
  return problemOf("disk_full", `This browser's storage is full. ${lost} deleted to go on recording.`);
}
