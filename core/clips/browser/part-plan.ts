// The parts of a resumable upload: all of one size but the last, as object storage demands.

export interface UploadPart {
  /** Counts from 1. */
  readonly partNumber: number;
  /** First byte, inclusive. */
  readonly from: number;
  /** Last byte, exclusive. */
  readonly to: number;
}

/** 8 MiB: above the 5 MiB minimum of multipart uploads, small enough to send again. */
export const defaultPartBytes = 8 * 1024 * 1024;
const maxParts = 10_000;

/** Throws a RangeError for sizes that no upload can have. */
export function planParts(totalBytes: number, partBytes: number = defaultPartBytes): UploadPart[] {
  if (!Number.isSafeInteger(totalBytes) || totalBytes <= 0) throw new RangeError("An upload has at least one byte.");
  if (!Number.isSafeInteger(partBytes) || partBytes <= 0) throw new RangeError("A part has at least one byte.");
  const count = Math.ceil(totalBytes / partBytes);
  if (count > maxParts) throw new RangeError(`An upload has at most ${maxParts} parts.`);
  return Array.from({ length: count }, (_, index) => ({
    partNumber: index + 1,
    from: index * partBytes,
    to: Math.min(totalBytes, (index + 1) * partBytes),
  }));
}

/** The parts that the server does not have yet. */
export function remainingParts(
  parts: readonly UploadPart[],
  done: readonly { readonly partNumber: number }[],
): UploadPart[] {
  const have = new Set(done.map((part) => part.partNumber));
  return parts.filter((part) => !have.has(part.partNumber));
}
