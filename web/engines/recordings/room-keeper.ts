// Makes room for the recording that a worker writes: to the budget after each piece, and when the disk refuses one. Runs
// in that worker, so it removes its own pieces through it, and others' only under their lock.
import type { TimeRange } from "#core/moments/moment.ts";
import { addFreed, type FreedStretch } from "#core/recording/freed-footage.ts";
import { bytesPerMinute, footageBytesPerMinute } from "#core/recording/growth.ts";
import { nextToGo } from "#core/recording/next-to-go.ts";
import type { Piece } from "#core/recording/piece.ts";
import {
  isPinned,
  pinnedBytes,
  planFreeing,
  type DoomedPiece,
  type StoredRecording,
} from "#core/recording/plan-freeing.ts";
import { allowedBytes, learnLimit, sparedMs, type DiskLimit } from "#core/recording/storage-budget.ts";
import type { StorageStatus } from "./storage-status.ts";
import { createOtherRecordings } from "./other-recordings.ts";

export interface OwnRecording {
  readonly name: string;
  readonly channelKey: string;
  /** By event time. */
  readonly pieces: readonly Piece[];
  /** Deletes files and forgets their pieces; false for one that could not be deleted. */
  remove(file: string): Promise<boolean>;
}

export interface RoomKeeper {
  readonly storage: StorageStatus;
  /** After each piece: frees what the budget asks for. */
  wrote(): Promise<void>;
  /** After a write of `bytes` at `startMs` was refused. False when nothing may go for it. */
  makeRoom(bytes: number, startMs: number): Promise<boolean>;
}

interface Options {
  readonly own: OwnRecording;
  /** When this recorder began. */
  readonly sinceMs: number;
  readonly budgetBytes: () => number;
  /** What open jobs of this channel need. */
  readonly pins: () => readonly TimeRange[];
}

/** A look at the other recordings costs a listing of their folders. */
const lookEveryMs = 60_000;
/** While another tab has older footage it frees its own; this much over the budget, of twenty, nobody waits any more. */
const patienceOf = 20;

export async function createRoomKeeper({ own, sinceMs, budgetBytes, pins }: Options): Promise<RoomKeeper> {
  const others = createOtherRecordings(own.name);
  let limit: DiskLimit = null;
  let freed: FreedStretch[] = [];
  let lookedAtMs = 0;

  const look = async () => {
    lookedAtMs = Date.now();
    await others.look();
  };
  const all = (): StoredRecording[] => [
    ...others.all().map((one) => ({ ...one, pins: one.channelKey === own.channelKey ? pins() : [] })),
    { name: own.name, standing: others.isOwnKept ? "kept" : "running", pieces: own.pieces, pins: pins() },
  ];
  const used = () =>
    all().reduce((sum, { pieces }) => sum + pieces.reduce((bytes, piece) => bytes + piece.bytes, 0), 0);
  const newestMs = () => own.pieces.at(-1)?.startMs ?? 0;

  /** Nothing goes from the moment on at which a person says that it stays. */
  const removeOwn = async (pieces: readonly DoomedPiece["piece"][]) => {
    const gone: DoomedPiece["piece"][] = [];
    for (const piece of pieces) {
      if (await others.askOwnKept()) break;
      if (await own.remove(piece.file)) gone.push(piece);
    }
    return gone;
  };

  /** Only what is off the disk is told. */
  const free = async (doomed: readonly DoomedPiece[], cause: FreedStretch["cause"]): Promise<number> => {
    const ownPins = pins();
    const gone: (DoomedPiece & { wasPinned: boolean })[] = [];
    for (const name of new Set(doomed.map(({ recording }) => recording))) {
      const pieces = doomed.filter(({ recording }) => recording === name).map(({ piece }) => piece);
      const removed = name === own.name ? await removeOwn(pieces) : await others.remove(name, pieces);
      gone.push(...removed.map((piece) => ({ recording: name, piece, wasPinned: isPinned(piece, ownPins) })));
    }
    freed = addFreed(freed, gone, cause, Date.now());
    return gone.reduce((sum, { piece }) => sum + piece.bytes, 0);
  };

  const rate = () => bytesPerMinute(own.pieces, sinceMs, Date.now());
  await look();

  return {
    get storage() {
      const recordings = all();
      const usedBytes = used();
      const footageRate = footageBytesPerMinute(own.pieces);
      return {
        usedBytes,
        budgetBytes: budgetBytes(),
        limitBytes: limit,
        keptBytes: recordings
          .filter(({ standing }) => standing === "kept")
          .reduce((sum, { pieces }) => sum + pieces.reduce((bytes, piece) => bytes + piece.bytes, 0), 0),
        pinnedBytes: pinnedBytes(recordings),
        bytesPerMinute: rate(),
        footageBytesPerMinute: footageRate,
        next: nextToGo({
          recordings,
          roomBytes: allowedBytes(budgetBytes(), limit) - usedBytes,
          bytesPerMinute: rate() ?? footageRate ?? 0,
          beforeMs: limit === null ? newestMs() - sparedMs : newestMs(),
        }),
        freed,
      };
    },
    async wrote() {
      const usedBytes = used();
      limit = learnLimit(limit, usedBytes, false);
      if (Date.now() - lookedAtMs > lookEveryMs) await look();
      const excess = used() - budgetBytes();
      if (excess <= 0) return;
      await others.askOwnKept();
      const ownFromMs = own.pieces[0]?.startMs ?? 0;
      const othersFree = others
        .all()
        .some(({ standing, pieces }) => standing === "elsewhere" && (pieces[0]?.startMs ?? ownFromMs) < ownFromMs);
      const recordings = all();
      const mayWait = othersFree && excess < budgetBytes() / patienceOf;
      const asked = mayWait ? recordings.filter(({ standing }) => standing !== "running") : recordings;
      // A minute at once, so that it is not done with every piece.
      const bytes = excess + (rate() ?? 0);
      await free(planFreeing({ recordings: asked, bytes, beforeMs: newestMs() - sparedMs }), "budget");
    },
    async makeRoom(bytes, startMs) {
      const usedBytes = used();
      limit = learnLimit(limit, usedBytes, true);
      await look();
      const wanted = Math.max(bytes, usedBytes + bytes - allowedBytes(Number.POSITIVE_INFINITY, limit));
      return (await free(planFreeing({ recordings: all(), bytes: wanted, beforeMs: startMs }), "disk_full")) > 0;
    },
  };
}
