// The sound of the sample stream: a synthesised music bed, the ride's effects and a 1 kHz tick on every full second.

import { BOSS, COINS, EVENTS, FPS, HOPS, LONG_JUMP, SECONDS, bikeHeight, chance, clamp } from "./story.mjs";

const RATE = 48_000;
const LENGTH = SECONDS * RATE;
const BEAT = 0.5; // 120 beats a minute: bars are two seconds long, so ticks fall on beats and bars on segments.
const BAR = 4 * BEAT;

const TICK_SECONDS = 0.02;
const TICK_PEAK = 0.32;
/** Everything but the ticks stays below this, with room for what the audio codec adds. */
const BED_PEAK = 0.09;

const note = (semitones) => 220 * 2 ** (semitones / 12); // from A3
const CHORDS = {
  Am: [0, 3, 7],
  F: [-4, 0, 3],
  C: [-9, -5, 0],
  G: [-2, 2, 5],
  Em: [-5, -2, 2],
  E: [-5, -1, 2],
  Dm: [-7, -4, 0],
};
const RIDE = ["Am", "F", "C", "G"];
const FIGHT = ["Am", "Am", "F", "E"];
const WIN = ["F", "G", "C", "Am"];
const LEAD = [12, null, 15, 12, 19, null, 17, 15, 12, null, 10, 12, 15, null, 10, null];

/** What the band plays in each of the 48 bars. */
function part(bar) {
  const jump = { drums: bar >= 2 && bar < 5, lead: false, drive: 0.6, chords: RIDE };
  if (bar < 7) return jump;
  if (bar < 15) return { drums: true, lead: bar < 13, drive: 0.9, chords: RIDE };
  if (bar < 23) return { drums: true, lead: bar >= 19, drive: 0.7, chords: ["Am", "Em", "F", "G"] };
  if (bar < 29) return { drums: true, lead: false, drive: 1.1, chords: FIGHT };
  if (bar < 30) return { drums: false, lead: false, drive: 0.8, chords: FIGHT };
  if (bar < 38) return { drums: true, lead: bar < 37, drive: 1, chords: WIN };
  return { drums: bar < 47, lead: bar >= 42 && bar < 46, drive: 0.7, chords: RIDE };
}

// --- instruments ----------------------------------------------------------------------------

const SHAPES = {
  sine: (p) => Math.sin(2 * Math.PI * p),
  soft: (p) => Math.sin(2 * Math.PI * p) + 0.35 * Math.sin(4 * Math.PI * p) + 0.15 * Math.sin(6 * Math.PI * p),
  reed: (p) => [1, 2, 3, 4, 5].reduce((sum, n) => sum + Math.sin(2 * Math.PI * n * p) / n, 0) * 0.7,
};

function newBus() {
  return { left: new Float32Array(LENGTH), right: new Float32Array(LENGTH) };
}

function put(bus, i, value, pan) {
  if (i < 0 || i >= LENGTH) return;
  bus.left[i] += value * Math.min(1, 1 - pan);
  bus.right[i] += value * Math.min(1, 1 + pan);
}

/** A tone that swells in over `attack`, dies away over `decay` and may slide in pitch to `to`. */
function tone(
  bus,
  { at, seconds, from, to = from, gain, attack = 0.005, decay = seconds / 3, shape = "soft", pan = 0 },
) {
  const wave = SHAPES[shape];
  const count = Math.round(seconds * RATE);
  const start = Math.round(at * RATE);
  let phase = 0;
  for (let n = 0; n < count; n++) {
    const t = n / RATE;
    phase += (from * (to / from) ** (n / count)) / RATE;
    const envelope = Math.min(1, t / attack) * Math.exp(-t / decay) * Math.min(1, (count - n) / 480);
    put(bus, start + n, wave(phase) * envelope * gain, pan);
  }
}

/** Noise through a one-pole low-pass whose `from`..`to` share of each new sample opens or closes it. */
function noise(
  bus,
  { at, seconds, gain, from, to = from, attack = 0.002, decay = seconds / 3, high = false, seed = 1 },
) {
  const count = Math.round(seconds * RATE);
  const start = Math.round(at * RATE);
  let low = 0;
  for (let n = 0; n < count; n++) {
    const white = chance(seed, n) * 2 - 1;
    const share = from * (to / from) ** (n / count);
    low += (white - low) * share;
    const t = n / RATE;
    const envelope = Math.min(1, t / attack) * Math.exp(-t / decay) * Math.min(1, (count - n) / 960);
    put(bus, start + n, (high ? white - low : low / Math.sqrt(share)) * envelope * gain, 0);
  }
}

// --- music ----------------------------------------------------------------------------------

function music() {
  const bus = newBus();
  for (let bar = 0; bar < SECONDS / BAR; bar++) {
    const { drums, lead, drive, chords } = part(bar);
    const chord = CHORDS[chords[bar % chords.length]];
    const at = bar * BAR;
    for (const step of chord)
      for (const [detune, pan] of [
        [-0.06, -0.6],
        [0.06, 0.6],
      ])
        tone(bus, { at, seconds: BAR + 0.1, from: note(step + detune), gain: 0.1, attack: 0.25, decay: 4, pan });
    for (let n = 0; n < 16; n++) {
      const step = chord[[0, 1, 2, 1][n % 4]] + (n % 8 > 3 ? 24 : 12);
      tone(bus, {
        at: at + (n * BEAT) / 4,
        seconds: 0.3,
        from: note(step),
        gain: 0.1 * drive,
        decay: 0.08,
        pan: n % 2 ? 0.5 : -0.5,
      });
    }
    for (let n = 0; n < 8; n++)
      tone(bus, {
        at: at + (n * BEAT) / 2,
        seconds: 0.24,
        from: note(chord[0] - 24 + (n % 4 === 3 ? 12 : 0)),
        gain: 0.3 * drive,
        decay: 0.16,
        shape: "reed",
      });
    if (lead)
      LEAD.forEach((step, n) => {
        if (step !== null && (bar % 2 === 0) === n < 8)
          tone(bus, {
            at: at + (n % 8) * (BEAT / 2),
            seconds: 0.42,
            from: note(step),
            gain: 0.2,
            attack: 0.01,
            decay: 0.25,
            shape: "reed",
          });
      });
    if (drums)
      for (let beat = 0; beat < 4; beat++) {
        const on = at + beat * BEAT;
        tone(bus, { at: on, seconds: 0.25, from: 130, to: 42, gain: 0.7, decay: 0.1, shape: "sine" });
        if (beat % 2) noise(bus, { at: on, seconds: 0.2, gain: 0.16, from: 0.5, decay: 0.06, seed: 7 });
        noise(bus, { at: on + BEAT / 2, seconds: 0.06, gain: 0.07, from: 0.5, decay: 0.02, high: true, seed: 9 });
      }
  }
  return bus;
}

// --- effects --------------------------------------------------------------------------------

function effects() {
  const bus = newBus();
  COINS.forEach((frame, i) => {
    const step = [24, 27, 31, 34, 36][i % 5];
    tone(bus, { at: frame / FPS, seconds: 0.25, from: note(step), gain: 0.12, decay: 0.06, shape: "sine", pan: 0.2 });
  });
  for (const hop of HOPS) {
    if (hop === LONG_JUMP) continue;
    tone(bus, { at: hop.take / FPS, seconds: 0.3, from: 180, to: 620, gain: 0.16, decay: 0.2 });
    noise(bus, { at: hop.land / FPS, seconds: 0.2, gain: 0.12, from: 0.06, decay: 0.05, seed: 3 });
  }
  // The long jump: an engine that climbs with the bike, rushing air, then nothing but the landing.
  const take = LONG_JUMP.take / FPS;
  const [land, down] = EVENTS.map((event) => event.atSeconds);
  tone(bus, { at: take - 1.7, seconds: 1.7, from: 110, to: 330, gain: 0.2, attack: 1.2, decay: 9, shape: "reed" });
  tone(bus, { at: take, seconds: land - take, from: 330, to: 880, gain: 0.14, attack: 0.1, decay: 9 });
  noise(bus, { at: take, seconds: land - take, gain: 0.12, from: 0.02, to: 0.4, attack: 2.4, decay: 9, seed: 5 });
  bang(bus, land, 11);
  cheer(bus, land + 0.15, [0, 4, 7, 12], 21);

  for (let n = 0; n < 4; n++)
    tone(bus, {
      at: BOSS.warn / FPS + n * 0.5,
      seconds: 0.4,
      from: n % 2 ? 330 : 440,
      gain: 0.3,
      attack: 0.02,
      decay: 0.6,
      shape: "reed",
    });
  for (const shot of BOSS.shots) {
    tone(bus, { at: shot / FPS, seconds: 0.18, from: 1500, to: 300, gain: 0.14, decay: 0.08 });
    noise(bus, { at: (shot + BOSS.shotTravel) / FPS, seconds: 0.2, gain: 0.14, from: 0.15, decay: 0.05, seed: 13 });
  }
  for (const orb of BOSS.orbs) {
    tone(bus, { at: orb.from / FPS, seconds: 0.9, from: 240, to: 90, gain: 0.2, decay: 0.5, shape: "reed" });
    if (orb.hits) noise(bus, { at: orb.to / FPS, seconds: 0.5, gain: 0.3, from: 0.1, to: 0.02, decay: 0.14, seed: 17 });
  }
  tone(bus, {
    at: BOSS.charge / FPS,
    seconds: 2,
    from: 110,
    to: 990,
    gain: 0.22,
    attack: 1.6,
    decay: 9,
    shape: "reed",
  });
  tone(bus, { at: BOSS.beam / FPS, seconds: 0.5, from: 1300, to: 700, gain: 0.35, decay: 2, shape: "reed" });
  bang(bus, down, 31);
  for (let n = 1; n < 5; n++)
    noise(bus, { at: down + n * 0.27, seconds: 0.6, gain: 0.3, from: 0.12, to: 0.02, decay: 0.16, seed: 40 + n });
  cheer(bus, down + 0.4, [3, 7, 10, 15], 51);
  return bus;
}

function bang(bus, at, seed) {
  tone(bus, { at, seconds: 1.4, from: 150, to: 30, gain: 1.2, decay: 0.5, shape: "sine" });
  noise(bus, { at, seconds: 1.6, gain: 0.8, from: 0.4, to: 0.01, decay: 0.45, seed });
}

/** A crowd's roar with a short fanfare over it. */
function cheer(bus, at, steps, seed) {
  noise(bus, { at, seconds: 4.2, gain: 0.2, from: 0.1, to: 0.16, attack: 0.5, decay: 2, seed });
  for (let n = 0; n < 24; n++) {
    const pitch = 500 + chance(seed, n) * 900;
    tone(bus, {
      at: at + chance(seed, n, 2) * 2.6,
      seconds: 0.35,
      from: pitch,
      to: pitch * 1.5,
      gain: 0.035,
      attack: 0.08,
      decay: 0.4,
      pan: chance(seed, n, 3) - 0.5,
    });
  }
  steps.forEach((step, n) => {
    tone(bus, {
      at: at + n * 0.125,
      seconds: n === steps.length - 1 ? 1.6 : 0.3,
      from: note(step + 12),
      gain: 0.4,
      attack: 0.01,
      decay: 0.7,
      shape: "reed",
    });
    tone(bus, {
      at: at + n * 0.125,
      seconds: n === steps.length - 1 ? 1.6 : 0.3,
      from: note(step + 12.06),
      gain: 0.3,
      attack: 0.01,
      decay: 0.7,
      shape: "reed",
    });
  });
}

// --- mix ------------------------------------------------------------------------------------

/** How loud the music is: it steps back for the air time and the beam, so that the bangs stand out. */
function musicLevel(seconds) {
  if (bikeHeight(seconds * FPS) > 0 && seconds * FPS >= LONG_JUMP.take && seconds * FPS < LONG_JUMP.land) return 0.25;
  return EVENTS.some((event) => seconds >= event.atSeconds && seconds < event.atSeconds + 1) ? 0.5 : 1;
}

/** The whole loop as interleaved 32-bit floats, 48 kHz stereo. */
export function soundtrack() {
  const [band, ride] = [music(), effects()];
  const out = new Float32Array(LENGTH * 2);
  let level = 1;
  for (let i = 0; i < LENGTH; i++) {
    const seconds = i / RATE;
    if (i % 64 === 0) level += (musicLevel(seconds) - level) * 0.05;
    // The bed dips around each tick, so that the tick's shape is the same every second.
    const fromTick = Math.abs(((seconds + 0.5) % 1) - 0.5 - TICK_SECONDS / 2);
    const room = 0.08 + 0.92 * clamp((fromTick - 0.013) / 0.012);
    const inTick = seconds % 1;
    const tick =
      inTick < TICK_SECONDS
        ? TICK_PEAK * Math.sin(2 * Math.PI * 1000 * inTick) * clamp((TICK_SECONDS - inTick) / 0.006)
        : 0;
    for (const [side, name] of ["left", "right"].entries()) {
      const bed = band[name][i] * 1.5 * level + ride[name][i] * 1.6;
      out[i * 2 + side] = BED_PEAK * Math.tanh(bed) * room + tick;
    }
  }
  return new Uint8Array(out.buffer);
}
