// Encodes captured sound as AAC where the browser can, else as Opus, on a clock that counts samples.

export interface EncodedSound {
  readonly chunk: EncodedAudioChunk;
  readonly config: AudioDecoderConfig;
  readonly codec: "aac" | "opus";
}

export interface SoundEncoder {
  /** Takes the samples and closes them; returns what time they have on the encoder's clock, and how loud they are. */
  encode(samples: AudioData): Promise<{ readonly mediaMs: number; readonly peak: number }>;
  finish(): Promise<void>;
}

interface Options {
  readonly onSound: (sound: EncodedSound) => void;
  readonly onError: (error: Error) => void;
}

const bitrate = 160_000;
const codecs = [
  { codec: "mp4a.40.2", name: "aac" },
  { codec: "opus", name: "opus" },
] as const;

/** Timestamps of captured sound jump within the first tenths of a second in Chromium; their count does not. */
export function createSoundEncoder({ onSound, onError }: Options): SoundEncoder {
  let name: EncodedSound["codec"] = "opus";
  let config: AudioDecoderConfig | null = null;
  let isConfigured = false;
  let heardUs = 0;
  const encoder = new AudioEncoder({
    output(chunk, metadata) {
      if (metadata?.decoderConfig !== undefined) config = metadata.decoderConfig;
      if (config !== null) onSound({ chunk, config, codec: name });
    },
    error: onError,
  });
  return {
    async encode(samples) {
      try {
        if (!isConfigured) {
          isConfigured = true;
          name = await configure(encoder, samples);
        }
        const { counted, peak } = recount(samples, heardUs);
        const mediaMs = heardUs / 1000;
        heardUs += (samples.numberOfFrames / samples.sampleRate) * 1e6;
        if (encoder.state === "configured") encoder.encode(counted);
        counted.close();
        return { mediaMs, peak };
      } finally {
        samples.close();
      }
    },
    async finish() {
      if (encoder.state === "configured") await encoder.flush().catch(() => undefined);
      if (encoder.state !== "closed") encoder.close();
    },
  };
}

async function configure(encoder: AudioEncoder, { sampleRate, numberOfChannels }: AudioData): Promise<"aac" | "opus"> {
  for (const { codec, name } of codecs) {
    const config: AudioEncoderConfig = { codec, sampleRate, numberOfChannels, bitrate };
    const { supported } = await AudioEncoder.isConfigSupported(config).catch(() => ({ supported: false }));
    if (!supported) continue;
    encoder.configure(config);
    return name;
  }
  throw new DOMException("This browser can encode neither AAC nor Opus.", "NotSupportedError");
}

/** The same samples with another timestamp. */
function recount(samples: AudioData, timestamp: number): { counted: AudioData; peak: number } {
  const { numberOfChannels, numberOfFrames, sampleRate } = samples;
  const data = new Float32Array(numberOfFrames * numberOfChannels);
  for (let planeIndex = 0; planeIndex < numberOfChannels; planeIndex++) {
    const plane = data.subarray(planeIndex * numberOfFrames, (planeIndex + 1) * numberOfFrames);
    samples.copyTo(plane, { planeIndex, format: "f32-planar" });
  }
  const counted = new AudioData({
    ...{ format: "f32-planar", sampleRate, numberOfFrames, numberOfChannels, timestamp, data },
  });
  return { counted, peak: data.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) };
}
