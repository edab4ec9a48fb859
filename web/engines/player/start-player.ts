// Plays an HLS address in a video element with hls.js, which is loaded only now, and keeps trying while it fails.
import type Hls from "hls.js";
import type { ErrorData, HlsConfig } from "hls.js";
import type { TimeRange } from "#core/moments/moment.ts";
import { codecsIn, isUndecodable, problemWords } from "./player-problem.ts";
import { playableRange, positionAtTime, timeAtPosition } from "./play-position.ts";
import { streamRequest } from "../stream-request.ts";

/** `ended`: the playlist says that the stream is over; the player looks now and then whether it comes back. */
export type PlayerStatus =
  | { readonly status: "idle" | "loading" | "playing" | "buffering" | "paused" | "ended" }
  /** Trying again by itself. */
  | { readonly status: "retrying"; readonly message: string }
  | { readonly status: "failed"; readonly message: string }
  /** This browser has no decoder; `codecs` as in RFC 6381, null where hls.js does not say which. */
  | { readonly status: "undecodable"; readonly codecs: string | null };

export interface Player {
  /** Programme time of the picture on screen, epoch milliseconds; null before the first or without program date-times. */
  readonly playingMs: number | null;
  /** All the event time that can be sought; null before it is known. */
  readonly range: TimeRange | null;
  /** Shows the picture of a time, or the nearest there is. */
  seek(atMs: number): void;
  /** Shows the newest picture. */
  goLive(): void;
  destroy(): void;
}

interface Options {
  readonly video: HTMLVideoElement;
  readonly playlistUrl: string;
  /** Reads `playlistUrl` and its segments in place of hls.js; undefined for an address of the network. */
  readonly loader: Pick<HlsConfig, "pLoader" | "fLoader"> | undefined;
  /** Where to begin what still grows: at its newest picture, or at its first. Default `end`. */
  readonly beginsAt?: "start" | "end";
  readonly onStatus: (status: PlayerStatus) => void;
}

const firstRetryMs = 1_000;
const longestRetryMs = 15_000;
/** A stream that has ended may come back at the same address, which hls.js no longer reads. */
const endedPollMs = 8_000;
/** Nearer than this to the newest picture is watching live. */
const liveEdgeSeconds = 15;
/** A decoder that fails this often within a minute will not recover. */
const maxRecoveriesPerMinute = 4;

/** A first fragment begins this much after the recording does where the two agree. */
const listedWithinMs = 1_000;

export function startPlayer({ video, playlistUrl, loader, beginsAt = "end", onStatus }: Options): Player {
  const stopping = new AbortController();
  let hls: Hls | null = null;
  let probe: Hls | null = null;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = firstRetryMs;
  let recoveries: number[] = [];
  /** A time that the playlist did not list: it is opened anew, and until its picture is there the time counts as playing. */
  let wantedMs: number | null = null;
  let isReopening = false;
  let lastRange: TimeRange | null = null;

  const listen = (type: keyof HTMLMediaElementEventMap, act: () => void) =>
    video.addEventListener(type, act, { signal: stopping.signal });
  listen("playing", () => {
    retryMs = firstRetryMs;
    onStatus({ status: "playing" });
  });
  listen("canplay", () => {
    // hls.js begins what grows at its newest picture, whatever position it is given; from there one seeks.
    const position = isReopening && wantedMs !== null ? positionAtTime(fragments(), wantedMs) : null;
    isReopening = false;
    if (position === null) wantedMs = null;
    else video.currentTime = position;
  });
  listen("waiting", () => onStatus({ status: "buffering" }));
  listen("pause", () => onStatus({ status: video.ended ? "ended" : "paused" }));
  listen("ended", () => {
    onStatus({ status: "ended" });
    lookAgain();
  });

  // A browser pauses muted video in a hidden tab. Whoever was at the live edge is taken there again; whoever had gone back
  // in time stays there.
  let wasAtLiveEdge = false;
  document.addEventListener(
    "visibilitychange",
    () => {
      if (document.hidden)
        wasAtLiveEdge = !video.paused && (hls?.latency ?? Number.POSITIVE_INFINITY) < liveEdgeSeconds;
      else if (wasAtLiveEdge && typeof hls?.liveSyncPosition === "number") {
        video.currentTime = hls.liveSyncPosition;
        void video.play().catch(() => onStatus({ status: "paused" }));
      }
    },
    { signal: stopping.signal },
  );

  const start = async () => {
    const { default: HlsPlayer } = await import("hls.js");
    if (stopping.signal.aborted) return;
    if (!HlsPlayer.isSupported()) {
      onStatus({
        status: "failed",
        message: "This browser cannot play live streams here. A current Chrome, Edge or Firefox can.",
      });
      return;
    }
    hls = createHls(HlsPlayer);
    hls.on(HlsPlayer.Events.ERROR, (_, data) => {
      if (data.fatal) recover(data);
    });
    hls.on(HlsPlayer.Events.MANIFEST_PARSED, () => void video.play().catch(() => onStatus({ status: "paused" })));
    hls.attachMedia(video);
    hls.loadSource(playlistUrl);
  };

  const createHls = (HlsPlayer: typeof Hls) => {
    // Bounded both ways: the page stays open for hours, and the recorder keeps the footage anyway.
    const config: Partial<HlsConfig> = {
      backBufferLength: 60,
      maxBufferLength: 20,
      maxMaxBufferLength: 60,
      xhrSetup: async (request, address) => {
        const asked = await streamRequest(address);
        request.open("GET", asked.address);
      },
    };
    return new HlsPlayer({ ...config, ...loader, ...(beginsAt === "start" && { startPosition: 0 }) });
  };
  const fragments = () => hls?.latestLevelDetails?.fragments ?? [];

  /** Reads the playlist beside the last picture, which stays on screen, and plays anew once it is open again. */
  const lookAgain = () => {
    clearTimeout(retryTimer);
    retryTimer = setTimeout(async () => {
      const { default: HlsPlayer } = await import("hls.js");
      if (stopping.signal.aborted) return;
      probe?.destroy();
      // Without a media element hls.js reads playlists and no segments.
      probe = createHls(HlsPlayer);
      probe.on(HlsPlayer.Events.ERROR, (_, data) => {
        if (data.fatal) lookAgain();
      });
      probe.on(HlsPlayer.Events.LEVEL_LOADED, (_, { details }) => {
        if (!details.live) return lookAgain();
        probe?.destroy();
        probe = null;
        hls?.destroy();
        start().catch(() => lookAgain());
      });
      probe.loadSource(playlistUrl);
    }, endedPollMs);
  };

  const recover = (data: ErrorData) => {
    if (isUndecodable(data)) return onStatus({ status: "undecodable", codecs: codecsIn(data) });
    if (data.type === "mediaError") {
      const now = Date.now();
      recoveries = [...recoveries.filter((atMs) => now - atMs < 60_000), now];
      if (recoveries.length <= maxRecoveriesPerMinute) hls?.recoverMediaError();
      else onStatus({ status: "failed", message: "The browser cannot decode this stream." });
      return;
    }
    onStatus({ status: "retrying", message: problemWords(data) });
    clearTimeout(retryTimer);
    retryTimer = setTimeout(() => hls?.loadSource(playlistUrl), retryMs);
    retryMs = Math.min(retryMs * 2, longestRetryMs);
  };

  onStatus({ status: "loading" });
  start().catch(() =>
    onStatus({ status: "failed", message: "The player could not be loaded. Reloading the page may help." }),
  );

  return {
    get playingMs() {
      if (wantedMs !== null) return wantedMs;
      return video.readyState === 0 ? null : timeAtPosition(fragments(), video.currentTime);
    },
    get range() {
      return (lastRange = playableRange(fragments()) ?? lastRange);
    },
    seek(atMs) {
      const known = playableRange(fragments());
      const position = positionAtTime(fragments(), atMs);
      if (isReopening) wantedMs = atMs;
      if (isReopening || known === null || position === null) return;
      wantedMs = null;
      if (atMs >= known.fromMs - listedWithinMs || loader === undefined) {
        video.currentTime = position;
        return;
      }
      // A playlist that is opened anew also lists what was fetched after it was opened first.
      wantedMs = atMs;
      isReopening = true;
      hls?.loadSource(playlistUrl);
    },
    goLive() {
      wantedMs = null;
      const newest = hls?.liveSyncPosition;
      if (typeof newest === "number") video.currentTime = newest;
      void video.play().catch(() => onStatus({ status: "paused" }));
    },
    destroy() {
      stopping.abort();
      clearTimeout(retryTimer);
      probe?.destroy();
      hls?.destroy();
      hls = null;
      onStatus({ status: "idle" });
    },
  };
}
