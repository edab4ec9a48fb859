// One file of a person's own: opened, opened again when it has grown, and asked for stretches and pictures of it.
import { type BeginGuess, guessBegin } from "#core/recording/file/file-time.ts";
import { VideoSampleSink } from "mediabunny";
import { type FileOrigin, openFile } from "./file-bytes.ts";
import { FileProblem, type FileProblemCode } from "./file-problem.ts";
import type { OwnFile } from "./files.types.ts";
import { openMedia, type OpenMedia } from "./open-media.ts";
import { readUpTo } from "./file-parts.ts";

export interface OpenOwnFile {
  readonly origin: FileOrigin;
  readonly view: OwnFile;
  readonly media: OpenMedia | null;
  /** The beginning of its bytes: another one means another file, or one whose recording was finished. */
  readonly head: string;
}

export interface LookAt {
  readonly sessionStartMs: number | null;
  readonly nowMs: number;
}

/** A recorder writes several times a second; a file that was left alone for this long is done. */
const growsForMs = 20_000;
const headBytes = 64;

export function newOwnFile(id: string, origin: FileOrigin, from: OwnFile["from"]): OpenOwnFile {
  const view: OwnFile = {
    ...{ id, name: origin.name, bytes: 0, lastModifiedMs: 0, from, media: null, problem: null, guesses: [] },
    ...{ setBeginMs: null, isGrowing: false, isReplaced: false, takenOver: [], takeProblem: null },
  };
  return { origin, view, media: null, head: "" };
}

/** What the file is at this moment; the same value when nothing has changed. Never throws. */
export async function lookAtFile(before: OpenOwnFile, at: LookAt): Promise<OpenOwnFile> {
  try {
    const file = await openFile(before.origin);
    const { size: bytes, lastModifiedMs } = file;
    const grew = before.head !== "" && bytes > before.view.bytes;
    const isRecent = "getFile" in before.origin && (grew || at.nowMs - lastModifiedMs < growsForMs);
    const isSame = before.head !== "" && bytes === before.view.bytes && lastModifiedMs === before.view.lastModifiedMs;
    if (isSame && !passes(before.view.problem?.code)) {
      const isGrowing = isRecent && canGrow(before.media);
      return isGrowing === before.view.isGrowing ? before : { ...before, view: { ...before.view, isGrowing } };
    }
    const head = bytes === 0 ? "" : String.fromCharCode(...(await readUpTo(file, 0, headBytes)));
    const goesOn = head === before.head && bytes >= before.view.bytes;
    const read = { ...before.view, name: file.name, bytes, lastModifiedMs, isGrowing: false };
    try {
      const media = await openMedia(file, goesOn ? (before.media?.walk ?? null) : null);
      const durationMs = media.durationSeconds * 1000;
      const isReplaced = before.media !== null && !goesOn && !isSameFootage(before.media, media);
      const facts = {
        name: file.name,
        lastModifiedMs,
        durationMs,
        createdMs: media.createdMs,
        firstMs: media.firstSeconds * 1000,
      };
      const said = guessBegin(facts, at.sessionStartMs, at.nowMs, offsetMinutesAt);
      const guesses = isReplaced ? said : settled(before.view.guesses, said);
      const { format, picture, sound, isShown } = media;
      const view: OwnFile = {
        ...{ ...read, media: { format, durationMs, picture, sound, isShown }, problem: null, guesses },
        isGrowing: isRecent && canGrow(media),
        isReplaced: before.view.isReplaced || isReplaced,
        setBeginMs: isReplaced ? null : before.view.setBeginMs,
        takenOver: isReplaced ? [] : before.view.takenOver,
      };
      return { ...before, media, head, view };
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      return { ...before, media: null, head, view: { ...read, media: null, problem: problemOf(error) } };
    }
  } catch (error) {
    // Footage that was read stays known; what cannot be read is said.
    const problem = problemOf(
      error instanceof FileProblem ? error : new FileProblem("no_video_file", { cause: error }),
    );
    return { ...before, view: { ...before.view, problem, isGrowing: false } };
  }
}

/**
 * A file that grows stays where it was first seen: counted back from its end its beginning moves with each look, and a
 * sign that agreed while it was young is not refuted by a later date of change.
 */
function settled(before: readonly BeginGuess[], now: readonly BeginGuess[]): readonly BeginGuess[] {
  const [old] = before;
  const same = now.find((guess) => guess.by === old?.by && Math.abs(guess.beginMs - old.beginMs) < settleMs);
  if (!old || !same || (same !== now[0] && old.sureness === "unsure")) return now;
  return [old.sureness === "sure" ? old : { ...same, beginMs: old.beginMs }, ...now.filter((guess) => guess !== same)];
}

const settleMs = 10_000;

/** The picture at a time of the file; null where there is none, or none that this browser can show. */
export async function pictureOf(media: OpenMedia, offsetMs: number): Promise<ImageBitmap | null> {
  const atSeconds = media.firstSeconds + offsetMs / 1000;
  return media.withTracks({ fromSeconds: atSeconds, toSeconds: atSeconds, back: 2 }, async ({ picture }) => {
    const sample = await new VideoSampleSink(picture).getSample(atSeconds);
    if (sample === null) return null;
    const frame = sample.toVideoFrame();
    sample.close();
    try {
      return await createImageBitmap(frame, { resizeWidth: pictureWidth, resizeQuality: "medium" });
    } finally {
      frame.close();
    }
  });
}

/** Enough to recognise what is on the screen. */
const pictureWidth = 640;

/** A file with a table of all its pictures is finished. */
function canGrow(media: OpenMedia | null): boolean {
  if (media === null) return false;
  const { container, mp4, mkv } = media.walk;
  return container === "ts" || mp4?.parts != null || mkv?.isIndexed === false;
}

/** What stood in the way of reading lies outside the file, so that the same file is worth another look. */
function passes(code: FileProblemCode | undefined): boolean {
  return code === "changed" || code === "denied" || code === "gone";
}

/** Finishing a recording rewrites its head, and leaves what it is and when it began. */
function isSameFootage(before: OpenMedia, after: OpenMedia): boolean {
  return (
    before.picture.codec === after.picture.codec &&
    before.picture.width === after.picture.width &&
    before.picture.height === after.picture.height &&
    before.createdMs === after.createdMs &&
    after.durationSeconds >= before.durationSeconds - 1
  );
}

function problemOf({ code, message }: FileProblem): NonNullable<OwnFile["problem"]> {
  return { code, message };
}

/** Of this computer, which has also named the file. */
function offsetMinutesAt(epochMs: number): number {
  return -new Date(epochMs).getTimezoneOffset();
}
