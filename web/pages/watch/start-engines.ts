// Puts recorder, cutter and clip runner together; they are loaded only by a page that records.
import type { HlsConfig } from "hls.js";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { CutProgress } from "../../engines/clip-runner/clip-runner.types.ts";
import type { StreamChoice } from "#core/recording/stream-choice.ts";
import type { Recorder, RecorderOptions, RecorderStatus } from "../../engines/recorder/recorder.types.ts";

export interface Engines {
  /** Lets hls.js play the recording. */
  readonly loader: Pick<HlsConfig, "pLoader" | "fLoader">;
  /** Takes a share of the tab, where there is no playlist. */
  readonly sharing: Recorder["sharing"] | null;
  choose(choice: StreamChoice): void;
  updateJobs(jobs: readonly ClipJob[]): void;
  destroy(): Promise<void>;
}

interface Options extends RecorderOptions {
  readonly pageId: string;
  /** False after the stream: clips are then cut from what is kept. */
  readonly records: boolean;
  readonly onRecorder: (status: RecorderStatus) => void;
  readonly onProgress: (progress: readonly CutProgress[]) => void;
}

export async function startEngines({
  pageId,
  records,
  onRecorder,
  onProgress,
  ...recording
}: Options): Promise<Engines> {
  const [
    { startRecorder },
    { idleRecorder },
    { createRecordingLoader },
    { createFfmpegCutter },
    { createClipRunner },
    { createFootageFinder },
  ] = await Promise.all([
    import("../../engines/recorder/start-recorder.ts"),
    import("../../engines/recorder/idle-recorder.ts"),
    import("../../engines/recorder/recording-loader.ts"),
    import("../../engines/cutter/ffmpeg-cutter.ts"),
    import("../../engines/clip-runner/clip-runner.ts"),
    import("../../engines/recordings/find-footage.ts"),
  ]);
  const recorder = records ? startRecorder(recording) : idleRecorder(recording);
  const finder = createFootageFinder({ channelKey: recording.channelKey, recorder: () => recorder });
  const cutter = createFfmpegCutter();
  const runner = createClipRunner({ recorder, finder, cutter, pageId });
  if (records) onRecorder(recorder.status);
  const stopListening = [recorder.subscribe(onRecorder), runner.subscribe(onProgress)];
  return {
    loader: createRecordingLoader(recorder),
    sharing: records ? recorder.sharing : null,
    choose: (choice) => recorder.choose(choice),
    updateJobs: (jobs) => runner.update(jobs),
    async destroy() {
      for (const stop of stopListening) stop();
      runner.destroy();
      cutter.destroy();
      await recorder.destroy();
    },
  };
}
