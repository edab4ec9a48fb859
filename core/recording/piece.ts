// A piece of a recording: one immutable file of `styp sidx moof mdat` with the picture and sound of the same time, in event time.
import { z } from "zod";

/** The clock of MPEG-TS; it also holds the times of 24, 25, 29.97, 30, 50 and 60 Hz exactly, and those of 59.94 Hz to 6 µs. */
export const pictureTicksPerSecond = 90_000;

const fileSchema = z.string().min(1).max(80);

/** One decoder configuration of picture and sound; its initialization section (`ftyp moov`) is stored once. */
export const pieceFormatSchema = z.object({
  /** Unique within the recording. */
  id: z.string().min(1).max(40),
  initFile: fileSchema,
  /** `codec` as in RFC 6381, `avc1.640028`; pixels. Null for a stream without a picture. */
  video: z
    .object({ codec: z.string().max(60), width: z.number().int().positive(), height: z.number().int().positive() })
    .nullable(),
  audio: z
    .object({ codec: z.string().max(60), sampleRate: z.number().positive(), channels: z.number().int().positive() })
    .nullable(),
});
export type PieceFormat = z.infer<typeof pieceFormatSchema>;

export const pieceSchema = z.object({
  /** File name within the recording's folder. */
  file: fileSchema,
  bytes: z.number().int().positive(),
  /** Id of its {@link PieceFormat}. */
  format: z.string().min(1).max(40),
  /** Pieces of one run follow one another on one clock; a new run begins where a source starts anew. */
  run: z.number().int().nonnegative(),
  /** Media sequence number of the segment it was made from; null where the source counts none. */
  sequence: z.number().int().nonnegative().nullable(),
  /** When its first picture was broadcast, epoch milliseconds; of its first sound where it has no picture. */
  startMs: z.number(),
  /** From there to the end of its last picture (sound). */
  durationMs: z.number().positive(),
  /** Event time less the source's own media time: by it a later life of the recorder goes on with the run. Null without such a clock. */
  mediaOffsetMs: z.number().nullable(),
  /** Its first picture can be decoded without an earlier piece. True for a piece of sound alone. */
  startsWithKey: z.boolean(),
  /** What this piece lacks although its format has it. */
  lacks: z.enum(["picture", "sound"]).nullable(),
});
export type Piece = z.infer<typeof pieceSchema>;

/**
 * Footage that is missing although the stream ran, and why:
 * `left_playlist`: the source let it go before it could be fetched;
 * `fetch_failed`: its server did not give it;
 * `unreadable`: what the server gave is no video;
 * `no_key`: it is encrypted and the key was refused;
 * `source_silent`: the source had nothing for a while;
 * `disk_full`: there was no room for it, or it was deleted to make some;
 * `recorder_stopped`: nobody recorded;
 * `share_ended`: the tab was not shared with the recorder.
 */
export const gapSchema = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  reason: z.enum([
    "left_playlist",
    "fetch_failed",
    "unreadable",
    "no_key",
    "source_silent",
    "disk_full",
    "recorder_stopped",
    "share_ended",
  ]),
});
export type Gap = z.infer<typeof gapSchema>;

/** A stretch that the source itself says something about. */
export const markSchema = z.object({ kind: z.enum(["ad"]), fromMs: z.number(), toMs: z.number() });
export type Mark = z.infer<typeof markSchema>;
