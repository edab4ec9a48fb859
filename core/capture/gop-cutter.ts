// Gathers encoded pictures and sounds into groups of pictures, each with the sound of the same time; a group becomes a piece.

/** `startMs` is event time, epoch milliseconds. */
export interface TimedPicture<Picture> {
  readonly startMs: number;
  /** It is decoded without another. */
  readonly isKey: boolean;
  readonly packet: Picture;
}

export interface TimedSound<Sound> {
  readonly startMs: number;
  readonly packet: Sound;
}

export interface PictureGroup<Picture, Sound> {
  readonly startMs: number;
  /** Where the next group begins. */
  readonly endMs: number;
  /** The first is a key frame. */
  readonly pictures: readonly TimedPicture<Picture>[];
  readonly sounds: readonly TimedSound<Sound>[];
}

/** What waits for the rest of its group. */
export interface GopCutter<Picture, Sound> {
  readonly pictures: readonly TimedPicture<Picture>[];
  readonly sounds: readonly TimedSound<Sound>[];
  readonly hasSound: boolean;
}

interface Cut<Picture, Sound> {
  readonly cutter: GopCutter<Picture, Sound>;
  /** At most one group is complete after each packet. */
  readonly group: PictureGroup<Picture, Sound> | null;
}

/** Sound that has not come this long after its group's last picture does not come. */
const soundWaitMs = 1_000;
/** An encoder that makes no more key frames must not fill the memory. */
const longestGroupMs = 30_000;
/** Sound that waits for a first picture: two seconds of the shortest packets. */
const maxEarlySounds = 200;

export function emptyCutter<Picture, Sound>(hasSound: boolean): GopCutter<Picture, Sound> {
  return { pictures: [], sounds: [], hasSound };
}

/** Pictures come in order. Those before the first key frame are left out. */
export function addPicture<Picture, Sound>(
  cutter: GopCutter<Picture, Sound>,
  picture: TimedPicture<Picture>,
): Cut<Picture, Sound> {
  if (cutter.pictures.length === 0 && !picture.isKey) return { cutter, group: null };
  return takeGroup({ ...cutter, pictures: [...cutter.pictures, picture] });
}

/** Sounds come in order. */
export function addSound<Picture, Sound>(
  cutter: GopCutter<Picture, Sound>,
  sound: TimedSound<Sound>,
): Cut<Picture, Sound> {
  return takeGroup({ ...cutter, sounds: [...cutter.sounds, sound] });
}

/** What is left when the share ends. Its last picture is shown as long as the one before. */
export function lastGroup<Picture, Sound>({
  pictures,
  sounds,
}: GopCutter<Picture, Sound>): PictureGroup<Picture, Sound> | null {
  const [first] = pictures;
  const last = pictures.at(-1);
  const before = pictures.at(-2);
  if (first === undefined || last === undefined || before === undefined) return null;
  return groupOf(pictures, sounds, 2 * last.startMs - before.startMs);
}

function takeGroup<Picture, Sound>(cutter: GopCutter<Picture, Sound>): Cut<Picture, Sound> {
  const { pictures, sounds, hasSound } = cutter;
  const first = pictures[0];
  const newest = pictures.at(-1);
  if (first === undefined || newest === undefined)
    return { cutter: { ...cutter, sounds: sounds.slice(-maxEarlySounds) }, group: null };
  if (newest.startMs - first.startMs > longestGroupMs) return { cutter: emptyCutter(hasSound), group: null };
  const end = pictures.find((picture) => picture.isKey && picture !== first);
  if (end === undefined) return { cutter, group: null };
  const isHeard = (sounds.at(-1)?.startMs ?? 0) >= end.startMs || newest.startMs - end.startMs > soundWaitMs;
  if (hasSound && !isHeard) return { cutter, group: null };
  const index = pictures.indexOf(end);
  return {
    group: groupOf(pictures.slice(0, index), sounds, end.startMs),
    cutter: {
      pictures: pictures.slice(index),
      sounds: sounds.filter(({ startMs }) => startMs >= end.startMs),
      hasSound,
    },
  };
}

function groupOf<Picture, Sound>(
  pictures: readonly TimedPicture<Picture>[],
  sounds: readonly TimedSound<Sound>[],
  endMs: number,
): PictureGroup<Picture, Sound> {
  const startMs = pictures[0]?.startMs ?? endMs;
  return {
    ...{ startMs, endMs, pictures },
    sounds: sounds.filter((sound) => sound.startMs >= startMs && sound.startMs < endMs),
  };
}
