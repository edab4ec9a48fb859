// Which segments of a sound rendition belong to a segment of the picture, by event time.
import type { TimedSegment } from "#core/recording/arrival-clock.ts";
import type { PlaylistSegment } from "#core/recording/playlist.ts";

export type MatchedSound =
  /** Oldest first; empty where a longer segment of sound goes with a neighbour. */
  | { readonly status: "listed"; readonly segments: readonly TimedSegment[] }
  /** The rendition's playlist does not reach so far yet. */
  | { readonly status: "coming" }
  /** It has left the rendition's playlist, or the source says that there is none. */
  | { readonly status: "gone" };

/** Sequence numbers of renditions are usually in step, give or take what one of the playlists is behind. */
const stepWithin = 3;
/** Segments of sound end where its frames do, up to this much before those of the picture. */
const slackMs = 250;

/** Puts a rendition without date-times of its own beside the picture: by number where they count alike, else by its end. */
export function timeSound(sound: readonly PlaylistSegment[], picture: readonly TimedSegment[]): TimedSegment[] {
  if (sound.every(({ startMs }) => startMs !== null))
    return sound.map((segment) => ({ ...segment, startMs: segment.startMs ?? 0 }));
  const newestSound = sound.at(-1);
  const newestPicture = picture.at(-1);
  if (newestSound === undefined || newestPicture === undefined) return [];
  const isInStep =
    Math.abs(newestSound.sequence - newestPicture.sequence) <= stepWithin &&
    Math.abs(newestSound.durationMs - newestPicture.durationMs) < newestPicture.durationMs / 4;
  const starts = new Map(picture.map(({ sequence, startMs }) => [sequence, startMs]));
  const place = isInStep ? sound.findLastIndex(({ sequence }) => starts.has(sequence)) : -1;
  const anchored = sound[place];
  const lengthMs = (from: number, to: number) => sound.slice(from, to).reduce((sum, one) => sum + one.durationMs, 0);
  let startMs =
    anchored === undefined
      ? newestPicture.startMs + newestPicture.durationMs - lengthMs(0, sound.length)
      : (starts.get(anchored.sequence) ?? 0) - lengthMs(0, place);
  return sound.map((segment) => {
    const own = isInStep ? (starts.get(segment.sequence) ?? startMs) : startMs;
    startMs = own + segment.durationMs;
    return { ...segment, startMs: own };
  });
}

/** A segment of sound goes with the segment of the picture in which its middle lies, and with no other. */
export function soundOf(
  { startMs, durationMs }: { readonly startMs: number; readonly durationMs: number },
  sound: readonly TimedSegment[],
): MatchedSound {
  const toMs = startMs + durationMs;
  const newest = sound.at(-1);
  const oldest = sound[0];
  if (newest === undefined || oldest === undefined) return { status: "coming" };
  const middleOf = (segment: TimedSegment) => segment.startMs + segment.durationMs / 2;
  if (newest.startMs + newest.durationMs < toMs - Math.max(slackMs, newest.durationMs / 2)) return { status: "coming" };
  const segments = sound.filter((segment) => middleOf(segment) >= startMs && middleOf(segment) < toMs);
  const isListed =
    segments.length > 0 || sound.some((one) => one.startMs <= startMs && one.startMs + one.durationMs >= toMs);
  return isListed && segments.every(({ isGap }) => !isGap) ? { status: "listed", segments } : { status: "gone" };
}
