// Opens a video file where it lies: what is in it, from when to when, and its packets in any stretch of it.
import {
  CustomSource,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  WEBM,
} from "mediabunny";
import type { FileBytes } from "./file-bytes.ts";
import { readUpTo, stretchOf, type FileParts } from "./file-parts.ts";
import { FileProblem } from "./file-problem.ts";
import { walkMkv, type MkvWalk } from "./mkv-parts.ts";
import { walkMp4, type Mp4Walk } from "./mp4-parts.ts";
import { partOfFile } from "./part-of-file.ts";

type Container = "mp4" | "mkv" | "ts";

export interface OpenMedia {
  /** As people call it: `MP4`, `MOV`, `MKV`, `WebM`, `MPEG-TS`. */
  readonly format: string;
  readonly createdMs: number | null;
  /** The timestamp of its first picture, seconds. */
  readonly firstSeconds: number;
  readonly durationSeconds: number;
  readonly picture: { readonly codec: string; readonly width: number; readonly height: number };
  readonly sound: { readonly codec: string; readonly sampleRate: number; readonly channels: number } | null;
  /** Whether this browser can show the picture; a clip is made all the same. */
  readonly isShown: boolean;
  /** Lends the tracks of the part that holds a stretch, in seconds of the file, with `back` more parts before it. */
  withTracks<Value>(
    stretch: { readonly fromSeconds: number; readonly toSeconds: number; readonly back: number },
    use: (tracks: OpenTracks) => Promise<Value>,
  ): Promise<Value>;
  /** To be handed to the next look at the same file when it has grown. */
  readonly walk: Walk;
}

export interface OpenTracks {
  readonly picture: InputVideoTrack;
  readonly sound: InputAudioTrack | null;
  /** Nothing lies before what these tracks show. */
  readonly isFromStart: boolean;
}

export interface Walk {
  readonly container: Container;
  readonly mp4: Mp4Walk | null;
  readonly mkv: MkvWalk | null;
}

const formats = [MP4, QTFF, MATROSKA, WEBM, MPEG_TS];
/** Of the file's bytes in memory, a file at a time. */
const cacheBytes = 8 * 1024 * 1024;

/** Rejects with a {@link FileProblem}. `before` is the walk of an earlier look at the same file. */
export async function openMedia(file: FileBytes, before: Walk | null = null): Promise<OpenMedia> {
  if (file.size === 0) throw new FileProblem("empty");
  const container = containerOf(await readUpTo(file, 0, 1024));
  const mp4 = container === "mp4" ? await walkMp4(file, before?.mp4) : null;
  const mkv = container === "mkv" ? await walkMkv(file, before?.mkv) : null;
  if (mp4?.isEncrypted) throw new FileProblem("encrypted");
  if (mp4?.lacksIndex) throw new FileProblem("no_index");
  const parts = mp4?.parts ?? mkv?.parts ?? null;
  if (parts?.parts.length === 0) throw new FileProblem("empty");

  const first = await withInput(wholeOrPart(file, parts, -Infinity, -Infinity, 0), describe);
  // The length in the head of a file that is still written is that of its beginning.
  const endSeconds =
    parts === null
      ? await withInput(
          file,
          async (input) => (await input.getDurationFromMetadata()) ?? (await input.computeDuration()),
        )
      : await withInput(wholeOrPart(file, parts, Infinity, Infinity, 0), (input) => input.computeDuration());
  return {
    ...first,
    createdMs: mp4?.createdMs ?? mkv?.createdMs ?? null,
    durationSeconds: Math.max(0, endSeconds - first.firstSeconds),
    walk: { container, mp4, mkv },
    withTracks: ({ fromSeconds, toSeconds, back }, use) => {
      const stretch = parts && stretchOf(parts, fromSeconds, toSeconds, back);
      return withInput(wholeOrPart(file, parts, fromSeconds, toSeconds, back), async (input) => {
        const tracks = await tracksOf(input);
        return use({ ...tracks, isFromStart: stretch?.isFirst ?? true });
      });
    },
  };
}

/** Other programs' names of files are not believed, their first bytes are. */
function containerOf(head: Uint8Array): Container {
  const text = String.fromCharCode(...head.subarray(0, 16));
  if (text.startsWith("FLV")) throw new FileProblem("flv");
  if (/^RIFF....AVI /s.test(text) || (head[0] === 0x30 && text.startsWith("&\xB2u", 1)))
    throw new FileProblem("other_container");
  if (/^....(ftyp|moov|mdat|free|wide|skip|styp)/s.test(text)) return "mp4";
  if (text.startsWith("\x1AE\xDF\xA3")) return "mkv";
  if ([0, 188, 376].every((at) => at >= head.length || head[at] === 0x47) && head.length > 188) return "ts";
  if ([4, 196].every((at) => head[at] === 0x47)) return "ts";
  throw new FileProblem("no_video_file");
}

function wholeOrPart(file: FileBytes, parts: FileParts | null, fromSeconds: number, toSeconds: number, back: number) {
  const stretch = parts && stretchOf(parts, fromSeconds, toSeconds, back);
  return parts && stretch ? partOfFile(file, parts.filler, parts.headTo, stretch.from, stretch.to) : file;
}

async function withInput<Value>(file: FileBytes, use: (input: Input) => Promise<Value>): Promise<Value> {
  const failed: unknown[] = [];
  const source = new CustomSource({
    getSize: () => file.size,
    read: (from, to) => file.read(from, to),
    maxCacheSize: cacheBytes,
    prefetchProfile: "fileSystem",
    handleUnhandledError: (error) => void failed.push(error),
  });
  const input = new Input({ formats, source });
  try {
    return await use(input);
  } catch (error) {
    // Whoever reads also writes, and a full disk is not the file's fault.
    if (error instanceof DOMException && error.name === "QuotaExceededError") throw error;
    const own = [error, ...failed].find((one) => one instanceof FileProblem);
    throw own ?? new FileProblem("no_video_file", { cause: error });
  } finally {
    input.dispose();
  }
}

async function tracksOf(input: Input): Promise<{ picture: InputVideoTrack; sound: InputAudioTrack | null }> {
  if (!(await input.canRead())) throw new FileProblem("no_video_file");
  const picture = await input.getPrimaryVideoTrack();
  if (picture === null) throw new FileProblem("no_picture");
  return { picture, sound: await input.getPrimaryAudioTrack() };
}

async function describe(input: Input) {
  const { picture, sound } = await tracksOf(input);
  const codec = (await picture.getCodec()) === null ? null : await picture.getCodecParameterString();
  if (codec === null) throw new FileProblem("unknown_codec");
  const soundCodec = sound === null || (await sound.getCodec()) === null ? null : await sound.getCodecParameterString();
  return {
    format: namesOfFormats.get((await input.getFormat()).name) ?? (await input.getFormat()).name,
    firstSeconds: await picture.getFirstTimestamp(),
    picture: { codec, width: await picture.getDisplayWidth(), height: await picture.getDisplayHeight() },
    sound:
      sound === null || soundCodec === null
        ? null
        : { codec: soundCodec, sampleRate: await sound.getSampleRate(), channels: await sound.getNumberOfChannels() },
    isShown: await picture.canDecode(),
  };
}

const namesOfFormats = new Map([
  ["QuickTime File Format", "MOV"],
  ["Matroska", "MKV"],
  ["MPEG Transport Stream", "MPEG-TS"],
]);
