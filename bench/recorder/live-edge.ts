// How soon the newest segment is on disk after the recorder has opened a stream whose playlist reaches back for 100 s.
import { startChromium } from "../../test/support/chromium.ts";
import { startEngineServer } from "../../test/support/engine-server.ts";
import { createLiveOrigin } from "../../test/support/live-origin.ts";
import { percentile } from "../percentile.ts";
import type { Row } from "../row.ts";

const windowSegments = 50;
/** What two seconds of 6 Mb/s take on a line of 40 Mb/s. */
const segmentTakesMs = 300;
const rounds = 5;

/** The median; the baseline is the time until all that the playlist listed is on disk, which is when the edge comes last. */
export async function liveEdge(): Promise<Row[]> {
  const server = await startEngineServer();
  const chromium = await startChromium();
  const edges: number[] = [];
  const wholes: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const origin = await createLiveOrigin(`/live-${round}/`, { ageMs: 120_000, windowSegments });
      server.handlers.push((request, response) => {
        const isOwn = request.url?.startsWith(`/live-${round}/`) ?? false;
        if (!isOwn || !request.url?.endsWith(".ts")) return isOwn && origin.handle(request, response);
        setTimeout(() => origin.handle(request, response), segmentTakesMs);
        return true;
      });
      const tab = await chromium.open(server.page);
      const took = await tab.evaluate(
        async (channel, playlistUrl) => {
          const recorder = globalThis.engines.startRecorder({ ...channel, playlistUrl });
          const beganMs = performance.now();
          const until = (isThere: () => boolean) =>
            new Promise<number>((resolve) => {
              recorder.subscribe(() => isThere() && resolve(performance.now() - beganMs));
            });
          const edgeMs = await until(() => recorder.status.pieces > 0);
          const newestMs = recorder.status.toMs ?? 0;
          const wholeMs = await until(() => (recorder.status.settledToMs ?? 0) >= newestMs);
          await recorder.destroy();
          return { edgeMs, wholeMs };
        },
        { channelKey: `twitch:${round}`, login: `bench${round}`, sessionNumber: 1 },
        `${server.address}/live-${round}/index.m3u8`,
      );
      edges.push(took.edgeMs / 1000);
      wholes.push(took.wholeMs / 1000);
      await tab.close();
    }
  } finally {
    await chromium.close();
    await server.close();
  }
  const value = percentile(edges, 0.5);
  const baseline = percentile(wholes, 0.5);
  return [{ key: "recorder.live_edge_s", value, unit: "s", baseline, ratio: value / baseline }];
}
