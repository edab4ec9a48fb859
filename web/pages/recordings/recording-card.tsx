// One recording: what it holds, and what can be done with it.
import type { ReadonlySignal } from "@preact/signals";
import type { ListedRecording } from "../../engines/recordings/list-recordings.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { PlatformBadge } from "../../ui/platform-badge.tsx";
import { formatWords, codecName } from "../../ui/format/format-words.ts";
import type { ExportState } from "./exports.ts";
import type { ShownPicture } from "./pictures.ts";
import type { RecordingView } from "./recording-view.ts";
import "../../ui/card.css";
import "./recording-card.css";

interface Props {
  readonly recording: ListedRecording;
  readonly view: RecordingView;
  /** Undefined while it is still to be drawn. */
  readonly picture: ShownPicture | undefined;
  readonly exporting: ReadonlySignal<ExportState | null>;
  readonly isPlaying: boolean;
  readonly onPlay: () => void;
  readonly onKeep: () => Promise<void>;
  readonly onDelete: () => Promise<void>;
  readonly onExport: (formatId: string) => Promise<void>;
  readonly onCancelExport: () => void;
}

export function RecordingCard({ recording, view, picture, isPlaying, onPlay, onKeep, onDelete, ...exports }: Props) {
  const { isRunning, isKept } = recording;
  return (
    <article class="card recording-card" aria-label={`${view.title}, ${view.when}`} tabIndex={-1}>
      <button type="button" class="recording-picture" aria-label={`Play ${view.title}, ${view.when}`} onClick={onPlay}>
        <Picture picture={picture} />
        <span class="recording-length">{view.length}</span>
      </button>
      <div class="recording-facts">
        <div class="card-head recording-title">
          <h3 class="truncate">{view.watchPath === null ? view.title : <a href={view.watchPath}>{view.title}</a>}</h3>
          {view.platform !== null && <PlatformBadge platform={view.platform} />}
          {isRunning && (
            <span class="badge live">
              <span class="dot live" aria-hidden="true" /> RECORDING
            </span>
          )}
          {isKept && <span class="badge good">Kept</span>}
        </div>
        <p class="small">
          {view.when}
          {view.session !== null && <span class="faint"> · {view.session}</span>}
        </p>
        <p class="small soft">
          {view.space} · {view.format}
        </p>
        <Gaps view={view} />
        {view.sound !== null && <p class="small faint">{view.sound}</p>}
        <div class="card-actions">
          <button type="button" class="button compact" aria-pressed={isPlaying} onClick={onPlay}>
            Play
          </button>
          <BusyButton class="compact" pressed={isKept} title="A kept recording never goes by itself" onPress={onKeep}>
            {isKept ? "Keep no longer" : "Keep"}
          </BusyButton>
          <Export recording={recording} {...exports} />
          <BusyButton
            class="quiet compact danger"
            disabled={isRunning}
            title={isRunning ? "A page is recording it. It can be deleted once that has ended." : "Delete"}
            onPress={onDelete}
          >
            <Icon name="trash" /> Delete
          </BusyButton>
        </div>
      </div>
    </article>
  );
}

function Picture({ picture }: { picture: ShownPicture | undefined }) {
  if (picture === undefined) return <span class="skeleton" />;
  if (picture.status === "drawn") return <img src={picture.address} alt="" />;
  return (
    <span class="small recording-pictureless">
      {picture.status === "none" ? "No picture" : `This browser has no decoder for ${codecName(picture.codec)}`}
    </span>
  );
}

function Gaps({ view: { gaps, causes, ads } }: { view: RecordingView }) {
  const facts = [gaps, ...(ads === null ? [] : [ads])].join(" · ");
  if (causes.length === 0) return <p class="small soft">{facts}</p>;
  return (
    <details>
      <summary>
        <span>{facts}</span>
        <span class="more">why</span>
      </summary>
      <ul class="small">
        {causes.map((cause) => (
          <li key={cause}>{cause}</li>
        ))}
      </ul>
    </details>
  );
}

type ExportProps = Pick<Props, "recording" | "exporting" | "onExport" | "onCancelExport">;

function Export({ recording: { name, formats }, exporting, onExport, onCancelExport }: ExportProps) {
  const running = exporting.value;
  if (running?.name === name) {
    const percent = Math.floor(running.fraction * 100);
    return (
      <span class="row recording-export" role="status">
        <progress max={100} value={percent} aria-label="Export" />
        <span class="small">{percent} %</span>
        <button type="button" class="button quiet compact" onClick={onCancelExport}>
          Cancel
        </button>
      </span>
    );
  }
  return (
    <>
      {formats.map((format) => (
        <BusyButton
          key={format.id}
          class="compact"
          disabled={running !== null}
          title={running === null ? "One MP4, exactly as it was recorded, without the gaps" : "One export at a time"}
          onPress={() => onExport(format.id)}
        >
          {formats.length === 1 ? "Export" : `Export ${formatWords(format)}`}
        </BusyButton>
      ))}
    </>
  );
}
