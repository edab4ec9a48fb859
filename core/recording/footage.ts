// Recorded footage of a range: where its pieces lie and how they are decoded. What a cut or a player needs to know.
import type { Piece, PieceFormat } from "#core/recording/piece.ts";

export interface Footage {
  /** The recording's folder, from the root of the origin private file system. */
  readonly folder: string;
  /** By time; the first may lie before the range, where pictures of it need an earlier key picture. */
  readonly pieces: readonly Piece[];
  readonly formats: readonly PieceFormat[];
}
