// Back through everything that is kept of the stream.
import { useComputed, type ReadonlySignal } from "@preact/signals";
import { RewindBar } from "../../features/playback/rewind-bar.tsx";
import type { Timeline } from "../../features/playback/timeline-view.ts";
import { usePlayingMs } from "../../features/playback/use-playing-ms.ts";
import { formatWords, soundWords } from "../../ui/format/format-words.ts";
import { nowMs } from "../../ui/now.ts";
import type { RunningEngines } from "./run-engines.ts";
import type { WatchParts } from "./watch-parts.ts";

interface Props
  extends
    Pick<WatchParts, "channel" | "moments" | "counts">,
    Pick<RunningEngines, "recorder" | "video" | "playingMs" | "keptRange" | "seek" | "goLive"> {
  readonly isLive: ReadonlySignal<boolean>;
}

export function Rewind({ channel, moments, counts, recorder, video, isLive, ...player }: Props) {
  const playingMs = usePlayingMs(video.value, player.playingMs);
  const timeline = useComputed((): Timeline | null => {
    // The player does not tell when its playlist grows; once a second is as fine as the bar shows.
    void nowMs.value;
    void playingMs.value;
    const range = player.keptRange();
    if (range === null || !isLive.value) return null;
    return { range, gaps: recorder.value?.gaps ?? [], marks: recorder.value?.marks ?? [], moments: moments.value };
  });
  const known = useComputed(() => timeline.value ?? nothingKept);
  if (timeline.value === null) return null;
  const format = recorder.value?.format ?? null;
  const sound = format && soundWords(channel.value.platform, [format]);
  return (
    <RewindBar timeline={known} counts={counts} playingMs={playingMs} onSeek={player.seek} onLive={player.goLive}>
      <a href="/recordings">All recordings</a>
      {format !== null && (
        <span class="row-end" title={sound ?? undefined}>
          {formatWords(format)}
          {sound !== null && <span class="faint"> · {sound}</span>}
        </span>
      )}
    </RewindBar>
  );
}

const nothingKept: Timeline = { range: { fromMs: 0, toMs: 0 }, gaps: [], marks: [], moments: [] };
