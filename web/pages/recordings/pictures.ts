// The pictures of the recordings, drawn one after the other.
import { signal, type ReadonlySignal } from "@preact/signals";
import type { ListedRecording } from "../../engines/recordings/list-recordings.ts";

export type ShownPicture =
  | { readonly status: "drawn"; readonly address: string }
  | { readonly status: "undecodable"; readonly codec: string }
  | { readonly status: "none" };

export interface Pictures {
  /** By name of the recording; one that is not there is still to be drawn. */
  readonly shown: ReadonlySignal<ReadonlyMap<string, ShownPicture>>;
  /** Draws those that are not there. */
  readonly draw: (recordings: readonly ListedRecording[]) => void;
  readonly destroy: () => void;
}

export function openPictures(): Pictures {
  const shown = signal<ReadonlyMap<string, ShownPicture>>(new Map());
  let waiting: readonly ListedRecording[] = [];
  let isDrawing = false;
  let isOver = false;

  const drawAll = async () => {
    if (isDrawing) return;
    isDrawing = true;
    // The decoder is fetched once there is something to decode.
    const { recordingPicture, prunePictures } = await import("../../engines/recordings/recording-picture.ts");
    await prunePictures(new Set(waiting.map(({ name }) => name))).catch(() => undefined);
    for (let next = nextOf(); next !== undefined && !isOver; next = nextOf()) {
      const { name, firstPicture, formats } = next;
      const drawn = await recordingPicture(name, firstPicture, formats).catch(() => ({ status: "none" }) as const);
      const picture: ShownPicture =
        drawn.status === "drawn" ? { status: "drawn", address: URL.createObjectURL(drawn.picture) } : drawn;
      shown.value = new Map(shown.value).set(name, picture);
    }
    isDrawing = false;
  };
  const nextOf = () => waiting.find(({ name }) => !shown.value.has(name));

  return {
    shown,
    draw(recordings) {
      waiting = recordings;
      if (nextOf() !== undefined) drawAll().catch(() => (isDrawing = false));
    },
    destroy() {
      isOver = true;
      for (const picture of shown.value.values()) if (picture.status === "drawn") URL.revokeObjectURL(picture.address);
    },
  };
}
