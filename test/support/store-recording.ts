// Writes a recording to the disk of the engines' test page as the recorder leaves it: made-up pieces, a real index.
import type { IndexLine } from "#core/recording/recording-index.ts";
import type { Gap, Piece, PieceFormat } from "#core/recording/piece.ts";
import { recordingsFolder } from "#core/recording/recording-name.ts";

export interface MadeRecording {
  readonly name: string;
  readonly channelKey: string;
  /** Event time of the first piece; each lasts two seconds. */
  readonly fromMs: number;
  readonly pieces: number;
  readonly pieceBytes: number;
  /** Places of pieces that were never recorded. */
  readonly holes?: readonly number[];
  readonly gaps?: readonly Gap[];
}

const format: PieceFormat = {
  id: "f0",
  initFile: "init-f0.mp4",
  video: { codec: "avc1.640028", width: 1920, height: 1080 },
  audio: { codec: "mp4a.40.2", sampleRate: 48_000, channels: 2 },
};

export async function storeRecording(made: MadeRecording): Promise<Piece[]> {
  const root = await navigator.storage.getDirectory();
  const recordings = await root.getDirectoryHandle(recordingsFolder, { create: true });
  const folder = await recordings.getDirectoryHandle(made.name, { create: true });
  const write = async (file: string, content: BlobPart) => {
    const stream = await (await folder.getFileHandle(file, { create: true })).createWritable();
    await stream.write(new Blob([content]));
    await stream.close();
  };
  const pieces: Piece[] = [];
  for (let place = 0; place < made.pieces; place++) {
    if (made.holes?.includes(place)) continue;
    const piece: Piece = {
      ...{ file: `p${place}.m4s`, bytes: made.pieceBytes, format: format.id, run: 0, sequence: place },
      ...{ startMs: made.fromMs + place * 2000, durationMs: 2000, mediaOffsetMs: null, startsWithKey: true },
      lacks: null,
    };
    pieces.push(piece);
    await write(piece.file, new Uint8Array(made.pieceBytes));
  }
  await write(format.initFile, new Uint8Array(100));
  const lines: IndexLine[] = [
    { type: "opened", channelKey: made.channelKey, playlist: "https://video.example/live.m3u8", atMs: made.fromMs },
    { type: "format", format },
    ...pieces.map((piece): IndexLine => ({ type: "piece", piece })),
    ...(made.gaps ?? []).map((gap): IndexLine => ({ type: "gap", gap })),
  ];
  await write("index.jsonl", lines.map((line) => `\n${JSON.stringify(line)}`).join(""));
  return pieces;
}
