// A page that captures a part of itself: a canvas which draws the milliseconds of the clock as a frame counter, and beeps.
import { EncodedAudioPacketSource, EncodedVideoPacketSource, Mp4OutputFormat, BufferTarget, Output } from "mediabunny";
import { pipelineLatency, type MarkSeen, type PipelineLatency } from "#core/capture/pipeline-latency.ts";
import { blinkMark } from "../../web/engines/capture/blink-mark.ts";
import { encodeShare } from "../../web/engines/capture/encode-share.ts";
import type { EncodedGroup } from "../../web/engines/capture/encoded-group.ts";
import { shareTab } from "../../web/engines/capture/share-tab.ts";
import { COUNTER_BLOCKS, counterBounds, encodeFrameCounter } from "../media/frame-counter.ts";

/** The counter has sixteen bits: it counts milliseconds modulo this. */
export const clockModulo = 65_536;

export interface CaptureReading {
  readonly scope: string;
  readonly size: readonly [number, number];
  readonly latency: PipelineLatency | null;
  /** Epoch milliseconds that each picture is said to be from, less those that it shows. */
  readonly errorsMs: readonly number[];
  /** Groups: how long, how many packets of picture and sound, and of which run. */
  readonly groups: readonly { durationMs: number; pictures: number; sounds: number; run: number }[];
  /** How far each group begins from the end of the one before. */
  readonly seamsMs: readonly number[];
  readonly looks: readonly { brightest: number; change: number; peak: number; frames: number }[];
}

/** Captures `groups` groups of a stage of 640×360, and then ends the share as the browser's own bar would. */
export async function captureItself(
  wanted: number,
  read: (clip: Blob) => Promise<{ frames: readonly (number | null)[]; times: readonly number[] }>,
): Promise<CaptureReading> {
  const { stage, stop } = drawStage();
  const shared = await shareTab(stage);
  if (shared.status === "problem") throw new Error(shared.problem);
  const seen: MarkSeen[] = [];
  const groups: EncodedGroup[] = [];
  const looks: CaptureReading["looks"][number][] = [];
  let latency: PipelineLatency | null = null;
  let size: CaptureReading["size"] = [0, 0];
  const measured = blinkMark(stage).then((blinks) => (latency = pipelineLatency(blinks, seen)));
  await encodeShare(shared, {
    measured,
    onMark: (mark) => seen.push(mark),
    behind: () => ({ pipelineMs: latency?.latencyMs ?? 0, broadcastMs: 0, clockMs: 0 }),
    onLook({ picture, peak, frames, width, height }) {
      size = [width, height];
      picture?.thumbnail.close();
      looks.push({ brightest: picture?.brightest ?? 0, change: picture?.change ?? 0, peak, frames });
    },
    onGroup(group) {
      groups.push(group);
      if (groups.length === wanted) shared.stop();
    },
  });
  await shared.ended;
  stop();
  const first = groups[0]?.startMs ?? 0;
  const { frames, times } = await read(await clipOf(groups));
  const errorsMs = frames.flatMap((shown, index) => {
    const saidMs = first + (times[index] ?? 0) * 1000;
    return shown === null ? [] : [wrapped(saidMs - shown)];
  });
  return {
    ...{ scope: shared.scope, size, latency, errorsMs, looks },
    groups: groups.map(({ durationMs, picture, sound, run }) => ({
      ...{ durationMs, run, pictures: picture.packets.length, sounds: sound?.packets.length ?? 0 },
    })),
    seamsMs: groups.slice(1).map((group, index) => {
      const before = groups[index];
      return group.startMs - (before ? before.startMs + before.durationMs : 0);
    }),
  };
}

function drawStage(): { stage: HTMLElement; stop: () => void } {
  const stage = document.createElement("div");
  stage.style.cssText = "position:relative;width:640px;height:360px;isolation:isolate;overflow:hidden";
  const style = document.createElement("style");
  style.textContent =
    ".capture-mark{position:absolute;top:0;left:0;width:24px;height:24px;background:#000}.capture-mark.white{background:#fff}";
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 360;
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

/** All groups as one file that begins at 0. */
async function clipOf(groups: readonly EncodedGroup[]): Promise<Blob> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat(), target });
  const pictures = new EncodedVideoPacketSource("avc");
  const soundCodec = groups.find(({ sound }) => sound !== null)?.sound?.codec ?? "opus";
  const sounds = new EncodedAudioPacketSource(soundCodec);
  output.addVideoTrack(pictures);
  output.addAudioTrack(sounds);
  await output.start();
  const zero = (groups[0]?.startMs ?? 0) / 1000;
  for (const { picture, sound } of groups) {
    for (const packet of picture.packets)
      await pictures.add(packet.clone({ timestamp: packet.timestamp - zero }), { decoderConfig: picture.config });
    for (const packet of sound?.packets ?? [])
      if (sound && packet.timestamp >= zero)
        await sounds.add(packet.clone({ timestamp: packet.timestamp - zero }), { decoderConfig: sound.config });
  }
  await output.finalize();
  return new Blob([target.buffer ?? new ArrayBuffer(0)], { type: "video/mp4" });
}

function wrapped(ms: number): number {
  const rest = ((ms % clockModulo) + clockModulo) % clockModulo;
  return rest > clockModulo / 2 ? rest - clockModulo : rest;
}
