// Which H.264 profile, level and rate to ask an encoder for, by the size of the picture.

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** The largest picture that is encoded: more is no better than what the players show, and software would not keep up. */
const largest: PictureSize = { width: 1920, height: 1080 };

/** Levels of H.264 (table A-1): macroblocks a second and a picture, and the number of the level. */
const levels = [
  { perSecond: 40_500, perPicture: 1_620, level: 30 },
  { perSecond: 108_000, perPicture: 3_600, level: 31 },
  { perSecond: 216_000, perPicture: 5_120, level: 32 },
  { perSecond: 245_760, perPicture: 8_192, level: 40 },
  { perSecond: 522_240, perPicture: 8_704, level: 42 },
];

/** High profile first; constrained baseline is what any encoder has. */
const profiles = ["6400", "42e0"];

/** 0.13 bits a pixel: 8 Mb/s at 1080p30. Software encoders lose visibly below that. */
const bitsPerPixel = 0.13;
const leastBitrate = 2_000_000;
const largestBitrate = 12_000_000;

/** Even sides, as H.264 in 4:2:0 needs them, and no larger than 1080p. */
export function encodedSize({ width, height }: PictureSize): PictureSize {
  const scale = Math.min(1, largest.width / width, largest.height / height);
  return { width: even(width * scale), height: even(height * scale) };
}

/** Names of codecs to try in order, `avc1.640028` and the like; a level that is too low is refused by encoders. */
export function h264Codecs({ width, height }: PictureSize, framesPerSecond: number): string[] {
  const perPicture = Math.ceil(width / 16) * Math.ceil(height / 16);
  const fits = levels.find((one) => one.perPicture >= perPicture && one.perSecond >= perPicture * framesPerSecond);
  const level = (fits?.level ?? 52).toString(16).padStart(2, "0");
  return profiles.map((profile) => `avc1.${profile}${level}`);
}

/** Bits a second. */
export function videoBitrate({ width, height }: PictureSize, framesPerSecond: number): number {
  return Math.min(largestBitrate, Math.max(leastBitrate, Math.round(width * height * framesPerSecond * bitsPerPixel)));
}

function even(pixels: number): number {
  return Math.max(2, 2 * Math.round(pixels / 2));
}
