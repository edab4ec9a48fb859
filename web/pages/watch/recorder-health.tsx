// One line about the recorder, the picture's lag and who else records.
import type { Gap } from "#core/recording/piece.ts";
import { nowMs } from "../../ui/now.ts";
import { formatClock } from "../../ui/format/format-clock.ts";
import { formatLag } from "../../ui/format/format-number.ts";
import { formatSpan } from "../../ui/format/format-span.ts";
import { healthView } from "./health-words.ts";
import type { RunningEngines } from "./run-engines.ts";
import type { WatchParts } from "./watch-parts.ts";
import "../../ui/menu.css";
import "./recorder-health.css";

interface Props
  extends
    Pick<WatchParts, "recorders" | "settings" | "session" | "clockOffsetMs">,
    Pick<RunningEngines, "recorder" | "player" | "playingMs"> {
  /** This load of the page, which is not one of the others. */
  readonly pageId: string;
  readonly mayRecord: boolean;
}

export function RecorderHealth(props: Props) {
  const status = props.recorder.value;
  const view = status === null ? null : healthView(status);
  const others = props.recorders.value.filter((one) => one.recording && one.pageId !== props.pageId).length;
  return (
    <section class="health" aria-label="Recorder">
      <span>
        <span class={`dot ${view?.tone ?? ""}`} aria-hidden="true" /> <b>{view?.words ?? idleWords(props)}</b>
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
        <PictureLag {...props} />
      </span>
    </section>
  );
}

function idleWords({ mayRecord, settings, session }: Props): string {
  if (!mayRecord) return "Viewers' pages do not record";
  if (settings.value.hlsUrl === null) return "Not recording: no HLS address is set";
  return session.value === null ? "Records once the channel is live" : "Recorder starting…";
}

/** More than the last twenty would only be history. */
const shownGaps = 20;

const gapReasons: Record<Gap["reason"], string> = {
  left_playlist: "left the playlist too soon",
  fetch_failed: "could not be fetched",
  unreadable: "was no video that can be read",
  no_key: "encrypted, and the key was refused",
  source_silent: "the source sent nothing",
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

function PictureLag({ player, playingMs, clockOffsetMs }: Pick<Props, "player" | "playingMs" | "clockOffsetMs">) {
  const isPlaying = player.value.status === "playing";
  const now = nowMs.value + clockOffsetMs.value;
  const playing = playingMs();
  if (!isPlaying || playing === null) return null;
  return <>picture {formatLag(now - playing)} behind</>;
}
