// Encodes captured pictures as H.264, with a key frame every two seconds, in hardware where there is some.
import { encodedSize, h264Codecs, videoBitrate, type PictureSize } from "#core/capture/encoder-choice.ts";

export interface EncodedPicture {
  readonly chunk: EncodedVideoChunk;
  readonly config: VideoDecoderConfig;
}

export interface PictureEncoder {
  /** Takes the frame and closes it. False when it was dropped because the encoder does not keep up. */
  encode(frame: VideoFrame): Promise<boolean>;
  /** Repeats the last picture when none has come for a second, so that a still picture is recorded too. */
  repeat(sinceLastMs: number): void;
  /** Gives what it holds. */
  finish(): Promise<void>;
}

interface Options {
  /** Asked when the encoder is set up, and again when the picture changes its size. */
  readonly framesPerSecond: () => number;
  readonly onPicture: (picture: EncodedPicture) => void;
  readonly onError: (error: Error) => void;
}

const keyEveryMs = 2_000;
/** A third of a second: more would only grow. */
const maxQueue = 10;

export function createPictureEncoder({ framesPerSecond, onPicture, onError }: Options): PictureEncoder {
  let config: VideoDecoderConfig | null = null;
  let size: PictureSize | null = null;
  let lastKeyUs = Number.NEGATIVE_INFINITY;
  let last: VideoFrame | null = null;
  const encoder = new VideoEncoder({
    output(chunk, metadata) {
      if (metadata?.decoderConfig !== undefined) config = metadata.decoderConfig;
      if (config !== null) onPicture({ chunk, config });
    },
    error: onError,
  });

  const put = (frame: VideoFrame, keyFrame: boolean) => {
    if (keyFrame) lastKeyUs = frame.timestamp;
    encoder.encode(frame, { keyFrame });
  };
  const isKeyDue = (timestampUs: number) => timestampUs - lastKeyUs >= keyEveryMs * 1000;

  return {
    async encode(frame) {
      try {
        if (encoder.state === "closed") return false;
        const wanted = encodedSize({ width: frame.displayWidth, height: frame.displayHeight });
        const isOther = size === null || wanted.width !== size.width || wanted.height !== size.height;
        // While a window is drawn larger the size changes with every frame: it is followed with the next key frame.
        if (isOther && (size === null || isKeyDue(frame.timestamp))) {
          encoder.configure(await supportedConfig(wanted, framesPerSecond()));
          size = wanted;
          lastKeyUs = Number.NEGATIVE_INFINITY;
        }
        if (encoder.encodeQueueSize > maxQueue) return false;
        put(frame, isKeyDue(frame.timestamp));
        last?.close();
        last = frame.clone();
        return true;
      } finally {
        frame.close();
      }
    },
    repeat(sinceLastMs) {
      if (last === null || encoder.state !== "configured") return;
      const again = new VideoFrame(last, { timestamp: last.timestamp + Math.round(sinceLastMs * 1000) });
      put(again, isKeyDue(again.timestamp));
      again.close();
    },
    async finish() {
      last?.close();
      last = null;
      if (encoder.state === "configured") await encoder.flush().catch(() => undefined);
      if (encoder.state !== "closed") encoder.close();
    },
  };
}

async function supportedConfig(size: PictureSize, framesPerSecond: number): Promise<VideoEncoderConfig> {
  for (const codec of h264Codecs(size, framesPerSecond)) {
    const config: VideoEncoderConfig = {
      ...{ codec, ...size, framerate: framesPerSecond, bitrate: videoBitrate(size, framesPerSecond) },
      // No pictures out of order, and none held back.
      latencyMode: "realtime",
      avc: { format: "avc" },
    };
    if ((await VideoEncoder.isConfigSupported(config)).supported) return config;
  }
  throw new DOMException("This browser cannot encode H.264.", "NotSupportedError");
}
