// A small picture of a recording, drawn once from one of its pieces and kept beside the recordings.
import { BlobSource, CanvasSink, Input, MP4 } from "mediabunny";
import type { Piece, PieceFormat } from "#core/recording/piece.ts";
import { canDecode } from "../recorder/can-decode.ts";
import { openRecordings } from "./open-recordings.ts";

export type RecordingPicture =
  | { readonly status: "drawn"; readonly picture: Blob }
  /** `codec` as in RFC 6381. */
  | { readonly status: "undecodable"; readonly codec: string }
  | { readonly status: "none" };

/** Apart from the recordings, whose folders hold nothing that their index does not name. */
const picturesFolder = "recording-pictures";
const width = 320;

/** `firstPicture` is a piece that has one; null for sound alone. */
export async function recordingPicture(
  name: string,
  firstPicture: Piece | null,
  formats: readonly PieceFormat[],
): Promise<RecordingPicture> {
  const format = formats.find(({ id }) => id === firstPicture?.format);
  if (firstPicture === null || !format?.video) return { status: "none" };
  if (!canDecode(format.video.codec)) return { status: "undecodable", codec: format.video.codec };
  const kept = await readKept(name);
  if (kept !== null) return { status: "drawn", picture: kept };
  const drawn = await draw(name, firstPicture, format).catch(() => null);
  if (drawn === "undecodable") return { status: "undecodable", codec: format.video.codec };
  if (drawn === null) return { status: "none" };
  await keep(name, drawn);
  return { status: "drawn", picture: drawn };
}

/** Those of recordings that are gone go too. */
export async function prunePictures(names: ReadonlySet<string>): Promise<void> {
  const folder = await openPictures();
  const gone: string[] = [];
  for await (const file of folder.keys()) if (!names.has(file.replace(/\.jpg$/, ""))) gone.push(file);
  for (const file of gone) await folder.removeEntry(file).catch(() => undefined);
}

async function draw(name: string, piece: Piece, format: PieceFormat): Promise<Blob | "undecodable" | null> {
  const folder = await (await openRecordings()).getDirectoryHandle(name);
  const files = await Promise.all(
    [format.initFile, piece.file].map(async (file) => (await folder.getFileHandle(file)).getFile()),
  );
  const input = new Input({ formats: [MP4], source: new BlobSource(new Blob(files)) });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (track === null) return null;
    if (!(await track.canDecode())) return "undecodable";
    const drawn = await new CanvasSink(track, { width }).getCanvas(await track.getFirstTimestamp());
    if (drawn === null) return null;
    const { canvas } = drawn;
    if (canvas instanceof OffscreenCanvas) return await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
  } finally {
    input.dispose();
  }
}

async function openPictures(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(picturesFolder, { create: true });
}

async function readKept(name: string): Promise<Blob | null> {
  const handle = await (await openPictures()).getFileHandle(`${name}.jpg`).catch(() => null);
  const file = (await handle?.getFile()) ?? null;
  return file === null || file.size === 0 ? null : file;
}

/** On a full disk it is drawn anew the next time. */
async function keep(name: string, picture: Blob): Promise<void> {
  try {
    const handle = await (await openPictures()).getFileHandle(`${name}.jpg`, { create: true });
    const writable = await handle.createWritable();
    await writable.write(picture);
    await writable.close();
  } catch {
    return;
  }
}
