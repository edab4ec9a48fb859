// One line about the recorder, the picture's lag and who else records.
import { useComputed } from "@preact/signals";
import type { Gap } from "#core/recording/segment.ts";
import { nowMs } from "../../ui/now.ts";
import { formatClock } from "../../ui/format/format-clock.ts";
import { formatLag } from "../../ui/format/format-number.ts";
import { formatSpan } from "../../ui/format/format-span.ts";
import { healthView } from "./health-words.ts";
import type { WatchStore } from "./watch-store.ts";
import "../../ui/menu.css";
import "./recorder-health.css";

export function RecorderHealth({ store }: { store: WatchStore }) {
  const status = store.engines.recorder.value;
  const view = status === null ? null : healthView(status);
  const others = useComputed(
    () => store.state.value.recorders.filter((one) => one.recording && one.pageId !== store.pageId).length,
  ).value;
  return (
    <section class="health" aria-label="Recorder">
      <span>
        <span class={`dot ${view?.tone ?? ""}`} aria-hidden="true" /> <b>{view?.words ?? idleWords(store)}</b>
      </span>
      {status !== null && status.problem !== null && (
        <span class="problem badge warn" role="alert">
          {status.problem.message}
        </span>
      )}
      {view?.facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      {status !== null && status.fromMs !== null && <Gaps gaps={status.gaps} />}
      {others > 0 && <span>{others === 1 ? "1 other page records" : `${others} other pages record`}</span>}
      <span class="row-end">
        <PictureLag store={store} />
      </span>
    </section>
  );
}

function idleWords(store: WatchStore): string {
  if (!store.mayEdit) return "Viewers' pages do not record";
  if (store.state.value.settings.hlsUrl === null) return "Not recording: no HLS address is set";
  return store.state.value.session === null ? "Records once the channel is live" : "Recorder starting…";
}

/** More than the last twenty would only be history. */
const shownGaps = 20;

const gapReasons: Record<Gap["reason"], string> = {
  left_playlist: "left the playlist too soon",
  fetch_failed: "could not be fetched",
  disk_full: "no room on disk",
  recorder_stopped: "the recorder was not running",
};

function Gaps({ gaps }: { gaps: readonly Gap[] }) {
  if (gaps.length === 0) return <span>no gaps</span>;
  const missingMs = gaps.reduce((sum, gap) => sum + gap.toMs - gap.fromMs, 0);
  return (
    <details>
      <summary>
        {gaps.length === 1 ? "1 gap" : `${gaps.length} gaps`}, {formatSpan(missingMs)}
      </summary>
      <ul class="menu-list">
        {gaps
          .slice(-shownGaps)
          .reverse()
          .map((gap) => (
            <li key={gap.fromMs}>
              {formatClock(gap.fromMs)} · {formatSpan(gap.toMs - gap.fromMs)} · {gapReasons[gap.reason]}
            </li>
          ))}
      </ul>
    </details>
  );
}

function PictureLag({ store }: { store: WatchStore }) {
  const isPlaying = store.engines.player.value.status === "playing";
  const now = nowMs.value + store.state.value.clockOffsetMs;
  const playing = store.engines.playingMs();
  if (!isPlaying || playing === null) return null;
  return <>picture {formatLag(now - playing)} behind</>;
}
