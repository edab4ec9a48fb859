// Makes a piece of a group of pictures of a file: the same packets in event time.
import type { AudioCodec, VideoCodec } from "mediabunny";
import { formatOf, type MadePiece, lastPictureSeconds, shifted, spanOf } from "../pieces/piece-maker.ts";
import { type PieceTracks, writePiece } from "../pieces/write-piece.ts";
import { FileProblem } from "./file-problem.ts";
import type { OpenTracks } from "./open-media.ts";
import type { PacketGroup } from "./read-stretch.ts";

/** `shiftMs` is event time less the file's own time; `place` numbers the groups of a stretch. */
export async function pieceOfGroup(
  { pictures, sounds, startsWithKey }: PacketGroup,
  { picture, sound }: OpenTracks,
  shiftMs: number,
  place: { readonly run: number; readonly sequence: number },
): Promise<Omit<MadePiece, "status" | "damaged">> {
  const [codec, config] = [await picture.getCodec(), await picture.getDecoderConfig()];
  if (codec === null || config === null) throw new FileProblem("unknown_codec");
  const soundCodec = (await sound?.getCodec()) ?? null;
  const soundConfig = (await sound?.getDecoderConfig()) ?? null;
  const tracks: PieceTracks = {
    picture: {
      ...{ codec: codec satisfies VideoCodec, config },
      priming: pictures.find(({ type }) => type === "key") ?? null,
      packets: shifted(pictures, shiftMs, lastPictureSeconds(pictures)),
    },
    sound:
      soundCodec === null || soundConfig === null
        ? null
        : {
            ...{ codec: soundCodec satisfies AudioCodec, config: soundConfig, priming: sounds[0] ?? null },
            packets: shifted(sounds, shiftMs, null),
          },
  };
  const { bytes, init } = await writePiece(tracks);
  const { startMs, durationMs } = spanOf(pictures);
  return {
    ...{ bytes, init, format: await formatOf(init, tracks.picture, tracks.sound) },
    piece: {
      ...{ ...place, startMs: Math.round((startMs + shiftMs) * 1000) / 1000, durationMs, mediaOffsetMs: shiftMs },
      startsWithKey,
      lacks: tracks.sound !== null && sounds.length === 0 ? "sound" : null,
    },
  };
}
