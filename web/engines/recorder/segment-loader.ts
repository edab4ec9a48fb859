// Gives hls.js its segments from the recorder, so that each is downloaded once; hls.js fetches only what the recorder will not have.
import type {
  FragmentLoaderConstructor,
  FragmentLoaderContext,
  HlsConfig,
  Loader,
  LoaderCallbacks,
  LoaderConfiguration,
  LoaderStats,
} from "hls.js";
import { offerKey } from "#core/recording/offer-key.ts";
import type { Recorder } from "./recorder.types.ts";

/** Longer than the recorder needs to read the playlist again and fetch; a player has that much buffered. */
const waitMs = 6_000;

/** A value for hls.js's `fLoader`. Each loader is made and destroyed by hls.js. */
export function createSegmentLoader(recorder: Pick<Recorder, "segmentBytes">): FragmentLoaderConstructor {
  return class SegmentLoader implements Loader<FragmentLoaderContext> {
    readonly #network: Loader<FragmentLoaderContext>;
    #callbacks: LoaderCallbacks<FragmentLoaderContext> | null = null;
    #isFromNetwork = false;
    #isOver = false;
    context: FragmentLoaderContext | null = null;

    constructor(config: HlsConfig) {
      this.#network = new config.loader(config) as Loader<FragmentLoaderContext>;
    }

    /** Those of hls.js's own loader, so that they always have the form which its version reads. */
    get stats(): LoaderStats {
      return this.#network.stats;
    }

    load(
      context: FragmentLoaderContext,
      config: LoaderConfiguration,
      callbacks: LoaderCallbacks<FragmentLoaderContext>,
    ): void {
      this.context = context;
      this.#callbacks = callbacks;
      this.stats.loading.start = performance.now();
      void recorder.segmentBytes(keyOf(context), waitMs).then((bytes) => {
        if (this.#isOver) return;
        if (bytes !== null) return this.#deliver(context, bytes, callbacks);
        this.#isFromNetwork = true;
        // A start time would tell the loader of hls.js that it has been used before.
        this.stats.loading.start = 0;
        this.#network.load(context, config, callbacks);
      });
    }

    abort(): void {
      if (this.#isFromNetwork) return this.#network.abort();
      if (this.#isOver) return;
      this.#isOver = true;
      this.stats.aborted = true;
      if (this.context !== null) this.#callbacks?.onAbort?.(this.stats, this.context, null);
    }

    destroy(): void {
      this.#isOver = true;
      this.#callbacks = null;
      this.#network.destroy();
    }

    #deliver(
      context: FragmentLoaderContext,
      data: ArrayBuffer,
      callbacks: LoaderCallbacks<FragmentLoaderContext>,
    ): void {
      const now = performance.now();
      const stats = this.stats;
      stats.loading.first = now;
      stats.loading.end = now;
      stats.loaded = data.byteLength;
      stats.total = data.byteLength;
      this.#isOver = true;
      callbacks.onSuccess({ url: context.url, data, code: 200 }, stats, context, null);
    }
  };
}

/** hls.js gives the end of a range exclusively, and none for a whole file. */
function keyOf({ url, rangeStart = 0, rangeEnd }: FragmentLoaderContext): string {
  return offerKey({ address: url, byteRange: rangeEnd ? { offset: rangeStart, length: rangeEnd - rangeStart } : null });
}
