// What a capture sees and hears, from one look a second: whether there is a picture at all, and whether it moves.

/** One look at what came. Lumas are 0 to 255; null for a second in which nothing came. */
export interface Look {
  readonly atMs: number;
  readonly picture: {
    readonly brightest: number;
    /** Mean difference to the look before, 0 to 255. */
    readonly change: number;
  } | null;
  /** Loudest sample, 0 to 1; null when the share has no sound. */
  readonly peak: number | null;
}

export interface Sight {
  readonly sinceMs: number;
  /** When there was last a picture, one that is not black, one that had changed, and a sound. */
  readonly pictureAtMs: number;
  readonly brightAtMs: number;
  readonly movedAtMs: number;
  readonly heardAtMs: number;
  readonly hasSound: boolean;
}

/**
 * `none`: no picture comes; `black`: it has been black for seconds, as protected video is; `still`: it does not change.
 * `unshared`: the share has no sound; `silent`: nothing has been heard for long.
 */
export interface SightView {
  readonly picture: "seen" | "none" | "black" | "still";
  readonly sound: "heard" | "unshared" | "silent";
}

/** Protected video is all zeros; a dark scene has noise and a logo. */
const blackLuma = 20;
/** Compression alone makes a still picture shimmer by less. */
const stillChange = 0.4;
/** A sixteen-bit sample of 30: what a muted player gives is exactly 0. */
const silentPeak = 0.001;
const noneAfterMs = 4_000;
const blackAfterMs = 5_000;
const stillAfterMs = 15_000;
const silentAfterMs = 20_000;

export function startSight(atMs: number): Sight {
  return { sinceMs: atMs, pictureAtMs: atMs, brightAtMs: atMs, movedAtMs: atMs, heardAtMs: atMs, hasSound: true };
}

export function see(sight: Sight, { atMs, picture, peak }: Look): Sight {
  return {
    ...sight,
    pictureAtMs: picture === null ? sight.pictureAtMs : atMs,
    brightAtMs: picture !== null && picture.brightest > blackLuma ? atMs : sight.brightAtMs,
    movedAtMs: picture !== null && picture.change > stillChange ? atMs : sight.movedAtMs,
    heardAtMs: peak !== null && peak > silentPeak ? atMs : sight.heardAtMs,
    hasSound: peak !== null,
  };
}

export function sightView(sight: Sight, atMs: number): SightView {
  const isPast = (sinceMs: number, afterMs: number) => atMs - sinceMs >= afterMs;
  return { picture: pictureOf(sight, isPast), sound: soundOf(sight, isPast) };
}

type IsPast = (sinceMs: number, afterMs: number) => boolean;

function pictureOf(sight: Sight, isPast: IsPast): SightView["picture"] {
  if (isPast(sight.pictureAtMs, noneAfterMs)) return "none";
  if (isPast(sight.brightAtMs, blackAfterMs)) return "black";
  return isPast(sight.movedAtMs, stillAfterMs) ? "still" : "seen";
}

function soundOf(sight: Sight, isPast: IsPast): SightView["sound"] {
  if (!sight.hasSound) return "unshared";
  return isPast(sight.heardAtMs, silentAfterMs) ? "silent" : "heard";
}
