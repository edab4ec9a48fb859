// Shows what a file has at a chosen moment, so that a person sees whether its time is right.
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import type { Moment } from "#core/moments/moment.ts";
import { beginOf, type OwnFile, type OwnFiles } from "../../engines/files/files.types.ts";
import { checkPoints } from "./own-file-words.ts";

interface Props {
  readonly file: OwnFile;
  readonly pictureAt: OwnFiles["pictureAt"];
  readonly moments: ReadonlySignal<readonly Moment[]>;
}

export function CheckPicture({ file, pictureAt, moments }: Props) {
  const id = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const chosen = useSignal(0);
  const shown = useSignal<"none" | "loading" | "shown" | "missing">("none");
  const points = checkPoints(file, moments.value);
  const point = points[chosen.value] ?? points[0];
  const beginMs = beginOf(file);
  const isAsked = shown.value !== "none";
  useEffect(() => {
    if (!isAsked || point === undefined || beginMs === null) return;
    let isOver = false;
    shown.value = "loading";
    void pictureAt(file.id, point.atMs - beginMs).then((picture) => {
      if (!isOver) {
        shown.value = picture === null ? "missing" : "shown";
        if (picture !== null && canvas.current !== null) {
          ({ width: canvas.current.width, height: canvas.current.height } = picture);
          canvas.current.getContext("2d")?.drawImage(picture, 0, 0);
        }
      }
      picture?.close();
    });
    return () => void (isOver = true);
  }, [isAsked, point?.atMs, beginMs, file.id]);
  if (point === undefined) return null;
  return (
    <div class="own-file-check">
      <label for={id}>Picture of</label>
      <select
        id={id}
        class="input"
        value={chosen.value}
        onChange={(event) => (chosen.value = Number(event.currentTarget.value))}
      >
        {points.map(({ atMs, words }, at) => (
          <option key={atMs} value={at}>
            {words}
          </option>
        ))}
      </select>
      {shown.value === "none" && (
        <button type="button" class="button compact" onClick={() => (shown.value = "loading")}>
          Show it
        </button>
      )}
      <canvas
        ref={canvas}
        hidden={shown.value === "none" || shown.value === "missing"}
        aria-busy={shown.value === "loading"}
        width={640}
        height={360}
        role="img"
        aria-label={`What the file has at ${point.words}`}
      />
      {shown.value === "missing" && <p role="status">There is no picture that can be shown.</p>}
    </div>
  );
}
