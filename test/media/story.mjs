// What happens in the sample stream, and when: the one timeline that picture and sound both follow.

export const FPS = 30;
export const WIDTH = 1280;
export const HEIGHT = 720;
export const SEGMENT_SECONDS = 2;
export const SECONDS = 96;
export const FRAMES = SECONDS * FPS;

/** The two moments worth a clip; `atSeconds` is the bang itself, the build-up comes before it. */
export const EVENTS = [
  { id: "impossible-jump", title: "IMPOSSIBLE JUMP", atSeconds: 14, durationSeconds: 5 },
  { id: "boss-down", title: "BOSS DOWN", atSeconds: 60, durationSeconds: 5 },
];

export const frameOf = (seconds) => Math.round(seconds * FPS);

/** A repeatable random number between 0 and 1, so that every run draws and plays the same. */
export function chance(...seeds) {
  let h = 0x9e3779b9;
  for (const seed of seeds) {
    h = Math.imul(h ^ (seed | 0), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return (h >>> 0) / 2 ** 32;
}

export const clamp = (value, low = 0, high = 1) => Math.min(high, Math.max(low, value));
export const mix = (a, b, t) => a + (b - a) * t;

// --- the ride -------------------------------------------------------------------------------

const boost = { from: frameOf(9.5), to: frameOf(14) };
export const speedAt = (frame) => (frame >= boost.from && frame < boost.to ? 16 : 10);

// Whole pixels a frame: scrolling layers then repeat exactly, which the encoder gets nearly for free.
/** How far the bike has come by each frame, with a margin for what is still ahead at the end. */
export const travel = new Int32Array(FRAMES + 200);
for (let f = 1; f < travel.length; f++) travel[f] = travel[f - 1] + speedAt(f - 1);

const hop = (take, over = "gap", seconds = 1, height = 150) => ({
  take: frameOf(take),
  land: frameOf(take + seconds),
  over,
  height,
});

export const LONG_JUMP = { take: frameOf(11.2), land: frameOf(14), over: "canyon", height: 250, ramp: 60 };
export const HOPS = [
  ...[3, 20.5, 24, 33, 40, 68, 77, 84, 91].map((at) => hop(at)),
  ...[6.5, 22.5, 28, 35, 43, 66, 79, 87].map((at) => hop(at, "crate", 0.9, 130)),
  hop(37, "gap", 1.5, 210),
  hop(81, "gap", 1.5, 210),
  hop(53, "nothing", 1, 170),
  hop(59, "nothing", 1.8, 130),
  LONG_JUMP,
].sort((a, b) => a.take - b.take);

/** How high the bike is over the track at a (possibly fractional) frame. */
export function bikeHeight(frame) {
  const lead = LONG_JUMP.take - 14;
  if (frame > lead && frame < LONG_JUMP.take) return (LONG_JUMP.ramp * (frame - lead)) / 14;
  const now = HOPS.find((h) => frame >= h.take && frame < h.land);
  if (!now) return 0;
  const u = (frame - now.take) / (now.land - now.take);
  return 4 * now.height * u * (1 - u) + (now.ramp ?? 0) * (1 - u);
}

/** Gates that lead into the next zone. */
export const GATES = [frameOf(30), frameOf(73)];

// --- coins, boss, score ---------------------------------------------------------------------

const arcs = HOPS.filter((h) => h.over === "gap" || h.over === "crate").flatMap((h) =>
  [0.2, 0.35, 0.5, 0.65, 0.8].map((u) => Math.round(mix(h.take, h.land, u))),
);
const rows = [1, 5, 8, 17.5, 19, 26, 31, 45, 63.5, 64.5, 71, 74.5, 85.5, 89, 93.5].flatMap((at) =>
  [0, 0.25, 0.5, 0.75].map((step) => frameOf(at + step)),
);
/** The frames at which the bike takes a coin. */
export const COINS = [...arcs, ...rows].sort((a, b) => a - b);

export const BOSS = {
  warn: frameOf(45.5),
  enter: frameOf(47.5),
  shots: Array.from({ length: 16 }, (_, i) => frameOf(49.5 + i * 0.5)),
  shotTravel: 10,
  orbs: [
    { from: frameOf(50.5), to: frameOf(51.5), hits: true },
    { from: frameOf(52.5), to: frameOf(53.5), hits: false },
    { from: frameOf(54.5), to: frameOf(55.5), hits: true },
  ],
  charge: frameOf(57.5),
  beam: frameOf(59.5),
  down: frameOf(60),
};

/** What is left of the boss, from 1 to 0. */
export function bossHealth(frame) {
  if (frame >= BOSS.down) return 0;
  return 1 - 0.05 * BOSS.shots.filter((shot) => frame >= shot + BOSS.shotTravel).length;
}

export const hearts = (frame) =>
  frame < BOSS.down + 60 ? 3 - BOSS.orbs.filter((orb) => orb.hits && frame >= orb.to).length : 3;

export function score(frame) {
  const coins = COINS.filter((at) => at <= frame).length * 100;
  const hits = BOSS.shots.filter((shot) => frame >= shot + BOSS.shotTravel).length * 250;
  // Bonuses count up in five leaps: readable, and the digits stay still in between.
  const leaps = EVENTS.map((event) => Math.floor(clamp((frame - frameOf(event.atSeconds)) / 30) * 5));
  return coins + hits + leaps.reduce((sum, leap) => sum + leap * 10_000, 0);
}

/** How tense or thrilled the streamer is: `tense` before an event, `hype` after it. */
export function mood(frame) {
  for (const event of EVENTS) {
    const bang = frameOf(event.atSeconds);
    if (frame >= bang - 100 && frame < bang) return { name: "tense", since: frame - (bang - 100) };
    if (frame >= bang && frame < bang + frameOf(event.durationSeconds)) return { name: "hype", since: frame - bang };
  }
  return { name: "calm", since: frame };
}
