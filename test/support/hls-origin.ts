// A live HLS origin as a function of time: answers what a real one would at that moment, and fails as it is told to.
// It speaks no network, so that the recorder's loop runs against it by a clock of the test's own.

export interface HlsOrigin {
  /** Stands in for `fetch`. */
  readonly fetch: typeof fetch;
  /** Everything that was asked, in order, as paths with their query. */
  readonly asked: string[];
}

export interface OriginTrack {
  readonly segmentMs: number;
  readonly windowSegments: number;
  /** When place 0 begins, epoch milliseconds. */
  readonly startedAtMs: number;
  readonly hasDates?: boolean;
  /** The number that a place is announced with. */
  readonly sequenceOf?: (place: number) => number;
  /** Lines before a segment, and in front of the first one listed. */
  readonly tagsOf?: (place: number) => readonly string[];
  readonly head?: readonly string[];
  /** When a place is listed, milliseconds after its end. */
  readonly delayMs?: (place: number) => number;
  readonly bytesOf?: (place: number) => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;
  readonly hasEnded?: () => boolean;
}

type Answer = Response | null;

export interface HlsOriginOptions {
  readonly tracks: () => Readonly<Record<string, OriginTrack>>;
  /** Answers for paths that are neither a track's playlist nor one of its segments; null for 404. */
  readonly others?: (path: string) => Answer | Promise<Answer>;
  /** An answer in place of the usual one; null for the usual one. */
  readonly faults?: (path: string) => Answer | Promise<Answer>;
  /** The origin's clock, epoch milliseconds. Default the computer's. */
  readonly now?: () => number;
}

const host = "https://origin.test";
const packet = 188;

/** Names a place by what is in it, as MPEG-TS as far as the recorder looks at it. */
export function namedBytes(name: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(3 * packet).fill(0);
  for (let at = 0; at < bytes.length; at += packet) bytes[at] = 0x47;
  bytes.set(new TextEncoder().encode(name), 4);
  return bytes;
}

export function nameIn(bytes: ArrayBuffer): string {
  const text = new TextDecoder().decode(new Uint8Array(bytes, 4, packet - 4));
  return text.replace(/\0.*$/s, "");
}

/** Tracks by name: `https://origin.test/{name}/index.m3u8`, with segments `{name}/{place}.ts` beside it. */
export function createHlsOrigin({
  tracks,
  others = () => null,
  faults = () => null,
  now = () => Date.now(),
}: HlsOriginOptions): HlsOrigin {
  const asked: string[] = [];

  const answer = async (address: string): Promise<Response> => {
    const { pathname, search } = new URL(address);
    asked.push(`${pathname}${search}`);
    const fault = await faults(pathname);
    if (fault !== null) return named(fault, address);
    const [, name = "", file = ""] = pathname.split("/");
    const track = tracks()[name];
    if (track !== undefined && file === "index.m3u8") {
      await untilListed(track, now, new URLSearchParams(search).get("_HLS_msn"));
      return named(new Response(playlistOf(track, now())), address);
    }
    const place = /^(\d+)\.ts$/.exec(file)?.[1];
    if (track !== undefined && place !== undefined) {
      const bytes = await (track.bytesOf?.(Number(place)) ?? namedBytes(`${name} ${place}`));
      return named(new Response(bytes), address);
    }
    return named((await others(pathname)) ?? new Response("not found", { status: 404 }), address);
  };

  return {
    asked,
    fetch: (input, init) => {
      const { promise, reject } = Promise.withResolvers<never>();
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error));
      return Promise.race([answer(input instanceof Request ? input.url : String(input)), promise]);
    },
  };
}

export const originAddress = (path: string): string => `${host}/${path}`;

function newestOf({ startedAtMs, segmentMs, delayMs = () => 0 }: OriginTrack, nowMs: number): number {
  let newest = Math.floor((nowMs - startedAtMs) / segmentMs) - 1;
  while (newest >= 0 && startedAtMs + (newest + 1) * segmentMs + delayMs(newest) > nowMs) newest -= 1;
  return newest;
}

function playlistOf(track: OriginTrack, nowMs: number): string {
  const { segmentMs, windowSegments, startedAtMs, hasDates = true } = track;
  const { sequenceOf = (place: number) => place, tagsOf = () => [], head = [] } = track;
  const newest = newestOf(track, nowMs);
  const first = Math.max(0, newest - windowSegments + 1);
  const lines = [
    "#EXTM3U",
    `#EXT-X-TARGETDURATION:${Math.ceil(segmentMs / 1000)}`,
    `#EXT-X-MEDIA-SEQUENCE:${sequenceOf(first)}`,
    ...head,
  ];
  for (let place = first; place <= newest; place++) {
    if (hasDates) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(startedAtMs + place * segmentMs).toISOString()}`);
    lines.push(...tagsOf(place), `#EXTINF:${(segmentMs / 1000).toFixed(3)},`, `${place}.ts`);
  }
  if (track.hasEnded?.()) lines.push("#EXT-X-ENDLIST");
  return `${lines.join("\n")}\n`;
}

/** As a server of low latency does: holds the answer until the number is listed, for three segments at most. */
async function untilListed(track: OriginTrack, now: () => number, number: string | null): Promise<void> {
  if (number === null) return;
  const { sequenceOf = (place: number) => place, segmentMs } = track;
  for (
    let waitedMs = 0;
    waitedMs < 3 * segmentMs && sequenceOf(newestOf(track, now())) < Number(number);
    waitedMs += 20
  )
    await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A Response made by hand has no address. */
function named(response: Response, address: string): Response {
  Object.defineProperty(response, "url", { value: address });
  return response;
}
