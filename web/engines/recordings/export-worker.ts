// The worker that exports: reads a recording's pieces one after the other and writes their packets, as they are, into one file.
import "../../api/zod-without-eval.ts";
import { expose } from "comlink";
import { StreamTarget } from "mediabunny";
import { emptyListing, extendListing } from "#core/recording/recorded-playlist.ts";
import type { ExportEnd, ExportOrder, ExportWork } from "./export-work.ts";
import { joinPieces } from "./join-pieces.ts";
import { openRecordings } from "./open-recordings.ts";
import { readStoredRecording } from "./read-stored-recording.ts";

const stopping = new AbortController();

const work: ExportWork = { run, cancel: () => stopping.abort() };
expose(work);

async function run({ name, formatId, to }: ExportOrder, onProgress: (fraction: number) => void): Promise<ExportEnd> {
  const recordings = await openRecordings();
  const read = await readStoredRecording(recordings, name);
  const format = read?.formats.find(({ id }) => id === formatId);
  if (!read || !format) return "failed";
  const folder = await recordings.getDirectoryHandle(name);
  const bytesOf = async (file: string) => (await (await folder.getFileHandle(file)).getFile()).arrayBuffer();
  // Two runs may overlap; a listing has each time once.
  const { pieces } = extendListing(
    emptyListing,
    read.pieces.filter((piece) => piece.format === formatId),
    0,
  );
  // A file in the making lies beside its place and takes it when it is closed.
  const file = await to.createWritable();
  try {
    const target = new StreamTarget(writesTo(file), { chunked: true });
    await joinPieces({ pieces, format, bytesOf, target, onProgress, signal: stopping.signal });
    await file.close();
    return "done";
  } catch (error) {
    await file.abort().catch(() => undefined);
    if (stopping.signal.aborted) return "cancelled";
    console.error("The export stopped.", error);
    return error instanceof DOMException && error.name === "QuotaExceededError" ? "disk_full" : "failed";
  }
}

/** The muxer closes what it writes to; the file is closed by who opened it, once all is well. */
function writesTo(file: FileSystemWritableFileStream): WritableStream {
  return new WritableStream({
    write: (chunk: { type: "write"; data: Uint8Array<ArrayBuffer>; position: number }) => file.write(chunk),
  });
}
