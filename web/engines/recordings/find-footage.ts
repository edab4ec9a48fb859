// Finds the footage of a time among all recordings of a channel on this disk, whoever made them and in whatever session.
import type { TimeRange } from "#core/moments/moment.ts";
import { coverage, piecesIn, piecesToDecode, type Coverage } from "#core/recording/coverage.ts";
import type { Footage } from "#core/recording/footage.ts";
import type { Piece } from "#core/recording/piece.ts";
import { recordingsFolder } from "#core/recording/recording-name.ts";
import type { Recorder } from "../recorder/recorder.types.ts";
import { openRecordings } from "./open-recordings.ts";
import { createStoredReadings, type StoredReadings } from "./stored-readings.ts";

export interface FoundFootage {
  readonly footage: Footage;
  readonly coverage: Coverage;
}

export interface FootageFinder {
  /** The recording that holds most of the range; the running one where others hold no more. */
  find(range: TimeRange): Promise<FoundFootage>;
}

interface Options {
  readonly channelKey: string;
  /** What records here; null while nothing does. */
  readonly recorder: () => Pick<Recorder, "status" | "footageOf"> | null;
  readonly readings?: StoredReadings;
}

const nothing: Footage = { folder: "", pieces: [], formats: [] };

export function createFootageFinder({
  channelKey,
  recorder,
  readings = createStoredReadings(),
}: Options): FootageFinder {
  const running = async (range: TimeRange): Promise<FoundFootage> => {
    const now = recorder();
    const footage = (await now?.footageOf(range)) ?? nothing;
    return { footage, coverage: coverage(piecesIn(footage.pieces, range), range, now?.status.settledToMs ?? null) };
  };
  return {
    async find(range) {
      let best = await running(range);
      if (best.coverage.status === "complete") return best;
      const own = best.footage.folder;
      for (const { name, channelKey: ofChannel, pieces, formats } of await readings.all()) {
        const folder = `${recordingsFolder}/${name}`;
        if (ofChannel !== channelKey || folder === own) continue;
        const wanted = await onDisk(name, piecesToDecode(pieces, range));
        if (wanted.length === 0) continue;
        const found = {
          footage: { folder, pieces: wanted, formats },
          // Whoever writes it, if anybody does, cuts what is still to come.
          coverage: coverage(piecesIn(wanted, range), range, range.toMs),
        };
        if (coveredMs(found.coverage, range) > coveredMs(best.coverage, range)) best = found;
      }
      return best;
    },
  };
}

/** What was read of an index may have been deleted since. */
async function onDisk(name: string, pieces: readonly Piece[]): Promise<Piece[]> {
  const folder = await (await openRecordings()).getDirectoryHandle(name).catch(() => null);
  const there: Piece[] = [];
  for (const piece of pieces) {
    if ((await folder?.getFileHandle(piece.file).catch(() => null)) != null) there.push(piece);
  }
  return there;
}

function coveredMs(one: Coverage, { fromMs, toMs }: TimeRange): number {
  return one.status === "complete" ? toMs - fromMs : one.coveredMs;
}
