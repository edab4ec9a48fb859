// Starts the recording of one channel in this browser: takes the lock that makes this tab its only writer, then runs the worker.
import { recordingName } from "#core/recording/recording-name.ts";
import type { Segment } from "#core/recording/segment.ts";
import { problemOf } from "./playlist-problem.ts";
import type { FromRecorder, ToRecorder } from "./recorder-message.ts";
import type { Recorder, RecorderOptions, RecorderStatus } from "./recorder.types.ts";
import { streamAddress } from "./stream-address.ts";

const sixHoursMs = 6 * 3_600_000;
/** A worker that is busy writing is given this long to close its files. */
const stopTimeoutMs = 3_000;

/** Begins at once and never throws; what goes wrong is in the status. */
export function startRecorder(options: RecorderOptions): Recorder {
  const listeners = new Set<(status: RecorderStatus) => void>();
  const stopping = new AbortController();
  let status = initialStatus(options);
  let worker: Worker | null = null;
  let nextId = 1;
  const segmentAnswers = new Map<number, (segments: readonly Segment[]) => void>();
  const byteAnswers = new Map<number, (bytes: ArrayBuffer | null) => void>();
  const pins = new Map<number, ToRecorder>();
  let onStopped = () => {};
  let settle = () => {};
  /** Resolves once it is known whether this tab records. */
  const isSettled = new Promise<void>((resolve) => (settle = resolve));

  const change = (next: Partial<RecorderStatus>) => {
    status = { ...status, ...next };
    if (next.phase !== "starting") settle();
    for (const listener of listeners) listener(status);
  };
  const send = (message: ToRecorder) => worker?.postMessage(message);
  const giveUpAnswers = () => {
    for (const answer of segmentAnswers.values()) answer([]);
    for (const answer of byteAnswers.values()) answer(null);
    segmentAnswers.clear();
    byteAnswers.clear();
  };
  const receive = (message: FromRecorder) => {
    switch (message.type) {
      case "status":
        return change(message.status);
      case "segments":
        segmentAnswers.get(message.id)?.(message.segments);
        segmentAnswers.delete(message.id);
        return;
      case "bytes":
        byteAnswers.get(message.id)?.(message.bytes);
        byteAnswers.delete(message.id);
        return;
      case "stopped":
        onStopped();
    }
  };

  const startWorker = () => {
    worker = new Worker(new URL("./recorder-worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<FromRecorder>) => receive(data);
    worker.onerror = () => {
      change({
        phase: "failed",
        problem: problemOf("storage_unavailable", "The recorder stopped unexpectedly. Reloading the page may help."),
      });
      giveUpAnswers();
    };
    send({ type: "start", options: { keepMs: sixHoursMs, ...options } });
    for (const pin of pins.values()) send(pin);
    settle();
  };

  /** Holds the lock, and with it the recording, until the owner destroys the recorder. */
  const record = () => {
    startWorker();
    return new Promise<void>((resolve) => {
      stopping.signal.addEventListener("abort", () => {
        const timer = setTimeout(() => onStopped(), stopTimeoutMs);
        onStopped = () => {
          clearTimeout(timer);
          worker?.terminate();
          worker = null;
          resolve();
        };
        send({ type: "stop" });
      });
    });
  };

  const holdLock = async () => {
    // Besides being exclusive, a held lock keeps Chromium from freezing the hidden tab.
    const name = `recorder:${options.channelKey}`;
    const isDone = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock === null || stopping.signal.aborted) return stopping.signal.aborted;
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
    segmentsIn(range) {
      if (worker === null) return Promise.resolve([]);
      const id = nextId++;
      return new Promise((resolve) => {
        segmentAnswers.set(id, resolve);
        send({ type: "segments_in", id, range });
      });
    },
    async segmentBytes(address, timeoutMs) {
      await isSettled;
      if (worker === null || status.phase === "failed") return null;
      const id = nextId++;
      return new Promise((resolve) => {
        byteAnswers.set(id, resolve);
        send({ type: "segment_bytes", id, address, timeoutMs });
      });
    },
    pin(range) {
      const id = nextId++;
      const pin = { type: "pin", id, range } as const;
      pins.set(id, pin);
      send(pin);
      return () => {
        pins.delete(id);
        send({ type: "unpin", id });
      };
    },
    async destroy() {
      stopping.abort();
      settle();
      await held;
      giveUpAnswers();
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
    segments: 0,
    bytes: 0,
    gaps: [],
    behindMs: null,
  };
}
