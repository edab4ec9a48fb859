// The page the engines are tested in: puts them where a test can reach them, and reads clips back picture by picture.
import "../../web/api/zod-without-eval.ts";
import Hls from "hls.js";
import { ALL_FORMATS, BlobSource, Input, VideoSampleSink } from "mediabunny";
import { missingIn } from "#core/recording/coverage.ts";
import { createClipRunner } from "../../web/engines/clip-runner/clip-runner.ts";
import { createFfmpegCutter } from "../../web/engines/cutter/ffmpeg-cutter.ts";
import { recordedAddress } from "../../web/engines/recorder/recorded-address.ts";
import { createRecordingLoader } from "../../web/engines/recorder/recording-loader.ts";
import { startRecorder } from "../../web/engines/recorder/start-recorder.ts";
import type { Recorder } from "../../web/engines/recorder/recorder.types.ts";
import { startFiles } from "../../web/engines/files/start-files.ts";
import { startWhatIf } from "../../web/engines/what-if/start-what-if.ts";
import { deleteRecording, keepRecording } from "../../web/engines/recordings/change-recording.ts";
import { createFootageFinder } from "../../web/engines/recordings/find-footage.ts";
import { listRecordings } from "../../web/engines/recordings/list-recordings.ts";
import { holdRecording, writtenRecordings } from "../../web/engines/recordings/recording-lock.ts";
import { createRoomKeeper } from "../../web/engines/recordings/room-keeper.ts";
import { storeRecording } from "./store-recording.ts";
import { captureProbe, type CaptureProbe } from "./capture-probe.ts";
import { COUNTER_BLOCKS, counterBounds, decodeFrameCounter } from "../media/frame-counter.ts";

export interface ClipReading {
  /** Burned-in numbers of all pictures shown, in order; null where one cannot be read. */
  readonly frames: readonly (number | null)[];
  /** When each is shown, seconds. */
  readonly times: readonly number[];
  readonly hasAudio: boolean;
  /** The number in the first picture that a video element shows. */
  readonly firstInVideo: number | null;
}

const engines = {
  missingIn,
  Hls,
  startRecorder,
  createRecordingLoader,
  recordedAddress,
  createFfmpegCutter,
  createClipRunner,
  startFiles,
  startWhatIf,
  ...{ listRecordings, keepRecording, deleteRecording, createFootageFinder, createRoomKeeper },
  ...{ holdRecording, writtenRecordings, storeRecording },
  readClip,
  counterOf,
  captureProbe,
  probe: null as CaptureProbe | null,
  recorder: null as Recorder | null,
};
export type Engines = typeof engines;

declare global {
  var engines: Engines;
}
globalThis.engines = engines;

async function readClip(clip: Blob): Promise<ClipReading> {
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(clip) });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error("The clip has no picture.");
  const frames: (number | null)[] = [];
  const times: number[] = [];
  for await (const sample of new VideoSampleSink(track).samples()) {
    // What the edit list hides comes with negative times.
    if (sample.timestamp >= -0.001) {
      const frame = sample.toVideoFrame();
      frames.push(counterOf(frame, sample.displayWidth, sample.displayHeight));
      frame.close();
      times.push(sample.timestamp);
    }
    sample.close();
  }
  const hasAudio = (await input.getPrimaryAudioTrack()) !== null;
  input.dispose();
  return { frames, times, hasAudio, firstInVideo: await firstInVideo(clip) };
}

async function firstInVideo(clip: Blob): Promise<number | null> {
  const video = document.createElement("video");
  video.muted = true;
  document.body.append(video);
  const shown = new Promise((resolve, reject) => {
    video.requestVideoFrameCallback(resolve);
    video.addEventListener("error", () => reject(new Error("The browser cannot play the clip.")), { once: true });
  });
  video.src = URL.createObjectURL(clip);
  await shown;
  const frame = counterOf(video, video.videoWidth, video.videoHeight);
  video.remove();
  URL.revokeObjectURL(video.src);
  return frame;
}

const canvas = new OffscreenCanvas(COUNTER_BLOCKS * 8, 8);
const context = canvas.getContext("2d", { willReadFrequently: true });

function counterOf(picture: CanvasImageSource, width: number, height: number): number | null {
  const strip = counterBounds(width, height);
  context?.drawImage(picture, strip.x, strip.y, strip.width, strip.height, 0, 0, canvas.width, canvas.height);
  const pixels = context?.getImageData(0, 4, canvas.width, 1).data ?? new Uint8ClampedArray();
  // The middle of each block, away from the edges that compression blurs.
  return decodeFrameCounter(Array.from({ length: COUNTER_BLOCKS }, (_, block) => pixels[(block * 8 + 4) * 4] ?? 0));
}
