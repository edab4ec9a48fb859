// What it costs to make a piece of a segment: time of a core, and bytes on disk beside picture and sound.
import { readSampleTable } from "#core/recording/sample-table.ts";
import { later, madeSegment, samplePackets } from "../../test/media/made-segment.ts";
import { createPieceMaker } from "../../web/engines/pieces/piece-maker.ts";
import { percentile } from "../percentile.ts";
import { fillUp } from "./fill-up.ts";
import type { Row } from "../row.ts";

/** Two seconds of 6 Mb/s: what a 1080p stream of a game has. */
const segmentBytes = 1_500_000;
const rounds = 40;

/** The overhead is beside that of the transport stream it came in; the time is of Node on this machine. */
export async function pieceCost(): Promise<Row[]> {
  const { pictures, sounds, config } = await samplePackets(3);
  const filled = fillUp(pictures, segmentBytes);
  const maker = createPieceMaker(null, -1);
  const cpuMs: number[] = [];
  let overhead = 0;
  let tsOverhead = 0;
  for (let round = 0; round < rounds; round++) {
    const from = round * 2;
    const made = { pictures: later(filled, from), sounds: later(sounds, from) };
    const video = await madeSegment({ container: "ts", ...made, config });
    const before = process.cpuUsage();
    const segment = { sequence: round, run: 0, startMs: 1_790_000_000_000 + from * 1000, durationMs: 2000 };
    const piece = await maker.make(segment, { video, audio: null });
    const spent = process.cpuUsage(before);
    if (piece.status !== "made") throw new Error(piece.detail);
    cpuMs.push((spent.user + spent.system) / 1000);
    const media = readSampleTable(new Uint8Array(piece.bytes))
      .flatMap(({ samples }) => samples)
      .reduce((sum, sample) => sum + sample.size, 0);
    overhead = piece.bytes.byteLength - media;
    tsOverhead = video.bytes.byteLength - media;
  }
  return [
    {
      key: "recorder.overhead_bytes",
      value: overhead,
      unit: "bytes/piece",
      baseline: tsOverhead,
      ratio: overhead / tsOverhead,
    },
    { key: "recorder.piece_cpu_ms", value: percentile(cpuMs, 0.5), unit: "ms/piece", baseline: null, ratio: null },
  ];
}
