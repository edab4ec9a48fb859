// Lets hls.js play a recording from disk while it grows: the playlist is written from its pieces, and each piece is a file.
import type {
  HlsConfig,
  Loader,
  LoaderCallbacks,
  LoaderConfiguration,
  LoaderContext,
  LoaderStats,
  PlaylistLoaderContext,
} from "hls.js";
import { endMsOf } from "#core/recording/coverage.ts";
import { emptyListing, extendListing, recordedPlaylist, type Listing } from "#core/recording/recorded-playlist.ts";
import type { Recorder, RecorderStatus } from "./recorder.types.ts";

/** HTTP-like, because hls.js and what is said to people go by such codes. */
type Answer =
  | { readonly status: "found"; readonly data: string | ArrayBuffer }
  | { readonly status: "missing"; readonly code: number };

/** A playlist that has nothing new is held back until it has, so that a piece is played as soon as it is there. */
const longestHoldMs = 6_000;

/** What of a recorder a player needs: stored recordings are played in the same way. */
export interface PlayableRecording extends Pick<Recorder, "footageOf" | "bytesOf"> {
  readonly status: PlayableStatus;
  subscribe(listener: (status: PlayableStatus) => void): () => void;
}
type PlayableStatus = Pick<RecorderStatus, "phase" | "problem" | "fromMs" | "toMs">;

/** Values for hls.js's `pLoader` and `fLoader`. */
export function createRecordingLoader(recorder: PlayableRecording): Pick<HlsConfig, "pLoader" | "fLoader"> {
  let listing: Listing = emptyListing;
  let told = "";

  const readAnew = async (): Promise<string> => {
    const last = listing.pieces.at(-1);
    // A little before the end of what is known, so that the overlap of two runs is seen.
    const fromMs = last === undefined ? 0 : last.startMs + last.durationMs / 2;
    const { pieces, formats } = await recorder.footageOf({ fromMs, toMs: Number.MAX_SAFE_INTEGER });
    const fresh = pieces.filter((piece) => last === undefined || endMsOf(piece) > endMsOf(last));
    listing = extendListing(listing, fresh, recorder.status.fromMs ?? 0);
    return recordedPlaylist(listing, formats, recorder.status.phase === "ended");
  };

  const playlist = async ({ type }: PlaylistLoaderContext, signal: AbortSignal): Promise<Answer> => {
    // Opening it anew lists everything there is, with what was fetched late.
    if (String(type) === "manifest") [listing, told] = [emptyListing, ""];
    const untilMs = Date.now() + longestHoldMs;
    while (!signal.aborted) {
      const changed = nextChange(recorder, signal, Math.max(0, untilMs - Date.now()));
      const text = await readAnew();
      const isEmpty = listing.pieces.length === 0;
      if (!isEmpty && (text !== told || Date.now() >= untilMs)) {
        told = text;
        return { status: "found", data: text };
      }
      const code = codeOf(recorder.status);
      if (isEmpty && code !== null) return { status: "missing", code };
      await changed;
    }
    return { status: "missing", code: 0 };
  };

  const piece = async ({ url }: LoaderContext): Promise<Answer> => {
    const data = await recorder.bytesOf(new URL(url).pathname.slice(1));
    return data === null ? { status: "missing", code: 404 } : { status: "found", data };
  };

  return { pLoader: loaderOf<PlaylistLoaderContext>(playlist) as never, fLoader: loaderOf(piece) as never };
}

/** Each loader is made and destroyed by hls.js. */
function loaderOf<Context extends LoaderContext>(
  answer: (context: Context, signal: AbortSignal) => Promise<Answer>,
): new () => Loader<Context> {
  return class RecordingLoader implements Loader<Context> {
    readonly #ending = new AbortController();
    #callbacks: LoaderCallbacks<Context> | null = null;
    readonly stats: LoaderStats = newStats();
    context: Context | null = null;

    load(context: Context, _: LoaderConfiguration, callbacks: LoaderCallbacks<Context>): void {
      this.context = context;
      this.#callbacks = callbacks;
      this.stats.loading.start = performance.now();
      answer(context, this.#ending.signal).then(
        (answered) => this.#deliver(answered, context, callbacks),
        () => this.#deliver({ status: "missing", code: 0 }, context, callbacks),
      );
    }

    abort(): void {
      if (this.#ending.signal.aborted) return;
      this.#ending.abort();
      this.stats.aborted = true;
      if (this.context !== null) this.#callbacks?.onAbort?.(this.stats, this.context, null);
    }

    destroy(): void {
      this.#ending.abort();
      this.#callbacks = null;
    }

    #deliver(answered: Answer, context: Context, callbacks: LoaderCallbacks<Context>): void {
      if (this.#ending.signal.aborted) return;
      const { stats } = this;
      stats.loading.first = stats.loading.end = performance.now();
      if (answered.status === "missing")
        return callbacks.onError({ code: answered.code, text: "not recorded" }, context, null, stats);
      const { data } = answered;
      stats.loaded = stats.total = typeof data === "string" ? data.length : data.byteLength;
      callbacks.onSuccess({ url: context.url, data, code: 200 }, stats, context, null);
    }
  };
}

/** Resolves when the recording has grown or its state has changed, after `ms` at the latest. */
function nextChange(recorder: PlayableRecording, signal: AbortSignal, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const { toMs, phase, problem } = recorder.status;
    const end = () => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const stop = recorder.subscribe((next) => {
      if (next.toMs !== toMs || next.phase !== phase || next.problem?.code !== problem?.code) end();
    });
    const timer = setTimeout(end, Math.max(ms, 250));
    signal.addEventListener("abort", end, { once: true });
  });
}

/** Why there is nothing to play, and null while there may be something soon. */
function codeOf({ phase, problem }: PlayableStatus): number | null {
  if (phase === "stopped" || phase === "failed") return 0;
  switch (problem?.code) {
    case undefined:
    case "disk_full":
      return null;
    case "playlist_not_found":
      return 404;
    case "playlist_refused":
      return 403;
    default:
      return 0;
  }
}

function newStats(): LoaderStats {
  return {
    ...{ aborted: false, loaded: 0, retry: 0, total: 0, chunkCount: 0, bwEstimate: 0 },
    loading: { start: 0, first: 0, end: 0 },
    parsing: { start: 0, end: 0 },
    buffering: { start: 0, first: 0, end: 0 },
  };
}
