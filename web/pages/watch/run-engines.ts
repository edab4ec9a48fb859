// Keeps recorder, clip runner and player in step with the channel: starts them when there is something to record or
// play, starts them anew when the address or the session changes, and ends them with the page.
import { computed, effect, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { channelKey } from "#core/channel/channel-ref.ts";
import type { TimeRange } from "#core/moments/moment.ts";
import type { PageMessage } from "#core/live/live-message.ts";
import type { CutProgress } from "../../engines/clip-runner/clip-runner.types.ts";
import { actOnPlayKey, type PlayKey } from "../../features/playback/play-key.ts";
import type { Connection, LiveSocket } from "../../api/live-socket.ts";
import { playsFrom } from "../../engines/recorder/plays-from.ts";
import { recordedAddress } from "../../engines/recorder/recorded-address.ts";
import type { StreamChoice } from "#core/recording/stream-choice.ts";
import type { RecorderStatus } from "../../engines/recorder/recorder.types.ts";
import { playlistAddress } from "./playlist-address.ts";
import { runCapture, type RunningCapture } from "./run-capture.ts";
import { isReportDue, reportOf } from "./recorder-report.ts";
import { startEngines, type Engines } from "./start-engines.ts";
import { startPlayer, type Player, type PlayerStatus } from "../../engines/player/start-player.ts";
import { rememberChoice, rememberedChoice } from "./stream-choice.ts";
import type { WatchParts } from "./watch-parts.ts";

export interface RunningEngines {
  /** Null while this page does not record. */
  readonly recorder: ReadonlySignal<RecorderStatus | null>;
  readonly progress: ReadonlySignal<readonly CutProgress[]>;
  readonly player: ReadonlySignal<PlayerStatus>;
  /** Why the engines could not be started at all. */
  readonly problem: ReadonlySignal<string | null>;
  /** Where to play; set by the component that shows it. */
  readonly video: Signal<HTMLVideoElement | null>;
  /** Records the platform's own player, for a channel without an address. */
  readonly capture: RunningCapture;
  readonly playingMs: () => number | null;
  /** All the event time that can be gone back to; null before it is known. */
  readonly keptRange: () => TimeRange | null;
  readonly seek: (atMs: number) => void;
  readonly goLive: () => void;
  /** What of the stream is recorded, as this browser remembers it. */
  readonly choice: ReadonlySignal<StreamChoice>;
  readonly choose: (choice: StreamChoice) => void;
  /** Does what a key means for what plays. */
  readonly press: (key: PlayKey) => void;
  destroy(): void;
}

interface Options extends Pick<WatchParts, "channel" | "settings" | "session" | "jobs" | "clockOffsetMs"> {
  readonly isLive: ReadonlySignal<boolean>;
  readonly pageId: string;
  readonly mayRecord: boolean;
  readonly socket: LiveSocket<PageMessage>;
  readonly connection: ReadonlySignal<Connection>;
}

export function runEngines(options: Options): RunningEngines {
  const { channel, settings, session: streaming, jobs, isLive, pageId, mayRecord, socket, connection } = options;
  const recorder = signal<RecorderStatus | null>(null);
  const choice = signal<StreamChoice>(rememberedChoice(channelKey(channel.peek())));
  const progress = signal<readonly CutProgress[]>([]);
  const playerStatus = signal<PlayerStatus>({ status: "idle" });
  const problem = signal<string | null>(null);
  const video = signal<HTMLVideoElement | null>(null);
  const engines = signal<Engines | null>(null);
  let player: Player | null = null;
  let lastReport: { atMs: number; report: ReturnType<typeof reportOf> } | null = null;
  let isDestroyed = false;

  const stream = playlistAddress(settings, channel.peek());
  const playlistUrl = stream.address;
  /** An address that is there but not known yet is no reason to record the tab. */
  const isCaptured = computed(() => settings.value.hlsUrl === null);
  const source = computed(() => playsFrom(recorder.value));
  const sessionNumber = computed(() => streaming.value?.number ?? null);

  /** One start at a time: the next begins when the one before has let go of the recording. */
  let changing = Promise.resolve();
  let wanted = "";
  const stopRecording = effect(() => {
    const url = playlistUrl.value;
    const session = sessionNumber.value;
    // Recording begins and ends with the stream; the clips of one that is over are still cut from what is kept.
    const records = isLive.value;
    if (!mayRecord || session === null) return;
    const next = url === null && !isCaptured.value ? "" : `${session} ${records} ${url ?? ""}`;
    if (wanted === next) return;
    wanted = next;
    changing = changing.then(async () => {
      // Before the recorder, which waits for the last group of a share.
      capture.stop();
      await engines.peek()?.destroy();
      engines.value = null;
      recorder.value = null;
      progress.value = [];
      problem.value = null;
      if (isDestroyed || next === "") return;
      try {
        engines.value = await startEngines({
          channelKey: channelKey(channel.peek()),
          login: channel.peek().login,
          sessionNumber: session,
          playlistUrl: url,
          choice: choice.peek(),
          pageId,
          records,
          onRecorder: (status) => (recorder.value = status),
          onProgress: (next) => (progress.value = next),
        });
      } catch {
        problem.value = "The recorder could not be started. Reloading the page may help.";
      }
    });
  });

  const sharing = computed(() => (isCaptured.value ? (engines.value?.sharing ?? null) : null));
  const capture = runCapture({ ...options, recorder, sharing });

  const stopJobs = effect(() => engines.value?.updateJobs(jobs.value));

  const stopPlaying = effect(() => {
    const element = video.value;
    const url = playlistUrl.value;
    const running = engines.value;
    const isReady = !mayRecord || running !== null || problem.value !== null;
    const loader = source.value === "recording" ? running?.loader : undefined;
    player?.destroy();
    player = null;
    if (element === null || url === null || !isLive.value || !isReady) return;
    player = startPlayer({
      video: element,
      playlistUrl: loader === undefined ? url : recordedAddress,
      loader,
      onStatus: (next) => (playerStatus.value = next),
    });
  });

  const stopReporting = effect(() => {
    const status = recorder.value;
    if (connection.value !== "open") lastReport = null;
    if (connection.value !== "open" || (status === null && !lastReport?.report.recording)) return;
    const report = reportOf(pageId, status);
    if (!isReportDue(lastReport, report, Date.now())) return;
    lastReport = { atMs: Date.now(), report };
    socket.send({ type: "recorder", report });
  });

  /** What is fetched late is not in the playlist that the player has open. */
  const keptRange = (): TimeRange | null => {
    const listed = player?.range ?? null;
    const fromMs = source.peek() === "recording" ? (recorder.peek()?.fromMs ?? null) : null;
    return listed === null || fromMs === null ? listed : { ...listed, fromMs: Math.min(listed.fromMs, fromMs) };
  };

  return {
    recorder,
    progress,
    player: playerStatus,
    problem: computed(() => problem.value ?? stream.problem.value),
    video,
    capture,
    playingMs: () => player?.playingMs ?? capture.playingMs(),
    choice,
    choose(next) {
      choice.value = next;
      rememberChoice(channelKey(channel.peek()), next);
      engines.peek()?.choose(next);
    },
    keptRange,
    seek: (atMs) => player?.seek(atMs),
    goLive: () => player?.goLive(),
    press(key) {
      const element = video.peek();
      if (element === null || player === null) return;
      const { playingMs, seek, goLive } = player;
      const range = keptRange();
      const gaps = recorder.peek()?.gaps ?? [];
      const stand = range === null || playingMs === null ? null : { range, gaps, playingMs };
      actOnPlayKey(key, { video: element, stand, seek, goLive });
    },
    destroy() {
      isDestroyed = true;
      for (const stop of [stopRecording, stopJobs, stopPlaying, stopReporting]) stop();
      stream.destroy();
      player?.destroy();
      capture.destroy();
      // What is starting ends as soon as it has started.
      void changing.then(() => engines.peek()?.destroy());
    },
  };
}
