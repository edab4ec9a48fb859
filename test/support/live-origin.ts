// A live HLS origin over the sample stream, by the wall clock, that a test can make fail in the ways real ones do.
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { later, madeSegment, samplePackets } from "../media/made-segment.ts";
import { readSample, type Sample } from "../simulator/sample.ts";

export const sampleFolder = "test/media/sample";

export interface LiveOrigin {
  readonly sample: Sample;
  /** When the first picture of segment 0 was broadcast. */
  readonly startedAtMs: number;
  /** How the playlist answers. `hang` never does. */
  mode: "live" | "missing" | "broken" | "page" | "garbage" | "hang" | "ended";
  /** Sequence numbers that segments are announced with are this much lower than their place in the stream. */
  renumberBy: number;
  /** Segments (by place) that answer 404. */
  readonly lostSegments: Set<number>;
  /** Places of the segments that were downloaded, in order. */
  readonly downloads: number[];
  /** Segments in the playlist. */
  windowSegments: number;
  /** The burned-in number of the picture that was broadcast at a time. */
  frameAt(ms: number): number;
  /** When the sample begins anew inside the stream, with a discontinuity. */
  joinAtMs(afterMs: number): number;
  /** True when it has answered the request. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

export interface OriginOptions {
  /** How long ago the stream began, milliseconds. */
  readonly ageMs: number;
  readonly windowSegments?: number;
  /** The sample's segment that the stream begins with; the join comes that much sooner. */
  readonly firstSampleSegment?: number;
  /** Length of a segment; a shorter one than the sample's is made of the beginning of each of those. */
  readonly segmentMs?: number;
}

export async function createLiveOrigin(path: string, options: OriginOptions): Promise<LiveOrigin> {
  const sample = await readSample(sampleFolder);
  const segmentMs = options.segmentMs ?? sample.segmentSeconds * 1000;
  const count = sample.segments.length;
  const first = options.firstSampleSegment ?? 0;
  const sampleIndex = (place: number) => (place + first) % count;
  const startedAtMs = Math.floor((Date.now() - options.ageMs) / 1000) * 1000;

  const playlist = (origin: LiveOrigin): string => {
    const last = Math.floor((Date.now() - startedAtMs) / segmentMs) - 1;
    const from = Math.max(0, last - origin.windowSegments + 1, origin.renumberBy);
    const lines = [
      "#EXTM3U",
      "#EXT-X-VERSION:3",
      `#EXT-X-TARGETDURATION:${Math.ceil(segmentMs / 1000)}`,
      `#EXT-X-MEDIA-SEQUENCE:${from - origin.renumberBy}`,
    ];
    for (let place = from; place <= last; place++) {
      if (place > 0 && sampleIndex(place) === 0) lines.push("#EXT-X-DISCONTINUITY");
      lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(startedAtMs + place * segmentMs).toISOString()}`);
      lines.push(`#EXTINF:${(segmentMs / 1000).toFixed(3)},`, `segment-${place}.ts`);
    }
    if (origin.mode === "ended") lines.push("#EXT-X-ENDLIST");
    return `${lines.join("\n")}\n`;
  };

  const answerPlaylist = (origin: LiveOrigin, response: ServerResponse) => {
    const end = (status: number, type: string, body: string) =>
      response.writeHead(status, { "content-type": type }).end(body);
    switch (origin.mode) {
      case "live":
      case "ended":
        return end(200, "application/vnd.apple.mpegurl", playlist(origin));
      case "missing":
        return end(404, "text/plain", "not found");
      case "broken":
        return end(500, "text/plain", "oops");
      case "page":
        return end(200, "text/html", "<!doctype html><title>Offline</title>");
      case "garbage":
        return end(
          200,
          "application/vnd.apple.mpegurl",
          "#EXTM3U\n#EXTINF:nonsense\n\u0000\u0001,,,\n#EXT-X-TARGETDURATION:-4\n",
        );
      case "hang":
        return;
    }
  };

  const origin: LiveOrigin = {
    sample,
    startedAtMs,
    mode: "live",
    renumberBy: 0,
    lostSegments: new Set(),
    downloads: [],
    windowSegments: options.windowSegments ?? 6,
    frameAt(ms) {
      const place = Math.floor((ms - startedAtMs) / segmentMs);
      const within = Math.floor(((ms - startedAtMs - place * segmentMs) / 1000) * sample.fps + 1e-6);
      return sampleIndex(place) * sample.segmentSeconds * sample.fps + within;
    },
    joinAtMs(afterMs) {
      let place = Math.ceil((afterMs - startedAtMs) / segmentMs);
      while (sampleIndex(place) !== 0) place += 1;
      return startedAtMs + place * segmentMs;
    },
    handle(request, response) {
      const { pathname } = new URL(request.url ?? "/", "http://origin");
      if (!pathname.startsWith(path)) return false;
      const place = /segment-(\d+)\.ts$/.exec(pathname)?.[1];
      if (place === undefined) {
        answerPlaylist(origin, response);
        return true;
      }
      origin.downloads.push(Number(place));
      if (origin.lostSegments.has(Number(place))) response.writeHead(404).end();
      else if (options.segmentMs === undefined)
        void sendFile(join(sampleFolder, sample.segments[sampleIndex(Number(place))] ?? ""), response);
      else void sendShort(sampleIndex(Number(place)), Number(place), segmentMs / 1000, response);
      return true;
    },
  };
  return origin;
}

async function sendFile(file: string, response: ServerResponse): Promise<void> {
  response.writeHead(200, { "content-type": "video/mp2t" }).end(await readFile(file));
}

/** The first pictures of a sample segment, timed as the segment at `place`. */
async function sendShort(index: number, place: number, seconds: number, response: ServerResponse): Promise<void> {
  const { pictures, sounds, config } = await samplePackets(index);
  const timed = (packets: typeof pictures) =>
    later(
      packets.filter(({ timestamp }) => timestamp > -0.01 && timestamp < seconds - 0.001),
      place * seconds,
    );
  const { bytes } = await madeSegment({ container: "ts", pictures: timed(pictures), sounds: timed(sounds), config });
  response.writeHead(200, { "content-type": "video/mp2t" }).end(Buffer.from(bytes));
}
