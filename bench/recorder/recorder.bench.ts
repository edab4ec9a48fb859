// The recorder's figures as a measurement of `npm run bench`.
import type { Measured } from "../row.ts";
import { liveEdge } from "./live-edge.ts";
import { longRecording } from "./long-recording.ts";
import { pieceCost } from "./piece-cost.ts";

export async function measure(): Promise<Measured> {
  return { rows: [...(await pieceCost()), ...(await liveEdge()), ...(await longRecording())] };
}
