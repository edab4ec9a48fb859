// The recorder's worker: runs the loop for the page, reports, and hands out what it has. Timers and fetches of a worker go on in a hidden tab.
import "../../api/zod-without-eval.ts";
import { expose, transfer } from "comlink";
import type { TimeRange } from "#core/moments/moment.ts";
import { piecesToDecode } from "#core/recording/coverage.ts";
import { heldStretches } from "#core/recording/held-stretches.ts";
import { recordingsFolder } from "#core/recording/recording-name.ts";
import { createShareRecorder, type GroupStore } from "../capture/record-shares.ts";
import { storeGroups } from "../capture/store-groups.ts";
import { canDecode } from "./can-decode.ts";
import { beginFrom, createLiveStore } from "./live-store.ts";
import { createPlaylistReader, type PlaylistReader } from "./playlist-reader.ts";
import { problemOf, type RecorderProblem } from "./playlist-problem.ts";
import { recordLive } from "./record-live.ts";
import type { RecorderWork } from "./recorder-work.ts";
import type { RecorderOptions, RecorderPhase, RecorderProblemCode, RecorderStatus } from "./recorder.types.ts";
import { createRecording, extentOf, type Recording } from "./recording.ts";
import { openRecordingFolder, type RecordingFolder } from "./recording-folder.ts";
import { createWakeable } from "./wakeable.ts";

const stopping = new AbortController();
const naps = createWakeable();
let pinned: readonly TimeRange[] = [];
let reader: PlaylistReader | null = null;
let budgetBytes = 0;
let running: { readonly recording: Recording; readonly folder: RecordingFolder } | null = null;

/** A share may come before the recording is open: its groups wait. */
const opened = Promise.withResolvers<GroupStore>();
const shares = createShareRecorder({ add: async (group, isFirst) => (await opened.promise).add(group, isFirst) });
/** Settles with the newest share. */
let shared: Promise<void> = Promise.resolve();
let tellShared = (_isShared: boolean): void => {};

const work: RecorderWork = {
  record,
  ...shares,
  async share(share, delay, onSight) {
    const told = shares.share(share, delay, (sight) =>
      onSight(sight.thumbnail === null ? sight : transfer(sight, [sight.thumbnail])),
    );
    tellShared(true);
    shared = told.catch(() => undefined);
    await told.finally(() => tellShared(false));
  },
  stop: () => stopping.abort(),
  choose(choice) {
    reader?.choose(choice);
    naps.wake();
  },
  setBudget: (bytes) => void (budgetBytes = bytes),
  pin: (ranges) => void (pinned = ranges),
  footageOf: (range) => ({
    folder: `${recordingsFolder}/${running?.folder.name ?? ""}`,
    pieces: piecesToDecode(running?.recording.pieces ?? [], range),
    formats: running?.recording.formats ?? [],
  }),
  async bytesOf(file) {
    const bytes = (await running?.folder.read(file)) ?? null;
    return bytes === null ? null : transfer(bytes, [bytes]);
  },
};
expose(work);
// The network is back: what has failed is tried again at once.
self.addEventListener("online", () => naps.wake());

async function record(options: Required<RecorderOptions>, onStatus: (status: RecorderStatus) => void): Promise<void> {
  budgetBytes = options.budgetBytes;
  let recordingName = "";
  let last: { phase: RecorderPhase; problem: RecorderProblem | null } = { phase: "starting", problem: null };
  const report = (phase: RecorderPhase, problem: RecorderProblem | null, coming: readonly TimeRange[] = []) => {
    last = { phase, problem };
    const pieces = running?.recording.pieces ?? [];
    const { fromMs, toMs } = extentOf(pieces);
    const isFull = phase === "recording" && running?.recording.isFull === true;
    onStatus({
      phase: isFull ? "full" : phase,
      problem: problem ?? (isFull ? problemOf("disk_full") : null),
      recordingName,
      fromMs,
      toMs,
      settledToMs: toMs === null ? null : Math.min(toMs, coming[0]?.fromMs ?? toMs),
      coming,
      pieces: pieces.length,
      bytes: pieces.reduce((sum, piece) => sum + piece.bytes, 0),
      gaps: running?.recording.gaps ?? [],
      marks: running?.recording.marks ?? [],
      format: running?.recording.formats.find(({ id }) => id === pieces.at(-1)?.format) ?? null,
      held: heldStretches(pieces),
      storage: running?.recording.storage ?? null,
      behindMs: toMs === null ? null : Date.now() - toMs,
      offer: reader?.offer ?? null,
    });
  };
  let close = () => {};
  try {
    const folder = await openRecordingFolder({ ...options, nowMs: Date.now() });
    close = () => folder.close();
    recordingName = folder.name;
    const { channelKey } = options;
    const recording = await createRecording(folder, {
      channelKey,
      budgetBytes: () => budgetBytes,
      pins: () => pinned,
    });
    running = { recording, folder };
    report("starting", null);
    if (options.playlistUrl === null) {
      await recording.opened(options.channelKey, "", Date.now());
      tellShared = (isShared) => report(isShared ? "starting" : "unshared", null);
      opened.resolve(storeGroups(recording, () => report("recording", null)));
      report("unshared", null);
      await new Promise((resolve) => stopping.signal.addEventListener("abort", resolve, { once: true }));
      await shared;
    } else {
      reader = createPlaylistReader(options.playlistUrl, self.location.href, options.choice, canDecode);
      await recordLive({
        reader,
        store: createLiveStore(recording, channelKey),
        begin: beginFrom(recording, folder.index.playlist),
        naps,
        signal: stopping.signal,
        report: (phase, code: RecorderProblemCode | null, coming) =>
          report(phase, code === null ? null : problemOf(code), coming),
      });
    }
  } catch (error) {
    if (!stopping.signal.aborted) {
      console.error("The recorder stopped.", error);
      report("failed", problemOf("storage_unavailable"));
    }
  } finally {
    close();
  }
  if (stopping.signal.aborted) report("stopped", last.problem);
}
