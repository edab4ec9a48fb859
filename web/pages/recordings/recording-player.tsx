// Plays a recording from its beginning, also while it is still being written.
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Moment } from "#core/moments/moment.ts";
import type { Player, PlayerStatus } from "../../engines/player/start-player.ts";
import { recordedAddress } from "../../engines/recorder/recorded-address.ts";
import type { StoredPlayback } from "../../engines/recordings/stored-playback.ts";
import { actOnPlayKey, playKeyOf } from "../../features/playback/play-key.ts";
import { RewindBar } from "../../features/playback/rewind-bar.tsx";
import type { Timeline } from "../../features/playback/timeline-view.ts";
import { usePlayingMs } from "../../features/playback/use-playing-ms.ts";
import { undecodableWords } from "../../ui/format/format-words.ts";
import { isTypingIn } from "../../ui/is-typing-in.ts";
import { Notice } from "../../ui/notice.tsx";
import { nowMs } from "../../ui/now.ts";
import "../../ui/page-frame.css";
import "./recordings-page.css";

interface Props {
  readonly name: string;
  readonly title: string;
  readonly isRunning: boolean;
  readonly onClose: () => void;
}

const noMoments: readonly Moment[] = [];

export function RecordingPlayer({ name, title, isRunning, onClose }: Props) {
  const region = useRef<HTMLElement>(null);
  const element = useRef<HTMLVideoElement>(null);
  const video = useSignal<HTMLVideoElement | null>(null);
  const player = useRef<Player | null>(null);
  const playback = useRef<StoredPlayback | null>(null);
  const status = useSignal<PlayerStatus>({ status: "loading" });
  const playingMs = usePlayingMs(video.value, () => player.current?.playingMs ?? null);

  useEffect(() => {
    let isOver = false;
    video.value = element.current;
    region.current?.focus();
    const open = async () => {
      const [{ openStoredPlayback }, { startPlayer }] = await Promise.all([
        import("../../engines/recordings/stored-playback.ts"),
        import("../../engines/player/start-player.ts"),
      ]);
      const opened = await openStoredPlayback(name);
      if (isOver || element.current === null) return opened?.destroy();
      if (opened === null) return void (status.value = gone);
      playback.current = opened;
      player.current = startPlayer({
        video: element.current,
        playlistUrl: recordedAddress,
        loader: opened.loader,
        beginsAt: "start",
        onStatus: (next) => void (status.value = next),
      });
    };
    open().catch(() => void (status.value = gone));
    return () => {
      isOver = true;
      player.current?.destroy();
      playback.current?.destroy();
      [player.current, playback.current] = [null, null];
    };
  }, [name]);

  const timeline = useComputed((): Timeline | null => {
    void nowMs.value;
    void playingMs.value;
    const range = player.current?.range ?? null;
    const { gaps = [], marks = [] } = playback.current?.index ?? {};
    return range && { range, gaps, marks, moments: noMoments };
  });
  const known = useComputed(() => timeline.value ?? nothingKept);
  const noCounts = useComputed(() => []);
  const seek = (atMs: number) => player.current?.seek(atMs);
  const goLive = () => player.current?.goLive();

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = playKeyOf(event, isTypingIn(event.target));
      if (key === null || element.current === null || (key === "live" && !isRunning)) return;
      event.preventDefault();
      const now = timeline.peek();
      const at = playingMs.peek();
      const stand = now === null || at === null ? null : { ...now, playingMs: at };
      actOnPlayKey(key, { video: element.current, stand, seek, goLive });
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [name, isRunning]);

  const problem = problemOf(status.value);
  return (
    <section class="recording-player" ref={region} tabIndex={-1} aria-label={`Recording of ${title}`}>
      <div class="section-head">
        <h2 class="truncate">{title}</h2>
        <button type="button" class="button compact" onClick={onClose}>
          Close
        </button>
      </div>
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      <video ref={element} class="recording-screen" aria-label={title} controls playsInline />
      {timeline.value !== null && (
        <RewindBar
          timeline={known}
          counts={noCounts}
          playingMs={playingMs}
          onSeek={seek}
          onLive={isRunning ? goLive : null}
        />
      )}
    </section>
  );
}

const nothingKept: Timeline = { range: { fromMs: 0, toMs: 0 }, gaps: [], marks: [], moments: [] };
const gone: PlayerStatus = { status: "failed", message: "The recording is not there any more, or cannot be read." };

function problemOf(status: PlayerStatus): string | null {
  if (status.status === "undecodable") return undecodableWords(status.codecs);
  if (status.status === "failed") return status.message;
  return status.status === "retrying" ? "A part of the recording cannot be read." : null;
}
