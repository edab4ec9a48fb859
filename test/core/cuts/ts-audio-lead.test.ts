// The head start of the sound, read from hand-made transport streams.
import { describe, expect, test } from "vitest";
import { tsAudioLeadMs } from "#core/cuts/ts-audio-lead.ts";

const pmtPid = 0x1000;
const videoPid = 0x100;
const audioPid = 0x101;

function packet(pid: number, payload: readonly number[], stuffing = 0): number[] {
  const control = stuffing > 0 ? 0x30 : 0x10;
  const adaptation =
    stuffing > 0 ? [stuffing - 1, ...(stuffing > 1 ? [0, ...Array<number>(stuffing - 2).fill(0xff)] : [])] : [];
  const bytes = [0x47, 0x40 | (pid >> 8), pid & 0xff, control, ...adaptation, ...payload];
  return [...bytes, ...Array<number>(188 - bytes.length).fill(0xff)];
}

/** A PSI section: pointer, table id, length, five bytes of header, body, checksum (not read). */
function section(tableId: number, body: readonly number[]): number[] {
  const length = 5 + body.length + 4;
  return [0, tableId, 0xb0 | (length >> 8), length & 0xff, 0, 1, 0xc1, 0, 0, ...body, 0, 0, 0, 0];
}

const pat = packet(0, section(0, [0, 0, 0xe0, 0x10, 0, 1, 0xe0 | (pmtPid >> 8), pmtPid & 0xff]));
const entry = (type: number, pid: number) => [type, 0xe0 | (pid >> 8), pid & 0xff, 0xf0, 0];
const pmt = (...entries: number[][]) => packet(pmtPid, section(2, [0xe1, 0, 0xf0, 0, ...entries.flat()]));
const both = pmt(entry(0x0f, audioPid), entry(0x1b, videoPid));

function pes(pid: number, pts: number): number[] {
  const bits = (from: number, count: number) => Math.floor(pts / 2 ** from) % 2 ** count;
  const stamp = [0x20 | (bits(30, 3) << 1) | 1, bits(22, 8), (bits(15, 7) << 1) | 1, bits(7, 8), (bits(0, 7) << 1) | 1];
  return packet(pid, [0, 0, 1, 0xe0, 0, 0, 0x80, 0x80, 5, ...stamp], 10);
}

const lead = (...packets: number[][]) => tsAudioLeadMs(Uint8Array.from(packets.flat()));

describe("the audio lead", () => {
  test("is the time from the first sound to the first picture, in whatever order they lie", () => {
    expect(lead(pat, both, pes(videoPid, 126_000 + 4320), pes(audioPid, 126_000))).toBe(48);
    expect(lead(pat, both, pes(audioPid, 126_000), pes(videoPid, 126_000 + 4320))).toBe(48);
  });

  test("counts only the first of each", () => {
    expect(lead(pat, both, pes(audioPid, 0), pes(audioPid, 1920), pes(videoPid, 5760), pes(videoPid, 8760))).toBe(64);
  });

  test("is none when the picture comes first, or there is no sound", () => {
    expect(lead(pat, both, pes(videoPid, 126_000), pes(audioPid, 126_900))).toBe(0);
    expect(lead(pat, pmt(entry(0x1b, videoPid)), pes(videoPid, 9000))).toBe(0);
  });

  test("holds where the 33-bit clock begins anew", () => {
    expect(lead(pat, both, pes(audioPid, 2 ** 33 - 900), pes(videoPid, 900))).toBe(20);
  });

  test("is unknown for what is no transport stream with a picture", () => {
    expect(lead(pat, pmt(entry(0x0f, audioPid)), pes(audioPid, 0))).toBeNull();
    expect(tsAudioLeadMs(new TextEncoder().encode("<html>".repeat(100)))).toBeNull();
    expect(tsAudioLeadMs(new Uint8Array())).toBeNull();
    expect(lead(pat, both)).toBeNull();
  });

  test("does not trust lengths inside the stream", () => {
    const wild = Uint8Array.from([...pat, ...both].map((byte, index) => (index % 188 > 4 ? 0xff : byte)));
    expect(tsAudioLeadMs(wild)).toBeNull();
  });
});
