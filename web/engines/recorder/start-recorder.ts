// Starts the recording of one channel in this browser: takes the lock that makes this tab its only writer, then runs the worker.
import { proxy, type Remote, wrap } from "comlink";
import pTimeout from "p-timeout";
import type { TimeRange } from "#core/moments/moment.ts";
import { recordingName } from "#core/recording/recording-name.ts";
import { problemOf } from "./playlist-problem.ts";
import type { RecorderWork } from "./recorder-work.ts";
import type { Recorder, RecorderOptions, RecorderStatus, StreamChoice } from "./recorder.types.ts";
import { streamAddress } from "./stream-address.ts";
import { workerAnswers } from "../worker-answers.ts";

const sixHoursMs = 6 * 3_600_000;
const bestOfAll: StreamChoice = { quality: null, sound: null };
/** A worker that is busy writing is given this long to close its files. */
const stopTimeoutMs = 3_000;

/** Begins at once and never throws; what goes wrong is in the status. */
export function startRecorder(options: RecorderOptions): Recorder {
  const listeners = new Set<(status: RecorderStatus) => void>();
  const stopping = new AbortController();
  let status = initialStatus(options);
  let work: Remote<RecorderWork> | null = null;
  let choice = options.choice ?? bestOfAll;
  const pinned = new Set<TimeRange>();
  /** Resolves when the worker has ended, well or badly. */
  const gone = Promise.withResolvers<void>();
  const answers = workerAnswers();
  const ended = new Error("The recorder has ended.");

  const change = (next: Partial<RecorderStatus>) => {
    status = { ...status, ...next };
    for (const listener of listeners) listener(status);
  };
  const ask = <Answer>(question: (work: Remote<RecorderWork>) => Promise<Answer>, without: Answer) =>
    work === null
      ? Promise.resolve(without)
      : answers.wait(question(work)).catch((error: unknown) => {
          if (error === ended) return without;
          throw error;
        });
  const sendPinned = () => void work?.pin([...pinned]);

  const crash = () => {
    change({
      phase: "failed",
      problem: problemOf("storage_unavailable", "The recorder stopped unexpectedly. Reloading the page may help."),
    });
    gone.resolve();
    answers.end(ended);
  };

  /** Holds the lock, and with it the recording, until the owner destroys the recorder or the worker has crashed. */
  const record = async () => {
    if (stopping.signal.aborted) return;
    const worker = new Worker(new URL("./recorder-worker.ts", import.meta.url), { type: "module" });
    worker.onerror = crash;
    work = wrap<RecorderWork>(worker);
    sendPinned();
    const isClosed = work.record({ keepMs: sixHoursMs, ...options, choice }, proxy(change)).catch(crash);
    const isStopped = new Promise<void>((resolve) => stopping.signal.addEventListener("abort", () => resolve()));
    await Promise.race([isStopped, gone.promise]);
    void work.stop();
    await pTimeout(Promise.race([isClosed, gone.promise]), { milliseconds: stopTimeoutMs, message: false });
    worker.terminate();
    work = null;
    gone.resolve();
    answers.end(ended);
  };

  const holdLock = async () => {
    // Besides being exclusive, a held lock keeps Chromium from freezing the hidden tab.
    const name = `recorder:${options.channelKey}`;
    const isDone = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock === null) return false;
      await record();
      return true;
    });
    if (isDone) return;
    change({ phase: "elsewhere" });
    await navigator.locks.request(name, { signal: stopping.signal }, async () => {
      change({ phase: "starting" });
      await record();
    });
  };

  const fail = (code: "insecure_address" | "storage_unavailable") =>
    change({ phase: "failed", problem: problemOf(code) });
  const isRefused = streamAddress(options.playlistUrl, location.href) === null;
  const isSupported = "locks" in navigator && "storage" in navigator;
  const begin = async () => {
    if (isRefused) return fail("insecure_address");
    if (!isSupported) return fail("storage_unavailable");
    await holdLock().catch(() => {
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
      void work?.choose(next);
    },
    async destroy() {
      stopping.abort();
      await held;
      answers.end(ended);
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
    pieces: 0,
    bytes: 0,
    gaps: [],
    behindMs: null,
    offer: null,
  };
}
