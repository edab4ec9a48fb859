// The lines of a recording's index, and what a recording amounts to when they are read again after a reload or a crash.
import { z } from "zod";
import {
  gapSchema,
  markSchema,
  pieceFormatSchema,
  pieceSchema,
  type Gap,
  type Mark,
  type Piece,
  type PieceFormat,
} from "#core/recording/piece.ts";
import { parseJson } from "#core/text/parse-json.ts";

/** One line each. `opened` comes first in every life of the recorder; `playlist` has no query, which may hold a token. */
export const indexLineSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("opened"),
    channelKey: z.string().max(60),
    playlist: z.string().max(2000),
    atMs: z.number(),
  }),
  z.object({ type: z.literal("format"), format: pieceFormatSchema }),
  z.object({ type: z.literal("piece"), piece: pieceSchema }),
  z.object({ type: z.literal("gap"), gap: gapSchema }),
  z.object({ type: z.literal("mark"), mark: markSchema }),
]);
export type IndexLine = z.infer<typeof indexLineSchema>;

export interface RecordingIndex {
  readonly channelKey: string | null;
  /** The playlist it was last recorded from. */
  readonly playlist: string | null;
  /** By event time. */
  readonly pieces: readonly Piece[];
  readonly formats: readonly PieceFormat[];
  readonly gaps: readonly Gap[];
  readonly marks: readonly Mark[];
}

/** Gaps shown and kept; a stream with more is broken in other ways. */
export const maxGaps = 200;

/**
 * Reads an index whose last line may be torn. A piece counts only if its file is there with the size that was
 * written (`fileBytes`: name to size); a file without a line is an orphan and is not looked at.
 */
export function readIndex(text: string, fileBytes: ReadonlyMap<string, number>): RecordingIndex {
  let channelKey: string | null = null;
  let playlist: string | null = null;
  const pieces = new Map<string, Piece>();
  const formats = new Map<string, PieceFormat>();
  let gaps: readonly Gap[] = [];
  const marks: Mark[] = [];
  for (const line of text.split("\n")) {
    const entry = indexLineSchema.safeParse(parseJson(line)).data;
    if (entry === undefined) continue;
    if (entry.type === "opened") ({ channelKey, playlist } = entry);
    else if (entry.type === "gap") gaps = withGap(gaps, entry.gap);
    else if (entry.type === "mark") marks.push(entry.mark);
    else if (entry.type === "format") formats.set(entry.format.id, entry.format);
    else pieces.set(entry.piece.file, entry.piece);
  }
  const isWhole = ({ file, bytes, format }: Piece) =>
    fileBytes.get(file) === bytes && fileBytes.has(formats.get(format)?.initFile ?? "");
  return {
    channelKey,
    playlist,
    pieces: [...pieces.values()].filter(isWhole).sort((a, b) => a.startMs - b.startMs),
    formats: [...formats.values()].filter(({ initFile }) => fileBytes.has(initFile)),
    gaps,
    marks: marks.slice(-maxGaps),
  };
}

/**
 * The same index without lines of what is gone; null while these are less than half of it. The lines stay in their
 * order, so each stands no later than before: written over the old text from its beginning, a crash on the way loses at
 * most one line.
 */
export function compacted(text: string, { pieces, formats }: RecordingIndex): string | null {
  const needed = new Set([...pieces.map(({ file }) => file), ...formats.map(({ initFile }) => initFile)]);
  const lines = text.split("\n").filter((line) => {
    const entry = indexLineSchema.safeParse(parseJson(line)).data;
    if (entry === undefined) return false;
    if (entry.type === "piece") return needed.has(entry.piece.file);
    return entry.type !== "format" || needed.has(entry.format.initFile);
  });
  const shorter = `${lines.map((line) => `\n${line}`).join("")}\n`;
  return shorter.length < text.length / 2 ? shorter : null;
}

/** One gap for a stretch of failures; the oldest goes when there are too many. */
export function withGap(gaps: readonly Gap[], gap: Gap): readonly Gap[] {
  const last = gaps.at(-1);
  return last?.reason === gap.reason && Math.abs(gap.fromMs - last.toMs) < 1000
    ? [...gaps.slice(0, -1), { ...gap, fromMs: last.fromMs }]
    : [...gaps, gap].slice(-maxGaps);
}

/** Files of the folder that nothing in the index names; `others` are known beside it. */
export function orphansOf(
  files: Iterable<string>,
  { pieces, formats }: Pick<RecordingIndex, "pieces" | "formats">,
  others: readonly string[],
): string[] {
  const needed = new Set([...others, ...pieces.map(({ file }) => file), ...formats.map(({ initFile }) => initFile)]);
  return [...files].filter((file) => !needed.has(file));
}
