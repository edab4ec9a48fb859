// One line about the recorder, the picture's lag and who else records.
import type { Gap } from "#core/recording/piece.ts";
import { nowMs } from "../../ui/now.ts";
import { formatClock } from "../../ui/format/format-clock.ts";
import { formatLag } from "../../ui/format/format-number.ts";
import { formatSpan } from "../../ui/format/format-span.ts";
import { gapWords } from "../../ui/format/gap-words.ts";
import { healthView } from "./health-words.ts";
import { useRecordingSettings } from "./use-recording-settings.ts";
import type { RunningEngines } from "./run-engines.ts";
import { StoragePanel } from "./storage-panel.tsx";
import { StreamChoices } from "./stream-choices.tsx";
import type { WatchParts } from "./watch-parts.ts";
import "../../ui/menu.css";
import "./recorder-health.css";

interface Props
  extends
    Pick<WatchParts, "recorders" | "settings" | "session" | "clockOffsetMs">,
    Pick<RunningEngines, "recorder" | "player" | "playingMs" | "choice" | "choose"> {
  /** This load of the page, which is not one of the others. */
  readonly pageId: string;
  readonly mayRecord: boolean;
}

export function RecorderHealth(props: Props) {
  const status = props.recorder.value;
  const settings = useRecordingSettings();
  const view = status === null ? null : healthView(status, settings.value.leastBytesPerMinute);
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
      {status?.storage != null && <StoragePanel storage={status.storage} recordingName={status.recordingName} />}
      <StreamChoices offer={status?.offer ?? null} choice={props.choice.value} onChoose={props.choose} />
      {others > 0 && <span>{others === 1 ? "1 other page records" : `${others} other pages record`}</span>}
      <span class="row-end">
        <PictureLag {...props} />
      </span>
    </section>
  );
}

function idleWords({ mayRecord, session }: Props): string {
  if (!mayRecord) return "Viewers' pages do not record";
  const isOver = session.value === null || session.value.endedAtMs !== null;
  return isOver ? "Records once the channel is live" : "Recorder starting…";
}

/** More than the last twenty would only be history. */
const shownGaps = 20;

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
              {formatClock(gap.fromMs)} · {formatSpan(gap.toMs - gap.fromMs)} · {gapWords(gap)}
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
