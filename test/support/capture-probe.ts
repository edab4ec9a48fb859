// A page that captures a part of itself: a canvas which draws the milliseconds of the clock as a frame counter, and beeps.
import type { Gap, Piece, PieceFormat } from "#core/recording/piece.ts";
import type { CaptureStatus, ShareSight } from "../../web/engines/capture/capture.types.ts";
import { createCapture } from "../../web/engines/capture/start-capture.ts";
import { createFfmpegCutter } from "../../web/engines/cutter/ffmpeg-cutter.ts";
import { startRecorder } from "../../web/engines/recorder/start-recorder.ts";
import type { RecorderStatus } from "../../web/engines/recorder/recorder.types.ts";
import { COUNTER_BLOCKS, counterBounds, encodeFrameCounter } from "../media/frame-counter.ts";

/** The counter has sixteen bits: it counts milliseconds modulo this. */
const clockModulo = 65_536;
/** CSS pixels. */
const stageSize = { width: 640, height: 360 };

interface ClipRead {
  readonly frames: readonly (number | null)[];
  readonly times: readonly number[];
  readonly hasAudio: boolean;
}

export interface CaptureProbe {
  /** Opens the recording and shares the tab; resolves when it records. */
  begin(): Promise<CaptureStatus>;
  /** Resolves when so many pieces have been stored in all. */
  untilPieces(count: number): Promise<void>;
  /** What the capture says of itself when it says something of what it sees. */
  sight(): Promise<Omit<ShareSight, "thumbnail">>;
  /** Ends the share as the browser's own bar does. Resolves when the recorder has stored the rest. */
  endFromBar(): Promise<CaptureStatus>;
  footage(): Promise<{ pieces: readonly Piece[]; formats: readonly PieceFormat[]; gaps: readonly Gap[] }>;
  /** Cuts a range as a clip is cut; of each picture that can be read, when it is said to be from less what it shows. */
  cut(
    range: { fromMs: number; toMs: number },
    read: (clip: Blob) => Promise<ClipRead>,
  ): Promise<{ errorsMs: number[]; unreadable: number; hasAudio: boolean; missingMs: number }>;
  destroy(): Promise<void>;
}

export function captureProbe(): CaptureProbe {
  const { stage, stop } = drawStage();
  const recorder = startRecorder({ channelKey: "kick:77", login: "probe", sessionNumber: 1, playlistUrl: null });
  const capture = createCapture(recorder.sharing, { broadcastMs: 0, clockMs: 0 });
  let stream: MediaStream | null = null;
  const ask = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getDisplayMedia = async (options) => (stream = await ask(options));
  const everything = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

  const until = <Status>(
    source: { readonly status: Status; subscribe(listener: (status: Status) => void): () => void },
    isSo: (status: Status) => boolean,
  ) =>
    new Promise<Status>((resolve) => {
      const look = (status: Status) => {
        if (!isSo(status)) return;
        stopLooking();
        resolve(status);
      };
      const stopLooking = source.subscribe(look);
      look(source.status);
    });

  return {
    async begin() {
      await until<RecorderStatus>(recorder, ({ phase }) => phase === "unshared");
      const before = capture.status.phase;
      void capture.begin(stage);
      return plain(
        await until(capture, ({ phase }) => phase === "recording" || (phase === "ended" && before === "idle")),
      );
    },
    untilPieces: async (count) => void (await until<RecorderStatus>(recorder, ({ pieces }) => pieces >= count)),
    async sight() {
      const { sight } = await until(capture, (status) => status.sight !== null && status.sight.width > 0);
      return { ...(sight as ShareSight), thumbnail: null };
    },
    async endFromBar() {
      for (const track of stream?.getVideoTracks() ?? []) track.dispatchEvent(new Event("ended"));
      await until<RecorderStatus>(recorder, ({ phase }) => phase === "unshared");
      return plain(await until(capture, ({ phase }) => phase === "ended"));
    },
    async footage() {
      const { pieces, formats } = await recorder.footageOf(everything);
      return { pieces, formats, gaps: recorder.status.gaps };
    },
    async cut(range, read) {
      const cutter = createFfmpegCutter();
      try {
        const { file, lacks } = await cutter.cut({ footage: await recorder.footageOf(range), range }, () => {});
        const { frames, times, hasAudio } = await read(file);
        const errorsMs = frames.flatMap((shown, index) =>
          shown === null ? [] : [wrapped(range.fromMs + (times[index] ?? 0) * 1000 - shown)],
        );
        return { errorsMs, unreadable: frames.length - errorsMs.length, hasAudio, missingMs: lacks.missingMs };
      } finally {
        cutter.destroy();
      }
    },
    async destroy() {
      capture.destroy();
      await recorder.destroy();
      stop();
    },
  };
}

/** Without the picture, which does not travel as JSON. */
function plain(status: CaptureStatus): CaptureStatus {
  return { ...status, sight: null };
}

function drawStage(): { stage: HTMLElement; stop: () => void } {
  const stage = document.createElement("div");
  stage.style.cssText = `position:relative;width:${stageSize.width}px;height:${stageSize.height}px;isolation:isolate;overflow:hidden`;
  const style = document.createElement("style");
  style.textContent =
    ".capture-mark{position:absolute;top:0;left:0;width:24px;height:24px;background:#000}.capture-mark.white{background:#fff}";
  const canvas = document.createElement("canvas");
  canvas.width = stageSize.width;
  canvas.height = stageSize.height;
  stage.append(style, canvas);
  // Something that lies over the stage and must not be in the picture.
  const over = document.createElement("div");
  over.style.cssText = "position:fixed;left:0;top:0;width:640px;height:360px;background:#0f0;opacity:.9;z-index:9";
  document.body.append(stage, over);
  const context = canvas.getContext("2d");
  const strip = counterBounds(canvas.width, canvas.height);
  const block = strip.width / COUNTER_BLOCKS;
  let frame = requestAnimationFrame(function draw() {
    if (context === null) return;
    context.fillStyle = "#888";
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const [index, bit] of encodeFrameCounter(Date.now() % clockModulo).entries()) {
      context.fillStyle = bit === 1 ? "#fff" : "#000";
      context.fillRect(strip.x + index * block, strip.y, block, strip.height);
    }
    frame = requestAnimationFrame(draw);
  });
  const sound = new AudioContext();
  const tone = sound.createOscillator();
  tone.connect(sound.destination);
  tone.start();
  void sound.resume();
  return {
    stage,
    stop() {
      cancelAnimationFrame(frame);
      void sound.close();
      stage.remove();
      over.remove();
    },
  };
}

function wrapped(ms: number): number {
  const rest = ((ms % clockModulo) + clockModulo) % clockModulo;
  return rest > clockModulo / 2 ? rest - clockModulo : rest;
}
