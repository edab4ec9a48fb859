// The picture of the sample stream: a neon hover-bike ride, drawn on a canvas as a function of the frame number.

import { avatar } from './avatar.mjs';
import { counterBounds, encodeFrameCounter } from './frame-counter.ts';
import * as story from './story.mjs';

const { WIDTH, HEIGHT, BOSS, EVENTS, GATES, HOPS, LONG_JUMP } = story;
const { bikeHeight, bossHealth, chance, clamp, frameOf, mix, travel } = story;

const BIKE_X = 540;
const TRACK_Y = 570;
const TURN = Math.PI * 2;

const ZONES = [
  { name: 'SUNSET MILE', sky: ['#1b0c40', '#5a1a78', '#d8437c', '#ffae5e'], disc: '#ffd873', stripes: true,
    far: '#6a2273', mid: '#3c1560', near: '#220c42', track: '#190a33', lit: '#ffb765', neon: '#ff4fa8' },
  { name: 'MIDNIGHT BAY', sky: ['#050b26', '#0b2152', '#15527f', '#38a9b8'], disc: '#dff6ff', stripes: false,
    far: '#15487a', mid: '#0d2d57', near: '#08193a', track: '#06132c', lit: '#ffe08a', neon: '#36ecff' },
  { name: 'AURORA RISE', sky: ['#071426', '#0c3340', '#1c6d5f', '#9fe58a'], disc: '#f6ffd2', stripes: true,
    far: '#1b5a58', mid: '#113d44', near: '#0a2630', track: '#071b24', lit: '#ffd27a', neon: '#8bff6e' },
];

// --- small drawing helpers ------------------------------------------------------------------

function poly(ctx, fill, ...points) {
  ctx.fillStyle = fill;
  ctx.beginPath();
  for (let i = 0; i < points.length; i += 2) ctx.lineTo(points[i], points[i + 1]);
  ctx.closePath();
  ctx.fill();
}

function disc(ctx, fill, x, y, r) {
  ctx.fillStyle = fill;
  ctx.beginPath();
  ctx.arc(x, y, Math.max(0, r), 0, TURN);
  ctx.fill();
}

function ring(ctx, stroke, x, y, r, width) {
  ctx.strokeStyle = stroke;
  ctx.lineWidth = width;
  ctx.beginPath();
  ctx.arc(x, y, Math.max(0, r), 0, TURN);
  ctx.stroke();
}

function box(ctx, fill, x, y, w, h) {
  ctx.fillStyle = fill;
  ctx.fillRect(x, y, w, h);
}

function panel(ctx, x, y, w, h, edge) {
  ctx.fillStyle = '#0a0718';
  ctx.strokeStyle = edge;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, 10);
  ctx.fill();
  ctx.stroke();
}

function text(ctx, words, x, y, size, fill, { align = 'left', style = 'bold', outline = null } = {}) {
  ctx.font = `${style} ${size}px "DejaVu Sans", sans-serif`;
  ctx.textAlign = align;
  ctx.textBaseline = 'middle';
  if (outline) {
    ctx.lineJoin = 'round';
    ctx.strokeStyle = outline;
    ctx.lineWidth = size / 5;
    ctx.strokeText(words, x, y);
  }
  ctx.fillStyle = fill;
  ctx.fillText(words, x, y);
}

function at(ctx, x, y, paint, turn = 0, scale = 1) {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(turn);
  ctx.scale(scale, scale);
  paint();
  ctx.restore();
}

/** Where a thing stands on the screen that the bike reaches at frame `reached`. */
const screenX = (frame, reached) => BIKE_X + travel[clamp(reached, 0, travel.length - 1)] - travel[frame];

/** Calls `paint(index, x)` for everything in a layer that repeats each `spacing` pixels and moves at `depth`. */
function layer(frame, depth, spacing, paint) {
  const offset = Math.round(travel[frame] * depth);
  for (let i = Math.floor((offset - spacing * 2) / spacing); i * spacing < offset + WIDTH + spacing; i++)
    paint(i, i * spacing - offset);
}

// --- the world ------------------------------------------------------------------------------

function sky(ctx, zone, index) {
  const gradient = ctx.createLinearGradient(0, 0, 0, 500);
  zone.sky.forEach((colour, i) => gradient.addColorStop([0, 0.4, 0.78, 1][i], colour));
  box(ctx, gradient, -60, -60, WIDTH + 120, HEIGHT + 120);
  for (let i = 0; i < 60; i++) {
    const size = chance(i, index, 3) > 0.8 ? 3 : 2;
    box(ctx, '#ffffffb0', Math.floor(chance(i, index, 1) * WIDTH), Math.floor(chance(i, index, 2) * 230), size, size);
  }
  if (index === 2)
    for (let i = 0; i < 5; i++)
      poly(ctx, i % 2 ? '#6effc01c' : '#c58bff1c', 100 + i * 230, 0, 330 + i * 230, 0, 230 + i * 210, 360, 90 + i * 210, 330);
  const [x, y, r] = [[930, 330, 150], [960, 210, 78], [900, 350, 120]][index];
  disc(ctx, `${zone.disc}28`, x, y, r * 1.35);
  disc(ctx, zone.disc, x, y, r);
  if (!zone.stripes) {
    disc(ctx, '#b9dcec', x - 26, y - 18, 16);
    disc(ctx, '#b9dcec', x + 24, y + 22, 22);
    disc(ctx, '#b9dcec', x + 22, y - 34, 9);
    return;
  }
  for (let i = 0; i < 6; i++) {
    const below = i * 26 - 10;
    const half = Math.sqrt(Math.max(0, r * r - below * below));
    box(ctx, zone.sky[2], x - half, y + below, half * 2, 4 + i * 2);
  }
}

function skyline(ctx, frame, zone, index) {
  layer(frame, 0.1, 150, (i, x) => {
    const peak = 330 + chance(i, index, 11) * 110;
    poly(ctx, zone.far, x - 130, 560, x + 20, peak, x + 60, peak + 34, x + 90, peak + 22, x + 270, 560);
  });
  box(ctx, zone.far, -60, 500, WIDTH + 120, 160);
  layer(frame, 0.3, 100, (i, x) => {
    const w = 62 + Math.floor(chance(i, index, 21) * 36);
    const top = 300 + Math.floor(chance(i, index, 22) * 180);
    box(ctx, zone.mid, x, top, w, 400);
    if (chance(i, index, 23) > 0.6) box(ctx, zone.mid, x + w / 2 - 2, top - 34, 4, 34);
    if (chance(i, index, 24) > 0.7) poly(ctx, zone.mid, x, top, x + w, top, x + w, top - 26);
    for (let row = 0; row < 14; row++)
      for (let column = 0; column < w / 16 - 1; column++)
        if (chance(i, row, column, index) > 0.72) box(ctx, `${zone.lit}c0`, x + 8 + column * 16, top + 12 + row * 18, 7, 9);
  });
  layer(frame, 0.6, 300, (i, x) => {
    const w = 130 + Math.floor(chance(i, index, 31) * 110);
    const top = 420 + Math.floor(chance(i, index, 32) * 90);
    box(ctx, zone.near, x, top, w, 320);
    box(ctx, zone.neon, x, top, w, 3);
    if (chance(i, index, 33) > 0.35) {
      const sign = ['#ff5fb0', '#45e6ff', '#ffd84a', '#9dff70'][Math.floor(chance(i, index, 34) * 4)];
      box(ctx, '#00000080', x + 20, top + 22, 76, 40);
      ctx.strokeStyle = sign;
      ctx.lineWidth = 3;
      ctx.strokeRect(x + 20, top + 22, 76, 40);
      if (i % 3 === 0) for (let n = 0; n < 3; n++) poly(ctx, sign, x + 30 + n * 20, top + 32, x + 42 + n * 20, top + 42, x + 30 + n * 20, top + 52);
      else if (i % 3 === 1) for (let n = 0; n < 4; n++) box(ctx, sign, x + 32 + n * 14, top + 50 - n * 6, 8, 4 + n * 6);
      else for (let n = 0; n < 3; n++) disc(ctx, sign, x + 38 + n * 20, top + 42, 6);
    }
  });
}

const GAPS = HOPS.filter((h) => h.over === 'gap' || h.over === 'canyon').map((h) => [
  travel[h.take] + 50,
  travel[h.land] - (h.over === 'canyon' ? 60 : 40),
]);

function track(ctx, frame, zone) {
  const abyss = ctx.createLinearGradient(0, 600, 0, HEIGHT);
  abyss.addColorStop(0, zone.track);
  abyss.addColorStop(1, zone.near);
  box(ctx, abyss, -60, 616, WIDTH + 120, 160);
  for (const [y, alpha] of [[640, '30'], [662, '40'], [692, '55']]) box(ctx, `${zone.neon}${alpha}`, -60, y, WIDTH + 120, 2);

  const left = travel[frame] - BIKE_X - 80;
  const right = left + WIDTH + 160;
  let start = left;
  const decks = [];
  for (const [from, to] of GAPS) {
    if (to < left || from > right) continue;
    decks.push([start, from]);
    start = to;
  }
  decks.push([start, right]);
  for (const [from, to] of decks) {
    if (to <= from) continue;
    const x = from - left - 80;
    const w = to - from;
    box(ctx, zone.track, x, TRACK_Y, w, 40);
    box(ctx, '#ffffff18', x, TRACK_Y + 5, w, 8);
    box(ctx, zone.neon, x, TRACK_Y, w, 5);
    box(ctx, zone.neon, x, TRACK_Y + 5, 4, 30);
    box(ctx, zone.neon, x + w - 4, TRACK_Y + 5, 4, 30);
    for (let seam = Math.ceil(from / 160) * 160; seam < to - 20; seam += 160) {
      const sx = seam - left - 80;
      poly(ctx, `${zone.neon}70`, sx, TRACK_Y + 18, sx + 40, TRACK_Y + 18, sx + 32, TRACK_Y + 28, sx - 8, TRACK_Y + 28);
      if (seam % 640 === 0) {
        box(ctx, zone.track, sx + 40, TRACK_Y + 40, 34, 140);
        box(ctx, zone.near, sx - 3, TRACK_Y - 120, 6, 120);
        box(ctx, zone.near, sx - 3, TRACK_Y - 124, 34, 6);
        disc(ctx, `${zone.lit}40`, sx + 28, TRACK_Y - 114, 17);
        disc(ctx, zone.lit, sx + 28, TRACK_Y - 114, 8);
      }
    }
  }
}

function obstacles(ctx, frame, zone) {
  for (const h of HOPS) {
    const x = screenX(frame, Math.round((h.take + h.land) / 2));
    if (h.over !== 'crate' || x < -120 || x > WIDTH + 120) continue;
    for (const [dx, dy] of [[-58, -52], [2, -52], [-28, -104]]) {
      box(ctx, '#2b1a4a', x + dx, TRACK_Y + dy, 56, 50);
      ctx.strokeStyle = '#ffcf4a';
      ctx.lineWidth = 4;
      ctx.strokeRect(x + dx + 3, TRACK_Y + dy + 3, 50, 44);
      poly(ctx, '#ffcf4a', x + dx + 28, TRACK_Y + dy + 10, x + dx + 43, TRACK_Y + dy + 38, x + dx + 13, TRACK_Y + dy + 38);
    }
  }
  const lip = screenX(frame, LONG_JUMP.take);
  if (lip > -300 && lip < WIDTH + 600) {
    poly(ctx, zone.track, lip - 224, TRACK_Y + 2, lip + 50, TRACK_Y - 72, lip + 50, TRACK_Y + 40, lip - 224, TRACK_Y + 40);
    ctx.strokeStyle = '#ffe24a';
    ctx.lineWidth = 6;
    ctx.beginPath();
    ctx.moveTo(lip - 224, TRACK_Y);
    ctx.lineTo(lip + 50, TRACK_Y - 73);
    ctx.stroke();
    for (let n = 0; n < 4; n++) {
      const [cx, cy] = [lip - 130 + n * 42, TRACK_Y - 8 - n * 11];
      poly(ctx, '#ffe24a', cx, cy, cx + 20, cy + 8, cx, cy + 26, cx + 8, cy + 14);
    }
    panel(ctx, lip - 520, TRACK_Y - 190, 240, 92, '#ffe24a');
    text(ctx, 'NO BRIDGE', lip - 400, TRACK_Y - 162, 30, '#ffe24a', { align: 'center' });
    text(ctx, 'never cleared', lip - 400, TRACK_Y - 126, 24, '#ffffff', { align: 'center' });
    box(ctx, '#ffe24a', lip - 404, TRACK_Y - 98, 8, 98);
  }
}

function coins(ctx, frame) {
  for (const taken of story.COINS) {
    const y = TRACK_Y - 34 - bikeHeight(taken);
    if (taken > frame) {
      const x = screenX(frame, taken);
      if (x > WIDTH + 40) break;
      const w = 6 + 8 * Math.abs(Math.cos((Math.floor(frame / 3) * Math.PI) / 8));
      poly(ctx, '#ffd33d', x - w, y, x, y - 16, x + w, y, x, y + 16);
      poly(ctx, '#fff3b0', x - w / 2, y, x, y - 8, x + w / 2, y, x, y + 8);
    } else if (frame - taken < 8) {
      const age = frame - taken;
      ring(ctx, '#fff3b0', BIKE_X + 20 - age * 6, y, 14 + age * 4, 4 - age / 2);
    }
  }
}

function bike(ctx, frame) {
  const { air, turn } = ride(frame);
  const hurt = BOSS.orbs.some((orb) => orb.hits && frame >= orb.to && frame < orb.to + 24 && Math.floor((frame - orb.to) / 3) % 2 === 0);
  const y = TRACK_Y - 34 - Math.round(air) - (air > 0 ? 0 : Math.round(Math.sin(frame / 7) * 3));
  if (air < 120) {
    ctx.fillStyle = '#00000060';
    ctx.beginPath();
    ctx.ellipse(BIKE_X, TRACK_Y + 6, 62 - air / 4, 5, 0, 0, TURN);
    if (!GAPS.some(([from, to]) => travel[frame] > from && travel[frame] < to)) ctx.fill();
  }
  const fast = story.speedAt(frame) > 10 || frame >= BOSS.charge && frame < BOSS.down;
  at(ctx, BIKE_X, y, () => {
    const flame = (fast ? 90 : 48) + chance(Math.floor(frame / 2), 5) * 26;
    poly(ctx, '#ff7a2f', -50, -6, -50 - flame, 3, -50, 12);
    poly(ctx, '#fff0a8', -50, -2, -50 - flame * 0.55, 3, -50, 8);
    poly(ctx, '#37e8ff48', -40, 22, 40, 22, 22, 34, -24, 34);
    // Body, then the rider leaning into the wind.
    poly(ctx, hurt ? '#ff4a5a' : '#e9f1ff', -58, -8, -20, -18, 24, -14, 72, 4, 40, 16, -44, 16);
    poly(ctx, '#ff3f86', -58, -8, -20, -18, -4, -17, -30, 16, -44, 16);
    poly(ctx, '#1d2f6b', 22, -14, 72, 4, 34, 4);
    box(ctx, '#37e8ff', -38, 16, 26, 6);
    box(ctx, '#37e8ff', 12, 16, 26, 6);
    poly(ctx, '#5b66e6', -22, -14, -14, -42, 6, -46, 14, -36, 30, -18, 20, -14, 4, -30, 0, -14);
    disc(ctx, hurt ? '#ff4a5a' : '#ffb53d', 6, -56, 15);
    poly(ctx, '#12264f', 8, -64, 22, -60, 21, -50, 8, -50);
    const flutter = Math.sin(frame / 3) * 5;
    poly(ctx, '#ff3f86', -6, -52, -40, -56 + flutter, -36, -44 + flutter, -4, -44);
  }, turn, 1.12);
}

/** Height over the track and lean of the bike: it lifts its nose on the way up and turns a backflip in the long jump. */
function ride(frame) {
  const air = bikeHeight(frame);
  let turn = clamp(-(bikeHeight(frame + 1) - bikeHeight(Math.max(0, frame - 1))) / 60, -0.35, 0.35);
  const u = (frame - LONG_JUMP.take) / (LONG_JUMP.land - LONG_JUMP.take);
  if (u > 0.15 && u < 0.85) {
    const s = (u - 0.15) / 0.7;
    turn -= TURN * s * s * (3 - 2 * s);
  }
  return { air, turn };
}

function gates(ctx, frame) {
  for (const reached of GATES) {
    const x = screenX(frame, reached);
    if (x < -100 || x > WIDTH + 100) continue;
    const neon = ZONES[GATES.indexOf(reached) + 1].neon;
    box(ctx, `${neon}40`, x - 26, -60, 52, TRACK_Y + 60);
    box(ctx, neon, x - 9, -60, 18, TRACK_Y + 60);
    box(ctx, '#ffffff', x - 4, -60, 8, TRACK_Y + 60);
  }
}

// --- boss -----------------------------------------------------------------------------------

function bossPlace(frame) {
  const sway = Math.round(Math.sin((frame - BOSS.enter) / 22) * 34);
  const entering = clamp((frame - BOSS.enter) / 50);
  const closing = clamp((frame - BOSS.charge) / 60);
  const x = mix(1480, 960, 1 - (1 - entering) ** 3) - 130 * closing;
  return { x: Math.round(x), y: 330 + sway * (1 - closing) };
}

function boss(ctx, frame) {
  if (frame < BOSS.enter || frame >= BOSS.down + 8) return;
  const { x, y } = bossPlace(Math.min(frame, BOSS.down));
  const struck = BOSS.shots.some((shot) => frame - shot - BOSS.shotTravel >= 0 && frame - shot - BOSS.shotTravel < 3);
  const dying = frame >= BOSS.beam + 6;
  const shake = dying ? Math.round((chance(frame, 7) - 0.5) * 14) : 0;
  const steel = struck || dying ? '#ffd9d9' : '#3a3560';
  at(ctx, x + shake, y, () => {
    for (let i = 0; i < 6; i++) {
      const a = (i / 6) * TURN + Math.floor(frame / 2) / 24;
      at(ctx, Math.cos(a) * 128, Math.sin(a) * 128, () => {
        poly(ctx, '#6a5fa8', -26, -18, 34, 0, -26, 18);
        poly(ctx, '#ff4d5e', 4, -8, 34, 0, 4, 8);
      }, a);
    }
    ring(ctx, '#6a5fa8', 0, 0, 118, 10);
    disc(ctx, steel, 0, 0, 104);
    poly(ctx, '#57508c', -96, -40, 0, -104, 96, -40, 52, -30, 0, -56, -52, -30);
    poly(ctx, '#241f45', -84, 60, 0, 104, 84, 60, 40, 46, 0, 62, -40, 46);
    disc(ctx, '#120c26', 0, 0, 52);
    const angry = bossHealth(frame) < 0.5;
    disc(ctx, angry ? '#ff7a1f' : '#ff3350', -8, 6, 36);
    disc(ctx, '#ffe9b0', -16, 10, 17);
    disc(ctx, '#120c26', -20, 12, 8);
    poly(ctx, '#57508c', -56, -44, 56, -44, 40, -18, -10, -12, -46, -22);
    if (angry)
      for (let i = 0; i < 3; i++)
        poly(ctx, '#ffb03d', 30 + i * 18, -70 + i * 50, 44 + i * 14, -46 + i * 44, 34 + i * 16, -50 + i * 50, 40 + i * 12, -20 + i * 40, 26 + i * 14, -52 + i * 50);
  });
}

function battle(ctx, frame) {
  const muzzle = { x: BIKE_X + 74, y: TRACK_Y - 32 - bikeHeight(frame) };
  for (const shot of BOSS.shots) {
    const u = (frame - shot) / BOSS.shotTravel;
    const goal = bossPlace(shot + BOSS.shotTravel);
    if (u >= 0 && u < 1) {
      const from = { x: BIKE_X + 74, y: TRACK_Y - 32 - bikeHeight(shot) };
      const [x, y] = [mix(from.x, goal.x, u), mix(from.y, goal.y, u)];
      at(ctx, x, y, () => { box(ctx, '#37e8ff', -26, -6, 52, 12); box(ctx, '#ffffff', -14, -3, 34, 6); }, Math.atan2(goal.y - from.y, goal.x - from.x));
    } else if (u >= 1 && u < 2) burst(ctx, frame - shot - BOSS.shotTravel, goal.x - 60, goal.y + 40, 8, 7, ['#37e8ff', '#ffffff'], shot, 10);
  }
  for (const orb of BOSS.orbs) {
    const u = (frame - orb.from) / (orb.to - orb.from);
    const from = bossPlace(orb.from);
    if (u >= 0 && u < (orb.hits ? 1 : 1.6)) {
      const [x, y] = [mix(from.x - 60, BIKE_X + 20, u), mix(from.y, TRACK_Y - 50, Math.min(1, u))];
      disc(ctx, '#ff3350', x, y, 24);
      disc(ctx, '#ffb03d', x, y, 16);
      disc(ctx, '#fff3c0', x, y, 8);
    } else if (orb.hits && u >= 1) burst(ctx, frame - orb.to, BIKE_X + 20, TRACK_Y - 50, 14, 9, ['#ff3350', '#ffb03d'], orb.to, 22);
  }
  if (frame >= BOSS.charge && frame < BOSS.beam) {
    const t = (frame - BOSS.charge) / (BOSS.beam - BOSS.charge);
    disc(ctx, '#37e8ff60', muzzle.x + 14, muzzle.y, 10 + 36 * t);
    disc(ctx, '#ffffff', muzzle.x + 14, muzzle.y, 5 + 20 * t);
    ring(ctx, '#37e8ff', muzzle.x + 14, muzzle.y, 80 * (1 - ((frame - BOSS.charge) % 12) / 12) + 16, 3);
  }
  if (frame >= BOSS.beam && frame < BOSS.down + 4) {
    const goal = bossPlace(BOSS.down);
    const reach = clamp((frame - BOSS.beam + 1) / 5);
    at(ctx, muzzle.x, muzzle.y, () => {
      const length = Math.hypot(goal.x - muzzle.x, goal.y - muzzle.y) * reach;
      box(ctx, '#37e8ff70', 0, -34, length, 68);
      box(ctx, '#8ff6ff', 0, -22, length, 44);
      box(ctx, '#ffffff', 0, -12, length, 24);
      disc(ctx, '#ffffff', 0, 0, 36);
      disc(ctx, '#8ff6ff', length, 0, 54);
    }, Math.atan2(goal.y - muzzle.y, goal.x - muzzle.x));
  }
}

// --- bangs ----------------------------------------------------------------------------------

/** Sparks that fly from one point and fall; `age` in frames. */
function burst(ctx, age, x, y, count, speed, colours, seed, life) {
  if (age < 0 || age >= life) return;
  for (let i = 0; i < count; i++) {
    const a = chance(seed, i, 1) * TURN;
    const v = speed * (0.35 + chance(seed, i, 2));
    const drag = (1 - 0.94 ** age) / 0.06;
    const size = (5 + chance(seed, i, 3) * 8) * (1 - age / life);
    const [px, py] = [x + Math.cos(a) * v * drag, y + Math.sin(a) * v * drag + 0.12 * age * age];
    at(ctx, px, py, () => box(ctx, colours[i % colours.length], -size, -size, size * 2, size * 2), a + age / 6);
  }
}

const CONFETTI = ['#ffe24a', '#ff4fa8', '#37e8ff', '#8bff6e', '#ffffff'];

function bangs(ctx, frame) {
  const jump = frame - LONG_JUMP.land;
  if (jump >= 0 && jump < 60) {
    for (const delay of [0, 6]) {
      const age = jump - delay;
      if (age < 0 || age > 24) continue;
      ctx.strokeStyle = delay ? '#ff4fa8' : '#ffffff';
      ctx.lineWidth = 12 * (1 - age / 25);
      ctx.beginPath();
      ctx.ellipse(BIKE_X, TRACK_Y, 30 + age * 24, 10 + age * 7, 0, Math.PI, TURN);
      ctx.stroke();
    }
    burst(ctx, jump, BIKE_X, TRACK_Y - 10, 46, 17, CONFETTI, 14, 56);
  }
  const down = frame - BOSS.down;
  if (down >= 0 && down < 90) {
    const { x, y } = bossPlace(BOSS.down);
    if (down < 26) {
      disc(ctx, '#ff7a2f', x, y, 60 + 150 * clamp(down / 7) * (1 - clamp((down - 9) / 17)));
      disc(ctx, '#ffe9a0', x, y, (40 + 120 * clamp(down / 6)) * (1 - clamp((down - 6) / 14)));
    }
    for (const [delay, colour] of [[0, '#ffffff'], [7, '#37e8ff'], [14, '#ff7a2f']])
      if (down >= delay && down < delay + 24) ring(ctx, colour, x, y, 60 + (down - delay) * 26, 16 * (1 - (down - delay) / 24));
    for (let i = 0; i < 5; i++)
      burst(ctx, down - i * 8, x + (chance(i, 61) - 0.5) * 190, y + (chance(i, 62) - 0.5) * 150, 18, 14, ['#ff7a2f', '#ffe9a0', '#6a5fa8', '#ff3350'], 60 + i, 46);
    burst(ctx, down, x, y, 30, 22, CONFETTI, 66, 80);
  }
}

/** The camera's kick, in whole pixels so that the shaken picture stays sharp and cheap to encode. */
function kick(frame) {
  let [x, y] = [0, 0];
  const kicks = [
    ...EVENTS.map((event) => [frameOf(event.atSeconds), 26, 24]),
    ...BOSS.orbs.filter((orb) => orb.hits).map((orb) => [orb.to, 10, 10]),
    [BOSS.beam, 8, 14],
  ];
  for (const [from, strength, length] of kicks) {
    const age = frame - from;
    if (age < 0 || age >= length) continue;
    const s = strength * (1 - age / length) ** 2;
    x += Math.round(Math.sin(age * 2.1) * s * 0.6);
    y += Math.round(Math.cos(age * 1.7) * s);
  }
  return { x, y };
}

function banners(ctx, frame) {
  const show = [
    { from: LONG_JUMP.land + 3, lines: ['IMPOSSIBLE', 'JUMP!'], sizes: [54, 112], fill: '#ffe24a', bonus: '+50 000' },
    { from: BOSS.down + 14, lines: ['BOSS', 'DOWN!'], sizes: [112, 100], fill: '#37e8ff', bonus: '+50 000' },
  ];
  for (const banner of show) {
    const age = frame - banner.from;
    if (age < 0 || age >= 108) continue;
    const scale = age < 7 ? mix(2.2, 1, age / 7) : 1;
    const leave = age > 100 ? (age - 100) * 180 : 0;
    for (let i = 0; i < 2; i++) {
      const w = clamp(age / 8) * (1500 - i * 120);
      const y = i ? 330 : 170;
      poly(ctx, i ? '#ff2f7ee0' : '#2a0f5ce0', 640 - w / 2 + leave, y, 640 + w / 2 + leave, y - 18, 640 + w / 2 + leave, y + (i ? 8 : 150), 640 - w / 2 + leave, y + (i ? 26 : 168));
    }
    at(ctx, 640 + leave, 246, () => {
      text(ctx, banner.lines[0], 0, -52, banner.sizes[0], '#ffffff', { align: 'center', style: 'italic bold', outline: '#1a0838' });
      text(ctx, banner.lines[1], 0, 34, banner.sizes[1], banner.fill, { align: 'center', style: 'italic bold', outline: '#1a0838' });
    }, -0.03, scale);
    if (age > 12) text(ctx, banner.bonus, 640 + leave, 384, 44, '#ffffff', { align: 'center', outline: '#ff2f7e' });
  }
  const warn = frame - BOSS.warn;
  if (warn >= 0 && warn < 60 && Math.floor(warn / 10) % 2 === 0) {
    box(ctx, '#d01836', 0, 236, WIDTH, 96);
    for (let i = 0; i < 22; i++) for (const y of [236, 318]) poly(ctx, '#ffcf4a', i * 60, y, i * 60 + 30, y, i * 60 + 16, y + 14, i * 60 - 14, y + 14);
    text(ctx, 'WARNING', 640, 285, 56, '#ffffff', { align: 'center' });
  }
  for (const [from, name] of [[30, ZONES[0].name], ...GATES.map((g, i) => [g, ZONES[i + 1].name])]) {
    const age = frame - from;
    if (age >= 0 && age < 60) text(ctx, name, 640 + (age < 8 ? (8 - age) * 60 : age > 52 ? (52 - age) * 90 : 0), 250, 42, '#ffffff', { align: 'center', style: 'italic bold', outline: '#160a30' });
  }
}

function flash(ctx, frame) {
  const strength = Math.max(...[LONG_JUMP.land, BOSS.down].map((from) => (frame >= from && frame < from + 6 ? 0.75 * (1 - (frame - from) / 6) : 0)));
  if (strength > 0) box(ctx, `rgb(255 255 255 / ${strength})`, 0, 0, WIDTH, HEIGHT);
}

// --- what lies over the game ----------------------------------------------------------------

function heads(ctx, frame) {
  panel(ctx, 28, 24, 250, 76, '#ff4fa8');
  text(ctx, 'SCORE', 46, 44, 17, '#ff9fd0');
  text(ctx, String(story.score(frame)).padStart(7, '0'), 44, 74, 38, '#ffffff');

  panel(ctx, WIDTH - 278, 24, 250, 76, '#37e8ff');
  text(ctx, 'SPEED', WIDTH - 260, 44, 17, '#9ff2ff');
  const fast = story.speedAt(frame) > 10;
  text(ctx, fast ? '512' : '320', WIDTH - 262, 74, 38, fast ? '#ffe24a' : '#ffffff');
  for (let i = 0; i < 3; i++) {
    const [x, y] = [WIDTH - 148 + i * 40, 62];
    const fill = i < story.hearts(frame) ? '#ff3f6e' : '#3a2a4c';
    disc(ctx, fill, x - 7, y - 6, 9);
    disc(ctx, fill, x + 7, y - 6, 9);
    poly(ctx, fill, x - 15, y - 2, x + 15, y - 2, x, y + 16);
  }

  // Course progress above the counter, moved on once a second.
  panel(ctx, 436, 22, 408, 88, '#8d7bd0');
  box(ctx, '#2c2350', 448, 38, 384, 10);
  const done = Math.floor(frame / story.FPS) / story.SECONDS;
  box(ctx, '#8bff6e', 448, 38, Math.round(384 * done), 10);
  for (const event of EVENTS) box(ctx, '#ffe24a', 446 + Math.round((384 * event.atSeconds) / story.SECONDS), 34, 4, 18);

  if (frame >= BOSS.enter + 20 && frame < BOSS.down + 10) {
    panel(ctx, 436, 118, 408, 32, '#ff3350');
    box(ctx, '#ff3350', 442, 124, Math.round(396 * bossHealth(frame)), 20);
    text(ctx, 'IRON WATCHER', 640, 135, 16, '#ffffff', { align: 'center' });
  }
}

function counter(ctx, frame) {
  const { x, y, width, height } = counterBounds(WIDTH, HEIGHT);
  const bits = encodeFrameCounter(frame);
  const w = width / bits.length;
  bits.forEach((bit, i) => box(ctx, bit ? '#ffffff' : '#000000', x + i * w, y, w, height));
}

function world(ctx, frame, index) {
  const zone = ZONES[index];
  sky(ctx, zone, index);
  skyline(ctx, frame, zone, index);
  track(ctx, frame, zone);
}

/** Draws one frame of the loop. */
export function draw(ctx, frame) {
  const shake = kick(frame);
  const passed = GATES.filter((gate) => screenX(frame, gate) < -60).length;
  const gateX = passed < GATES.length ? screenX(frame, GATES[passed]) : WIDTH + 200;
  ctx.save();
  ctx.translate(shake.x, shake.y);
  world(ctx, frame, passed);
  if (gateX < WIDTH + 60) {
    // Beyond a gate lies the next zone: the world is drawn again to the right of it.
    ctx.save();
    ctx.beginPath();
    ctx.rect(gateX, -60, WIDTH + 120 - gateX, HEIGHT + 120);
    ctx.clip();
    world(ctx, frame, passed + 1);
    ctx.restore();
  }
  obstacles(ctx, frame, ZONES[passed]);
  gates(ctx, frame);
  coins(ctx, frame);
  boss(ctx, frame);
  bike(ctx, frame);
  battle(ctx, frame);
  bangs(ctx, frame);
  ctx.restore();
  flash(ctx, frame);
  banners(ctx, frame);
  avatar(ctx, frame, story.mood(frame));
  heads(ctx, frame);
  counter(ctx, frame);
}
