// Checks the finished sample: every frame's number, every tick's time, every segment's length, and the size of it all.

import { execFile } from "node:child_process";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { COUNTER_BLOCKS, counterBounds, decodeFrameCounter } from "./frame-counter.ts";

const RATE = 48_000;
const LIMIT_BYTES = 7_500_000;

const run = async (program, args) =>
  (await promisify(execFile)(program, args, { encoding: "buffer", maxBuffer: 2 ** 30 })).stdout;

async function frameNumbers(input, { width, height }) {
  const { x, y, width: w, height: h } = counterBounds(width, height);
  const filter = `crop=${w}:${h}:${x}:${y}:exact=1,scale=${COUNTER_BLOCKS}:1:flags=area,format=gray`;
  const lumas = await run("ffmpeg", [
    "-v",
    "error",
    "-i",
    input,
    "-an",
    "-vsync",
    "passthrough",
    "-vf",
    filter,
    "-f",
    "rawvideo",
    "-",
  ]);
  return Array.from({ length: lumas.length / COUNTER_BLOCKS }, (_, i) =>
    decodeFrameCounter(lumas.subarray(i * COUNTER_BLOCKS, (i + 1) * COUNTER_BLOCKS)),
  );
}

async function packets(input, stream) {
  const answer = await run("ffprobe", [
    "-v",
    "error",
    "-select_streams",
    stream,
    "-show_entries",
    "packet=pts_time,flags",
    "-of",
    "json",
    input,
  ]);
  return JSON.parse(answer).packets.map((packet) => ({
    time: Number(packet.pts_time),
    key: packet.flags.includes("K"),
  }));
}

/** When ticks start, in seconds after the first decoded sample; the weakest of them; the loudest sample of all else. */
async function ticks(input) {
  const bytes = await run("ffmpeg", [
    "-v",
    "error",
    "-i",
    input,
    "-vn",
    "-f",
    "f32le",
    "-ac",
    "2",
    "-ar",
    String(RATE),
    "-",
  ]);
  const stereo = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const count = stereo.length / 2;
  const starts = [];
  const inTick = new Uint8Array(count);
  let tick = 1;
  for (let i = 0; i < count; i++) {
    if (inTick[i] || Math.abs(stereo[i * 2]) <= 0.25) continue;
    const end = i + Math.round(0.021 * RATE);
    starts.push(i / RATE);
    inTick.fill(1, Math.max(0, i - RATE / 1000), end);
    let peak = 0;
    for (let n = i; n < end; n++) peak = Math.max(peak, Math.abs(stereo[n * 2]));
    tick = Math.min(tick, peak);
  }
  // Measured as the loudest usual downmix hears it, which adds the channels at 0.707 each.
  let bed = 0;
  for (let i = 0; i < count; i++)
    if (!inTick[i]) bed = Math.max(bed, Math.abs(stereo[i * 2] + stereo[i * 2 + 1]) * Math.SQRT1_2);
  return { starts, bed, tick };
}

const span = (values, digits = 1) => `${Math.min(...values).toFixed(digits)} … ${Math.max(...values).toFixed(digits)}`;

export async function checkSample(folder) {
  const facts = JSON.parse(await readFile(join(folder, "sample.json"), "utf8"));
  const faults = [];
  const expect = (fine, fault) => fine || faults.push(fault);
  const all = `concat:${facts.segments.map((name) => join(folder, name)).join("|")}`;

  // The whole loop.
  const numbers = await frameNumbers(all, facts);
  expect(numbers.length === facts.frames, `${numbers.length} frames instead of ${facts.frames}`);
  const misread = numbers.flatMap((number, i) => (number === i ? [] : [i]));
  expect(misread.length === 0, `frames misread: ${misread.slice(0, 10)}`);
  const video = await packets(all, "v");
  const audio = await packets(all, "a");
  const firstFrame = Math.min(...video.map((packet) => packet.time));
  const { starts, bed, tick } = await ticks(all);
  const drift = starts.map((start, i) => (start + audio[0].time - firstFrame - i) * 1000);
  expect(starts.length === facts.frames / facts.fps, `${starts.length} ticks`);
  expect(
    drift.every((ms) => Math.abs(ms) < 1),
    `ticks off by ${span(drift, 2)} ms`,
  );
  expect(bed < 0.2, `bed peaks at ${bed}`);

  // Each segment by itself.
  const leads = [];
  const sizes = [];
  for (const [i, name] of facts.segments.entries()) {
    const file = join(folder, name);
    const perSegment = facts.fps * facts.segmentSeconds;
    const frames = await packets(file, "v");
    const times = frames.map((packet) => packet.time).sort((a, b) => a - b);
    expect(frames.length === perSegment, `${name} has ${frames.length} frames`);
    expect(
      frames.every((packet, n) => packet.key === (n === 0)),
      `${name} has its keyframe elsewhere`,
    );
    const seconds = times.at(-1) - times[0] + 1 / facts.fps;
    expect(Math.abs(seconds - facts.segmentSeconds) < 0.0005, `${name} lasts ${seconds} s`);
    expect(Math.abs(times[0] - firstFrame - i * facts.segmentSeconds) < 0.0005, `${name} starts at ${times[0]}`);
    const alone = await frameNumbers(file, facts);
    expect(
      alone.length === perSegment && alone.every((number, n) => number === i * perSegment + n),
      `${name} does not decode alone`,
    );
    leads.push((times[0] - (await packets(file, "a"))[0].time) * 1000);
    sizes.push((await stat(file)).size);
  }

  const around = join(folder, "..");
  let total = 0;
  for (const name of await readdir(around, { recursive: true })) {
    const entry = await stat(join(around, name));
    if (entry.isFile()) total += entry.size;
  }
  expect(total <= LIMIT_BYTES, `the folder holds ${total} bytes`);

  console.log(
    `frames ${numbers.length}, ticks ${starts.length}: ${span(drift, 2)} ms after their frame, peak at least ${tick.toFixed(2)}, all else at most ${bed.toFixed(3)}`,
  );
  console.log(
    `segments ${span(sizes, 0)} bytes; audio starts ${span(leads)} ms before the picture (first segment ${leads[0].toFixed(1)} ms)`,
  );
  console.log(`segments in all ${sizes.reduce((sum, size) => sum + size, 0)} bytes, folder ${total} bytes`);
  if (faults.length > 0) throw new Error(faults.join("\n"));
}
