// Starts the recording of one channel in this browser: takes the lock that makes this tab its only writer, then runs the worker.
import { proxy, type Remote, transfer, wrap } from "comlink";
import pTimeout from "p-timeout";
import type { TimeRange } from "#core/moments/moment.ts";
import { recordingName } from "#core/recording/recording-name.ts";
import { problemOf } from "./playlist-problem.ts";
import type { RecorderWork } from "./recorder-work.ts";
import { ownChoice } from "#core/recording/stream-choice.ts";
import type { Recorder, RecorderOptions, RecorderStatus } from "./recorder.types.ts";
import { streamAddress } from "./stream-address.ts";
import { readRecordingSettings, watchRecordingSettings } from "../recordings/recording-settings.ts";
import { workerAnswers, type WorkerAnswers } from "../worker-answers.ts";

/** A worker that is busy writing is given this long to close its files. */
const stopTimeoutMs = 3_000;

/** A worker that crashed, or a disk that failed, is tried again: at once for what was an accident, then more rarely. */
const pausesMs = [1_000, 10_000, 60_000];
/** A recorder that has run this long has earned a quick restart again. */
const healthyMs = 10 * 60_000;

/** Begins at once and never throws; what goes wrong is in the status. */
export function startRecorder(options: RecorderOptions): Recorder {
  const listeners = new Set<(status: RecorderStatus) => void>();
  const stopping = new AbortController();
  let status = initialStatus(options);
  let choice = options.choice ?? ownChoice;
  /** The running worker. */
  let life: { readonly work: Remote<RecorderWork>; readonly answers: WorkerAnswers } | null = null;
  const pinned = new Set<TimeRange>();
  const ended = new Error("The recorder has ended.");

  const change = (next: Partial<RecorderStatus>) => {
    status = { ...status, ...next };
    for (const listener of listeners) listener(status);
  };
  const ask = <Answer>(question: (work: Remote<RecorderWork>) => Promise<Answer>, without: Answer) =>
    life === null
      ? Promise.resolve(without)
      : life.answers.wait(question(life.work)).catch((error: unknown) => {
          if (error === ended) return without;
          throw error;
        });
  const sendPinned = () => void life?.work.pin([...pinned]);
  const budgetBytes = () => options.budgetBytes ?? readRecordingSettings().budgetBytes;
  const stopWatching = watchRecordingSettings(() => void life?.work.setBudget(budgetBytes()));
  const isStopped = new Promise<void>((resolve) =>
    stopping.signal.addEventListener("abort", () => resolve(), { once: true }),
  );

  /** One life of the worker: until the owner destroys the recorder, or it has ended by itself. */
  const record = async () => {
    if (stopping.signal.aborted) return;
    const { promise: isGone, resolve: end } = Promise.withResolvers<void>();
    const crash = () => {
      const words = "The recorder stopped unexpectedly and begins again by itself.";
      change({ phase: "failed", problem: problemOf("storage_unavailable", words) });
      end();
    };
    const worker = new Worker(new URL("./recorder-worker.ts", import.meta.url), { type: "module" });
    worker.onerror = crash;
    const answers = workerAnswers();
    const work = wrap<RecorderWork>(worker);
    life = { work, answers };
    sendPinned();
    work.record({ ...options, budgetBytes: budgetBytes(), choice }, proxy(change)).then(end, crash);
    await Promise.race([isStopped, isGone]);
    void work.stop();
    await pTimeout(isGone, { milliseconds: stopTimeoutMs, message: false });
    worker.terminate();
    life = null;
    answers.end(ended);
  };

  /** Waits for the lock where another tab has it. */
  const recordUnderLock = async () => {
    // Besides being exclusive, a held lock keeps Chromium from freezing the hidden tab.
    const name = `recorder:${options.channelKey}`;
    const isDone = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock === null) return false;
      await record();
      return true;
    });
    if (isDone) return;
    change({ phase: "elsewhere", problem: null });
    await navigator.locks.request(name, { signal: stopping.signal }, async () => {
      change({ phase: "starting" });
      await record();
    });
  };

  /** While it pauses, another tab may take the recording over. */
  const keepRecording = async () => {
    for (let lives = 0; !stopping.signal.aborted; lives++) {
      const beganAtMs = performance.now();
      await recordUnderLock();
      if (performance.now() - beganAtMs > healthyMs) lives = 0;
      const pauseMs = pausesMs[Math.min(lives, pausesMs.length - 1)];
      await Promise.race([isStopped, new Promise((resolve) => setTimeout(resolve, pauseMs))]);
    }
  };

  const fail = (code: "insecure_address" | "storage_unavailable") =>
    change({ phase: "failed", problem: problemOf(code) });
  const { playlistUrl } = options;
  const isRefused = playlistUrl !== null && streamAddress(playlistUrl, location.href) === null;
  const isSupported = "locks" in navigator && "storage" in navigator;
  const begin = async () => {
    if (isRefused) return fail("insecure_address");
    if (!isSupported) return fail("storage_unavailable");
    await keepRecording().catch(() => {
      if (!stopping.signal.aborted) fail("storage_unavailable");
    });
  };
  const held = begin();

  return {
    get status() {
      return status;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    footageOf: (range) => ask((work) => work.footageOf(range), { folder: "", pieces: [], formats: [] }),
    bytesOf: (file) => ask((work) => work.bytesOf(file), null),
    pin(range) {
      const own = { ...range };
      pinned.add(own);
      sendPinned();
      return () => {
        pinned.delete(own);
        sendPinned();
      };
    },
    choose(next) {
      choice = next;
      void life?.work.choose(next);
    },
    sharing: {
      async share(share, delay, onSight) {
        if (life === null) throw ended;
        const streams = share.sounds === null ? [share.pictures] : [share.pictures, share.sounds];
        await life.answers.wait(life.work.share(transfer(share, streams), delay, proxy(onSight)));
      },
      blinked: (blinks) => ask((work) => work.blinked(blinks), null),
      setDelay: (delay) => void life?.work.setDelay(delay),
    },
    async destroy() {
      stopping.abort();
      stopWatching();
      await held;
      listeners.clear();
    },
  };
}

function initialStatus({ login, sessionNumber }: RecorderOptions): RecorderStatus {
  return {
    phase: "starting",
    problem: null,
    // What a new recording would be called; the worker says whether it goes on with an earlier one.
    recordingName: recordingName({ login, sessionNumber, startedAtMs: Date.now() }),
    fromMs: null,
    toMs: null,
    settledToMs: null,
    coming: [],
    pieces: 0,
    bytes: 0,
    gaps: [],
    marks: [],
    format: null,
    held: [],
    storage: null,
    behindMs: null,
    offer: null,
  };
}
