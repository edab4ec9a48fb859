import { expect, test } from "vitest";
import {
  addPicture,
  addSound,
  emptyCutter,
  lastGroup,
  type PictureGroup,
  type TimedPicture,
  type TimedSound,
} from "#core/capture/gop-cutter.ts";

interface Packet extends TimedPicture<string> {
  readonly kind: "picture" | "sound";
}
const picture = (startMs: number, isKey = false): Packet => ({
  kind: "picture",
  startMs,
  isKey,
  packet: `p${startMs}`,
});
const sound = (startMs: number): Packet => ({ kind: "sound", startMs, isKey: true, packet: `s${startMs}` });

/** Start, end, and what is inside. */
const told = ({ startMs, endMs, pictures, sounds }: PictureGroup<string, string>) =>
  `${startMs}-${endMs}: ${[...pictures, ...sounds].map(({ packet }: TimedSound<string>) => packet).join(" ")}`;

function cut(packets: readonly Packet[], hasSound = true) {
  let cutter = emptyCutter<string, string>(hasSound);
  const groups: string[] = [];
  for (const packet of packets) {
    const next = packet.kind === "picture" ? addPicture(cutter, packet) : addSound(cutter, packet);
    cutter = next.cutter;
    if (next.group !== null) groups.push(told(next.group));
  }
  const rest = lastGroup(cutter);
  return { groups, rest: rest && told(rest) };
}

test("a group is a key frame with all up to the next, and the sound of the same time", () => {
  const packets = [picture(0, true), sound(0), picture(40), sound(20), sound(40), sound(60)];
  expect(cut([...packets, picture(80, true), sound(80), picture(120)])).toEqual({
    groups: ["0-80: p0 p40 s0 s20 s40 s60"],
    rest: "80-160: p80 p120 s80",
  });
});

test("a group waits for its sound, but not for ever", () => {
  const early = [picture(0, true), picture(40), picture(80, true), sound(0)];
  expect(cut(early).groups).toEqual([]);
  expect(cut([...early, sound(20), sound(80)]).groups).toEqual(["0-80: p0 p40 s0 s20"]);
  expect(cut([...early, picture(1081)]).groups).toEqual(["0-80: p0 p40 s0"]);
});

test("a share without sound does not wait", () => {
  expect(cut([picture(0, true), picture(40), picture(80, true)], false).groups).toEqual(["0-80: p0 p40"]);
});

test("pictures before the first key frame, and sound before the first picture, are left out", () => {
  expect(cut([picture(0), sound(0), picture(40, true), sound(40), picture(80, true), sound(80)]).groups).toEqual([
    "40-80: p40 s40",
  ]);
});

test("an encoder that makes no more key frames fills no memory", () => {
  const packets = Array.from({ length: 1000 }, (_, index) => picture(index * 40, index === 0));
  expect(cut(packets, false)).toEqual({ groups: [], rest: null });
});
