// One video file of a person's own: what it is, when it was and why, what it covers, and how to put that right.
import type { ReadonlySignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { Moment } from "#core/moments/moment.ts";
import { beginOf, hasTrustedBegin, type OwnFile, type OwnFiles } from "../../engines/files/files.types.ts";
import { Icon } from "../../ui/icon.tsx";
import { nowMs } from "../../ui/now.ts";
import { CheckPicture } from "./check-picture.tsx";
import { beginFromOffset, coverWords, fileFacts, offsetSeconds, type StreamTimes, tieWords } from "./own-file-words.ts";

interface Props {
  readonly file: OwnFile;
  readonly files: Pick<OwnFiles, "remove" | "setBegin" | "pictureAt">;
  readonly stream: ReadonlySignal<StreamTimes | null>;
  readonly moments: ReadonlySignal<readonly Moment[]>;
}

export function OwnFileCard({ file, files, stream, moments }: Props) {
  const cover = coverWords(file, stream.value, moments.value, nowMs.value);
  return (
    <article class="own-file" aria-label={file.name}>
      <header>
        <h3>{file.name}</h3>
        <button
          type="button"
          class="button quiet icon-only compact"
          aria-label={`Remove ${file.name}`}
          onClick={() => files.remove(file.id)}
        >
          <Icon name="close" />
        </button>
      </header>
      {file.media === null && file.problem === null ? (
        <p role="status">Reading…</p>
      ) : (
        <p class="own-file-facts">{fileFacts(file)}</p>
      )}
      {file.problem !== null && (
        <p class="problem" role="alert">
          {file.problem.message}
        </p>
      )}
      {file.isReplaced && <p role="status">Another file has taken its place; this is the new one.</p>}
      {file.media !== null && !file.media.isShown && (
        <p>This browser cannot show its picture. Clips are made all the same, and may not play everywhere.</p>
      )}
      {file.media !== null && file.media.sound === null && <p>It has no sound, and its clips will have none.</p>}
      {cover !== null && (
        <>
          <p>
            <b>{cover.times}.</b> {tieWords(file)}
          </p>
          <p class={cover.isOutside ? "problem" : ""}>{cover.text}</p>
        </>
      )}
      {file.takeProblem !== null && (
        <p class="problem" role="alert">
          {file.takeProblem}
        </p>
      )}
      {cover !== null && <OffsetFields file={file} files={files} stream={stream} />}
      {cover !== null && file.media?.isShown === true && (
        <CheckPicture file={file} pictureAt={files.pictureAt} moments={moments} />
      )}
    </article>
  );
}

const steps = [-10, -1, -0.1, 0.1, 1, 10] as const;

function OffsetFields({ file, files, stream }: Pick<Props, "file" | "files" | "stream">) {
  const id = useId();
  const times = stream.value;
  const beginMs = beginOf(file);
  if (beginMs === null) return null;
  const set = (ms: number | null) => files.setBegin(file.id, ms);
  return (
    <div class="own-file-offset" role="group" aria-label="When it began">
      {times !== null && (
        <>
          <label for={id}>Begins</label>
          <input
            id={id}
            class="input"
            type="number"
            step="0.1"
            value={offsetSeconds(file, times) ?? ""}
            onChange={(event) => {
              const next = beginFromOffset(event.currentTarget.value, times);
              if (next === null) event.currentTarget.value = String(offsetSeconds(file, times) ?? "");
              else set(next);
            }}
          />
          <span>seconds after the stream’s start</span>
        </>
      )}
      <span class="own-file-steps">
        {steps.map((seconds) => (
          <button
            key={seconds}
            type="button"
            class="button compact"
            aria-label={`${Math.abs(seconds)} seconds ${seconds < 0 ? "earlier" : "later"}`}
            onClick={() => set(beginMs + seconds * 1000)}
          >
            {seconds < 0 ? "−" : "+"}
            {Math.abs(seconds)}
          </button>
        ))}
      </span>
      {!hasTrustedBegin(file) && (
        <button type="button" class="button compact" onClick={() => set(beginMs)}>
          This is right
        </button>
      )}
      {file.setBeginMs !== null && (
        <button type="button" class="button quiet compact" onClick={() => set(null)}>
          Back to what the file says
        </button>
      )}
    </div>
  );
}
