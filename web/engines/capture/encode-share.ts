// Turns a share into groups of pictures with their sound, in event time: read, look, encode, gather; until the share ends.
import { addPicture, addSound, emptyCutter, lastGroup, type PictureGroup } from "#core/capture/gop-cutter.ts";
import type { MarkSeen } from "#core/capture/pipeline-latency.ts";
import { encodedGroup, type EncodedGroup } from "./encoded-group.ts";
import { createPictureEncoder, type EncodedPicture } from "./picture-encoder.ts";
import { createShareLooks, type ShareLook } from "./share-looks.ts";
import { createShareTimes, type Behind } from "./share-times.ts";
import { createSoundEncoder, type EncodedSound } from "./sound-encoder.ts";

export interface Share {
  readonly pictures: ReadableStream<VideoFrame>;
  /** Null for a share without sound. */
  readonly sounds: ReadableStream<AudioData> | null;
}

interface Options {
  readonly behind: () => Behind;
  readonly onGroup: (group: EncodedGroup) => void;
  /** Once a second. */
  readonly onLook: (look: ShareLook) => void;
  /** While the mark blinks pictures are looked at and not yet recorded. Resolves when that is over. */
  readonly measured: Promise<unknown>;
  readonly onMark: (seen: MarkSeen) => void;
}

const lookEveryMs = 1_000;
/** A picture that does not change is not sent again by the browser. */
const repeatAfterMs = 1_000;
/** More pictures a second than this are a stream of 60. */
const halfRate = 35;

/** Resolves when the share has ended and its last group was given. Throws when the browser cannot encode. */
export async function encodeShare(share: Share, options: Options): Promise<void> {
  const { measured, onGroup, onLook, onMark } = options;
  const times = createShareTimes(options.behind);
  const looks = createShareLooks();
  const { promise: broken, reject } = Promise.withResolvers<never>();
  const empty = () => emptyCutter<EncodedPicture, EncodedSound>(share.sounds !== null);
  let cutter = empty();
  let run = 0;

  const give = (group: PictureGroup<EncodedPicture, EncodedSound> | null) => {
    const encoded = group === null ? null : encodedGroup(group, run);
    if (encoded !== null) onGroup(encoded);
  };
  const onPicture = (packet: EncodedPicture) => {
    const isKey = packet.chunk.type === "key";
    if (isKey && times.settle()) {
      give(lastGroup(cutter));
      cutter = empty();
      run += 1;
    }
    const startMs = times.eventMs("picture", packet.chunk.timestamp / 1000);
    if (startMs === null) return;
    const next = addPicture(cutter, { startMs, isKey, packet });
    cutter = next.cutter;
    give(next.group);
  };
  const onSound = (packet: EncodedSound) => {
    const startMs = times.eventMs("sound", packet.chunk.timestamp / 1000);
    if (startMs === null) return;
    const next = addSound(cutter, { startMs, packet });
    cutter = next.cutter;
    give(next.group);
  };

  let isMeasuring = true;
  let seenWhileMeasuring = 0;
  let lastFrameAtMs = performance.now();
  const startedAtMs = lastFrameAtMs;
  let framesPerSecond = 30;
  void measured.finally(() => {
    isMeasuring = false;
    const seconds = (performance.now() - startedAtMs) / 1000;
    if (seenWhileMeasuring / seconds > halfRate) framesPerSecond = 60;
  });
  const pictures = createPictureEncoder({ framesPerSecond: () => framesPerSecond, onPicture, onError: reject });
  const sounds = createSoundEncoder({ onSound, onError: reject });

  const readPictures = () =>
    forEach(share.pictures, async (frame) => {
      times.heard("picture", frame.timestamp / 1000);
      lastFrameAtMs = performance.now();
      looks.saw(frame);
      if (isMeasuring) {
        seenWhileMeasuring += 1;
        onMark({ luma: looks.lumaOfCorner(frame), arrivedAtMs: performance.timeOrigin + performance.now() });
        frame.close();
        return;
      }
      if (!(await pictures.encode(frame))) looks.dropped();
    });
  const readSounds = async () => {
    if (share.sounds === null) return;
    await forEach(share.sounds, async (samples) => {
      const { mediaMs, peak } = await sounds.encode(samples);
      times.heard("sound", mediaMs);
      looks.heard(peak);
    });
  };
  const timer = setInterval(() => {
    onLook(looks.take());
    const sinceMs = performance.now() - lastFrameAtMs;
    if (!isMeasuring && sinceMs > repeatAfterMs) pictures.repeat(sinceMs);
  }, lookEveryMs);
  try {
    await Promise.race([Promise.all([readPictures(), readSounds()]), broken]);
  } finally {
    clearInterval(timer);
    await Promise.all([pictures.finish(), sounds.finish()]);
    give(lastGroup(cutter));
    looks.destroy();
  }
}

async function forEach<Value>(stream: ReadableStream<Value>, act: (value: Value) => Promise<void>): Promise<void> {
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) await act(next.value);
}
