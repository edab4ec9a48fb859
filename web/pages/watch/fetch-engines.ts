// Fetches what plays and records while the page still asks about its channel: one after the other, the first picture would
// wait for both.

/** What cannot be fetched is asked for again when it is needed, and told of then. */
export function fetchEngines(): void {
  const fetched = [
    import("hls.js"),
    import("../../engines/recorder/start-recorder.ts"),
    import("../../engines/recorder/recording-loader.ts"),
    import("../../engines/cutter/ffmpeg-cutter.ts"),
    import("../../engines/clip-runner/clip-runner.ts"),
    import("../../engines/recordings/find-footage.ts"),
  ];
  Promise.all(fetched).catch(() => undefined);
}
