// Segments of every kind become pieces in event time: nothing doubled, nothing moved against its sound.
import { BufferSource, type EncodedPacket, EncodedPacketSink, Input, MP4 } from "mediabunny";
import { beforeAll, describe, expect, test } from "vitest";
import { pictureTicksPerSecond } from "#core/recording/piece.ts";
import { readSampleTable, sampleTableBytes } from "#core/recording/sample-table.ts";
import { createPieceMaker, type MadePiece } from "../../../../web/engines/pieces/piece-maker.ts";
import type { MediaBytes } from "../../../../web/engines/pieces/read-media.ts";
import { later, madeSegment, samplePackets, type SamplePackets } from "../../../media/made-segment.ts";

const t0 = 1_790_000_000_000;
let sample: SamplePackets;
beforeAll(async () => {
  sample = await samplePackets(3);
});

type Timing = (index: number) => number;
const at30: Timing = (index) => index / 30;

/** The sample's pictures at other times, in decode order. */
function picturesAt(timing: Timing, count: number, from = 0): EncodedPacket[] {
  const shownAt = sample.pictures.map((packet) => Math.round(packet.timestamp * 30));
  return sample.pictures.slice(0, count).map((packet, index) => {
    const place = count === sample.pictures.length ? (shownAt[index] ?? 0) : index;
    const [time, next] = [timing(place), timing(place + 1)];
    return packet.clone({ timestamp: from + time, duration: next - time });
  });
}

async function segment(container: "ts" | "fmp4", from: number, timing = at30, count = 60): Promise<MediaBytes> {
  const lasts = timing(count);
  const sounds = later(
    sample.sounds.filter(({ timestamp }) => timestamp < lasts - 0.03),
    from,
  );
  return madeSegment({ container, pictures: picturesAt(timing, count, from), sounds, config: sample.config });
}

/** Several groups of pictures of the sample, each with a key picture of its own. */
async function longSegment(container: "ts" | "fmp4", from: number, groups: number): Promise<MediaBytes> {
  const parts = await Promise.all(Array.from({ length: groups }, (_, index) => samplePackets(3 + index)));
  const joined = (kind: "pictures" | "sounds") => parts.flatMap((part, index) => later(part[kind], from + index * 2));
  return madeSegment({ container, pictures: joined("pictures"), sounds: joined("sounds"), config: sample.config });
}

async function pieces(segments: readonly MediaBytes[], starts: Timing): Promise<MadePiece[]> {
  const maker = createPieceMaker(null, -1);
  const made: MadePiece[] = [];
  for (const [index, video] of segments.entries()) {
    const answer = await maker.make(
      { sequence: index, run: 0, startMs: t0 + starts(index) * 1000, durationMs: 2000 },
      { video, audio: null },
    );
    if (answer.status !== "made") throw new Error(answer.detail);
    made.push(answer);
  }
  return made;
}

/** Both tracks of a piece, in decode order, times in microseconds after t0. */
function tracksOf({ bytes, format }: MadePiece) {
  return readSampleTable(new Uint8Array(bytes)).map(({ trackId, samples }) => {
    const ticks = trackId === 1 && format.video !== null ? pictureTicksPerSecond : (format.audio?.sampleRate ?? 1);
    const toUs = (time: number) => Math.round((time / ticks) * 1e6 - t0 * 1000);
    return {
      trackId,
      count: samples.length,
      decodeFromUs: toUs(samples[0]?.decodeAt ?? 0),
      decodeToUs: toUs((samples.at(-1)?.decodeAt ?? 0) + (samples.at(-1)?.duration ?? 0)),
      shownUs: samples.map((one) => toUs(one.showAt)).toSorted((a, b) => a - b),
      keys: samples.flatMap((one, index) => (one.isKey ? [index] : [])),
    };
  });
}

const pictureOf = (piece: MadePiece) => tracksOf(piece).find(({ trackId }) => trackId === 1);
const soundOf = (piece: MadePiece) => tracksOf(piece).find(({ trackId }) => trackId === 2);

describe("the table of samples", () => {
  test("says of every picture and sound what a reader of the whole file finds", async () => {
    for (const container of ["ts", "fmp4"] as const) {
      for (const [from, groups] of [
        [0, 1],
        [7.3, 2],
        [95_442.1, 3],
      ] as const) {
        const made = await longSegment(container, from, groups);
        const [piece] = (await pieces([made], () => 0)) as [MadePiece];
        const bytes = new Uint8Array(piece.bytes);
        const head = bytes.slice(0, sampleTableBytes(bytes.slice(0, 256)) ?? 0);
        const whole = new Input({
          formats: [MP4],
          source: new BufferSource(await new Blob([piece.init, bytes]).bytes()),
        });
        const tracks = [await whole.getPrimaryVideoTrack(), await whole.getPrimaryAudioTrack()];
        for (const [index, track] of tracks.entries()) {
          if (track === null) throw new Error("A track is missing.");
          const resolution = await track.getTimeResolution();
          const read: object[] = [];
          for await (const packet of new EncodedPacketSink(track).packets())
            read.push({
              at: Math.round(packet.timestamp * resolution),
              isKey: packet.type === "key",
              data: Buffer.from(packet.data).toString("base64"),
            });
          const table = readSampleTable(head)[index]?.samples.map((one) => ({
            at: one.showAt,
            isKey: one.isKey,
            data: Buffer.from(bytes.subarray(one.offset, one.offset + one.size)).toString("base64"),
          }));
          expect(table).toEqual(read);
        }
        whole.dispose();
      }
    }
  });

  test("is refused for anything else", () => {
    expect(sampleTableBytes(new Uint8Array(300))).toBeNull();
    expect(() => readSampleTable(new TextEncoder().encode("<!doctype html>".repeat(20)))).toThrow(RangeError);
  });
});

describe("pieces of one run", () => {
  const rates: Record<string, [Timing, number]> = {
    "30": [at30, 60],
    "29.97": [(index) => (index * 1001) / 30_000, 60],
    "59.94": [(index) => (index * 1001) / 60_000, 60],
    "25": [(index) => index / 25, 50],
    varying: [(index) => index / 30 + (index % 3) * 0.008, 60],
  };
  for (const [rate, [timing, count]] of Object.entries(rates)) {
    for (const container of ["ts", "fmp4"] as const) {
      test(`follow one another at ${rate} Hz in ${container}, as the media clock says and not the playlist`, async () => {
        const lasts = timing(count);
        const segments = await Promise.all(
          [0, 1, 2, 3].map((index) => segment(container, index * lasts, timing, count)),
        );
        // Date-times that jitter by 20 ms.
        const made = await pieces(segments, (index) => index * lasts + (index % 2) * 0.02);
        const shown = made.flatMap((piece) => pictureOf(piece)?.shownUs ?? []);
        const wanted = made.flatMap((_, part) =>
          Array.from({ length: count }, (__, index) => (part * lasts + timing(index)) * 1e6),
        );
        const offUs = shown.map((us, index) => Math.abs(us - (wanted[index] ?? 0)));
        expect(Math.max(...offUs)).toBeLessThan(12);
        for (const [index, piece] of made.entries()) {
          const [own, next] = [pictureOf(piece), made[index + 1] && pictureOf(made[index + 1] as MadePiece)];
          // A transport stream does not say how long its last picture stays; no longer than the one before it is taken.
          const leastUs = rate === "varying" && container === "ts" ? -25_000 : -12;
          if (next) expect((next.decodeFromUs ?? 0) - (own?.decodeToUs ?? 0)).toBeGreaterThanOrEqual(leastUs);
        }
        expect(new Set(made.map(({ piece, format }) => `${piece.run} ${format.id}`)).size).toBe(1);
      });
    }
  }

  test("keep the sound's distance to the picture to a hundredth of a millisecond", async () => {
    for (const container of ["ts", "fmp4"] as const) {
      const [piece] = (await pieces([await segment(container, 12.5)], () => 0)) as [MadePiece];
      const firstSoundUs = (sample.sounds[0]?.timestamp ?? 0) * 1e6;
      expect(Math.abs((soundOf(piece)?.shownUs[0] ?? 0) - firstSoundUs)).toBeLessThan(12);
      expect(pictureOf(piece)?.shownUs[0]).toBe(0);
    }
  });

  test("go on over a wrap of the transport stream's clock, and over times below zero", async () => {
    const wrap = 2 ** 33 / 90_000;
    const [before, within, after] = [wrap - 4, wrap - 1, 1];
    const wrapping = await Promise.all([before, within, after].map((from) => segment("ts", from)));
    const starts = [0, 3, 5] as const;
    const made = await pieces(wrapping, (index) => starts[index] ?? 0);
    expect(made.map(({ piece }) => [piece.run, piece.startMs - t0])).toEqual([
      [0, 0],
      [0, 3000],
      [0, 5000],
    ]);
    expect(pictureOf(made[1] as MadePiece)?.shownUs.at(-1)).toBe(Math.round((3 + 59 / 30) * 1e6));
    // A stream that begins at zero has its first sound below it.
    const negative = await pieces([await segment("ts", 0), await segment("ts", 2)], (index) => index * 2);
    expect(negative.map(({ piece }) => piece.startMs - t0)).toEqual([0, 2000]);
  });

  test("of an open group of pictures keep what is shown before its key picture", async () => {
    const open = (from: number) => {
      const order = [2, 0, 1, 5, 3, 4, 8, 6, 7];
      return order.map((place, index) =>
        (sample.pictures[index] as EncodedPacket).clone({
          timestamp: from + place / 30,
          duration: 1 / 30,
          type: index === 0 ? "key" : "delta",
        }),
      );
    };
    const config = sample.config;
    const segments = await Promise.all(
      [0.3, 0.6].map((from) => madeSegment({ container: "ts", pictures: open(from), config })),
    );
    const made = await pieces(segments, (index) => index * 0.3);
    const shown = made.flatMap((piece) => pictureOf(piece)?.shownUs ?? []);
    expect(shown.map((us) => Math.round((us * 30) / 1e6))).toEqual(Array.from({ length: 18 }, (_, index) => index));
    expect(pictureOf(made[0] as MadePiece)?.decodeToUs).toBe(300_000);
  });

  test("share a format for as long as the decoder's configuration is the same, also in another life", async () => {
    const [one] = (await pieces([await segment("ts", 0)], () => 0)) as [MadePiece];
    await new Promise((resolve) => setTimeout(resolve, 5));
    const [other] = (await pieces([await segment("ts", 40)], () => 0)) as [MadePiece];
    expect(Buffer.from(one.init).equals(Buffer.from(other.init))).toBe(true);
    expect(one.format).toMatchObject({
      id: other.format.id,
      video: { codec: "avc1.64001f", width: 1280, height: 720 },
      audio: { codec: "mp4a.40.2", sampleRate: 48_000, channels: 2 },
    });
  });
});

describe("a segment", () => {
  const good = (sequence: number) => ({ sequence, run: 0, startMs: t0 + sequence * 2000, durationMs: 2000 });

  test("with several key pictures tells of each", async () => {
    const [several] = (await pieces([await longSegment("ts", 0, 3)], () => 0)) as [MadePiece];
    expect(pictureOf(several)?.keys).toEqual([0, 60, 120]);
    expect(several.piece.startsWithKey).toBe(true);
  });

  test("without a key picture is kept whole and told apart", async () => {
    const first = await segment("ts", 0);
    const keyless = await withoutParameters(await segment("ts", 2));
    const maker = createPieceMaker(null, -1);
    await maker.make(good(0), { video: first, audio: null });
    const made = await maker.make(good(1), { video: keyless, audio: null });
    if (made.status !== "made") throw new Error(made.detail);
    expect(made.piece).toMatchObject({ startsWithKey: false, lacks: null, run: 0 });
    expect(pictureOf(made)).toMatchObject({ keys: [], count: 59 });
    expect(pictureOf(made)?.shownUs.at(-1)).toBe(Math.round((2 + 59 / 30) * 1e6));
  });

  test("of sound alone, or without sound, keeps the format and says what it lacks", async () => {
    const { config, sounds } = sample;
    const maker = createPieceMaker(null, -1);
    const both = await maker.make(good(0), { video: await segment("ts", 0), audio: null });
    const soundOnly = await maker.make(good(1), {
      video: await madeSegment({ container: "ts", sounds: later(sounds, 2), config }),
      audio: null,
    });
    const pictureOnly = await maker.make(good(2), {
      video: await madeSegment({ container: "ts", pictures: picturesAt(at30, 60, 4), config }),
      audio: null,
    });
    const told = [both, soundOnly, pictureOnly].map((made) =>
      made.status === "made" ? { lacks: made.piece.lacks, format: made.format.id, run: made.piece.run } : made,
    );
    const format = both.status === "made" ? both.format.id : "";
    expect(told).toEqual([
      { lacks: null, format, run: 0 },
      { lacks: "picture", format, run: 0 },
      { lacks: "sound", format, run: 0 },
    ]);
    // The sound lies where it would lie beside its picture.
    const sound = soundOnly.status === "made" ? soundOf(soundOnly) : null;
    const firstUs = (2 + (sounds[0]?.timestamp ?? 0)) * 1e6;
    expect(Math.abs((sound?.shownUs[0] ?? 0) - firstUs)).toBeLessThan(12);
  });

  test("of a stream of sound alone has a format without a picture", async () => {
    const { config, sounds } = sample;
    const [made] = (await pieces([await madeSegment({ container: "fmp4", sounds, config })], () => 0)) as [MadePiece];
    expect(made.format).toMatchObject({ video: null, audio: { sampleRate: 48_000 } });
    expect(made.piece).toMatchObject({ startMs: t0, lacks: null, startsWithKey: true });
  });

  test("takes the sound of a rendition of its own, also where only one of the two has wrapped", async () => {
    const { config, sounds } = sample;
    const wrap = 2 ** 33 / 90_000;
    const video = await madeSegment({ container: "ts", pictures: picturesAt(at30, 60, wrap + 0.01), config });
    const audio = await madeSegment({ container: "ts", sounds: later(sounds, wrap + 0.01), config });
    const made = await createPieceMaker(null, -1).make(good(0), { video, audio });
    if (made.status !== "made") throw new Error(made.detail);
    const firstUs = (sounds[0]?.timestamp ?? 0) * 1e6;
    expect(Math.abs((soundOf(made)?.shownUs[0] ?? 0) - firstUs)).toBeLessThan(12);
    expect(made.format).toMatchObject({ video: { width: 1280 }, audio: { channels: 2 } });
  });

  test("that is broken, empty, cut off or no video is answered, never thrown", async () => {
    const whole = await segment("ts", 0);
    const cmaf = await segment("fmp4", 0);
    const bytesOf = (text: string) => new TextEncoder().encode(text).buffer;
    const noise = Uint8Array.from({ length: 40_000 }, (_, index) => (index * 7919) % 251).buffer;
    const torn = whole.bytes.slice(0);
    new Uint8Array(torn).fill(0, 60_000, 75_000);
    const cases: Record<string, MediaBytes> = {
      empty: { bytes: new ArrayBuffer(0), init: null },
      page: { bytes: bytesOf(`<!doctype html>${" ".repeat(2000)}`), init: null },
      noise: { bytes: noise, init: null },
      "no init": { bytes: cmaf.bytes, init: new ArrayBuffer(0) },
      "foreign init": { bytes: cmaf.bytes, init: noise },
      "page as CMAF": { bytes: bytesOf("<html>".repeat(100)), init: cmaf.init },
      torn: { bytes: torn, init: null },
      "cut off": { bytes: whole.bytes.slice(0, 60_001), init: null },
      "cut off CMAF": { bytes: cmaf.bytes.slice(0, 60_000), init: cmaf.init },
    };
    const maker = createPieceMaker(null, -1);
    const told: Record<string, string> = {};
    for (const [name, video] of Object.entries(cases)) {
      const made = await maker.make(good(0), { video, audio: null });
      told[name] = made.status === "made" ? describeDamage(made) : made.status;
    }
    expect(told).toEqual({
      empty: "unreadable",
      page: "unreadable",
      noise: "unreadable",
      "no init": "unreadable",
      "foreign init": "unreadable",
      "page as CMAF": "unreadable",
      torn: "2 s, damaged in the middle",
      "cut off": "less than 2 s, damaged to the end",
      "cut off CMAF": "less than 2 s, damaged to the end",
    });
    expect((await maker.make(good(1), { video: await segment("ts", 2), audio: null })).status).toBe("made");
  });
});

function describeDamage({ piece, damaged }: MadePiece): string {
  const [first] = damaged;
  const place =
    first === undefined ? "not damaged" : first.toMs === t0 + 2000 ? "damaged to the end" : "damaged in the middle";
  return `${piece.durationMs < 2000 ? "less than 2 s" : "2 s"}, ${place}`;
}

/** The same transport stream without its first picture, which has the decoder's parameters. */
async function withoutParameters({ bytes }: MediaBytes): Promise<MediaBytes> {
  const packets = Array.from({ length: bytes.byteLength / 188 }, (_, index) => new Uint8Array(bytes, index * 188, 188));
  const pidOf = (packet: Uint8Array) => (((packet[1] ?? 0) & 0x1f) << 8) | (packet[2] ?? 0);
  const begins = (packet: Uint8Array<ArrayBuffer>) => ((packet[1] ?? 0) & 0x40) !== 0;
  const isVideo = (packet: Uint8Array) => pidOf(packet) === 0x100;
  const firsts = packets.filter((packet) => isVideo(packet) && begins(packet));
  const second = packets.indexOf(firsts[1] as Uint8Array<ArrayBuffer>);
  const kept = packets.filter((packet, index) => !isVideo(packet) || index >= second);
  return { bytes: await new Blob(kept).arrayBuffer(), init: null };
}
