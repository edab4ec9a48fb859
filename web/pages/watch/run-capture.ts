// Keeps the tab capture in step with the page: what it is cut down to, how far behind the player is, and what to say of it.
import { computed, effect, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { broadcastLatency, readPlayerState, type PlayerState } from "#core/capture/broadcast-latency.ts";
import { playerOrigins } from "#core/capture/official-player.ts";
import { createCapture } from "../../engines/capture/start-capture.ts";
import type { Capture, CaptureStatus } from "../../engines/capture/capture.types.ts";
import { canShareTab } from "../../engines/capture/share-tab.ts";
import type { Recorder, RecorderStatus } from "../../engines/recorder/recorder.types.ts";
import type { CaptureSituation } from "./capture-words.ts";
import type { WatchParts } from "./watch-parts.ts";

export interface RunningCapture {
  /** The element that is recorded; set by the component that shows it. */
  readonly part: Signal<HTMLElement | null>;
  readonly situation: ReadonlySignal<CaptureSituation>;
  /** Only in answer to a gesture. Resolves when the browser has got its answer. */
  readonly begin: () => Promise<void>;
  readonly stop: () => void;
  /** Event time of what the player shows; null while nothing is recorded. */
  readonly playingMs: () => number | null;
  destroy(): void;
}

interface Options extends Pick<WatchParts, "channel" | "settings" | "clockOffsetMs"> {
  readonly recorder: ReadonlySignal<RecorderStatus | null>;
  /** What the share is handed to; null while there is no recorder that takes one. */
  readonly sharing: ReadonlySignal<Recorder["sharing"] | null>;
}

const idle: CaptureStatus = {
  ...{ phase: "idle", problem: null, scope: null, hasSound: false, sight: null, latency: null },
};

export function runCapture({ channel, settings, clockOffsetMs, recorder, sharing }: Options): RunningCapture {
  const part = signal<HTMLElement | null>(null);
  const status = signal<CaptureStatus>(idle);
  const told = signal<PlayerState | null>(null);
  let capture: Capture | null = null;

  const broadcast = computed(() =>
    broadcastLatency(channel.value.platform, settings.value.broadcastLatencyMs ?? null, told.value?.latencyMs ?? null),
  );
  const delay = computed(() => ({ broadcastMs: broadcast.value.ms, clockMs: -clockOffsetMs.value }));
  const situation = computed<CaptureSituation>(() => ({
    ...{ platform: channel.value.platform, isSupported: canShareTab(), capture: status.value },
    hasFootage: recorder.value?.toMs != null,
    isElsewhere: recorder.value?.phase === "elsewhere",
    ...{ isPlayerMuted: told.value?.isMuted ?? null, broadcast: broadcast.value },
  }));

  const hear = (event: MessageEvent) => {
    if (event.origin !== playerOrigins.twitch) return;
    // Another frame of the same origin may show another channel.
    if (event.source !== part.peek()?.querySelector("iframe")?.contentWindow) return;
    const next = readPlayerState(event.data);
    const last = told.peek();
    // It tells of itself several times a second; only what changes is of interest.
    if (next !== null && (next.isMuted !== last?.isMuted || next.latencyMs !== last?.latencyMs)) told.value = next;
  };
  addEventListener("message", hear);
  const stopSharing = effect(() => {
    const work = sharing.value;
    capture?.destroy();
    capture = work === null ? null : createCapture(work, delay.peek());
    status.value = idle;
    capture?.subscribe((next) => (status.value = next));
  });
  const stopDelaying = effect(() => {
    const next = delay.value;
    capture?.setDelay(next);
  });

  return {
    ...{ part, situation },
    async begin() {
      const element = part.peek();
      if (element === null || capture === null) return;
      const begun = capture.begin(element);
      const { promise: answered, resolve } = Promise.withResolvers<void>();
      const stopWaiting = capture.subscribe(({ phase }) => phase !== "asking" && resolve());
      await Promise.race([answered, begun]);
      stopWaiting();
    },
    stop: () => capture?.stop(),
    playingMs: () =>
      status.peek().phase === "recording" ? Date.now() - delay.peek().broadcastMs - delay.peek().clockMs : null,
    destroy() {
      removeEventListener("message", hear);
      stopSharing();
      stopDelaying();
      capture?.destroy();
    },
  };
}
