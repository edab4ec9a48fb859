// Makes a piece of each group of a share; the groups of one share have one format, also when no sound came with one.
import { formatOf, type MadePiece } from "../pieces/piece-maker.ts";
import { type PieceTracks, writePiece } from "../pieces/write-piece.ts";
import type { EncodedGroup } from "./encoded-group.ts";

/** `run` is the recording's, not the share's. */
export function createGroupPieces(): { make(group: EncodedGroup, run: number): Promise<MadePiece> } {
  let sound: PieceTracks["sound"] = null;
  return {
    async make(group, run) {
      const picture = {
        codec: "avc",
        config: group.picture.config,
        priming: null,
        packets: group.picture.packets,
      } as const;
      if (group.sound !== null) sound = { ...group.sound, priming: null };
      else if (sound !== null) sound = { ...sound, packets: [] };
      const { bytes, init } = await writePiece({ picture, sound });
      const { startMs, durationMs } = group;
      return {
        ...{ status: "made", bytes, init, format: await formatOf(init, picture, sound), damaged: [] },
        piece: {
          ...{ run, sequence: null, startMs, durationMs, mediaOffsetMs: null, startsWithKey: true },
          lacks: sound !== null && group.sound === null ? "sound" : null,
        },
      };
    },
  };
}
