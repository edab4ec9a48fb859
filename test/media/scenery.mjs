// What the bike rides through: the three zones, each with its sky, skyline and track, and what stands on it.

import { box, disc, panel, poly, text } from "./brush.mjs";
import { GATES, HEIGHT, HOPS, LONG_JUMP, WIDTH, chance, clamp, travel } from "./story.mjs";

export const BIKE_X = 540;

export const TRACK_Y = 570;

export const ZONES = [
  {
    name: "SUNSET MILE",
    sky: ["#1b0c40", "#5a1a78", "#d8437c", "#ffae5e"],
    disc: "#ffd873",
    stripes: true,
    far: "#6a2273",
    mid: "#3c1560",
    near: "#220c42",
    track: "#190a33",
    lit: "#ffb765",
    neon: "#ff4fa8",
  },
  {
    name: "MIDNIGHT BAY",
    sky: ["#050b26", "#0b2152", "#15527f", "#38a9b8"],
    disc: "#dff6ff",
    stripes: false,
    far: "#15487a",
    mid: "#0d2d57",
    near: "#08193a",
    track: "#06132c",
    lit: "#ffe08a",
    neon: "#36ecff",
  },
  {
    name: "AURORA RISE",
    sky: ["#071426", "#0c3340", "#1c6d5f", "#9fe58a"],
    disc: "#f6ffd2",
    stripes: true,
    far: "#1b5a58",
    mid: "#113d44",
    near: "#0a2630",
    track: "#071b24",
    lit: "#ffd27a",
    neon: "#8bff6e",
  },
];

/** Where a thing stands on the screen that the bike reaches at frame `reached`. */
export const screenX = (frame, reached) => BIKE_X + travel[clamp(reached, 0, travel.length - 1)] - travel[frame];

/** Calls `paint(index, x)` for everything in a layer that repeats each `spacing` pixels and moves at `depth`. */
function layer(frame, depth, spacing, paint) {
  const offset = Math.round(travel[frame] * depth);
  for (let i = Math.floor((offset - spacing * 2) / spacing); i * spacing < offset + WIDTH + spacing; i++)
    paint(i, i * spacing - offset);
}

function sky(ctx, zone, index) {
  const gradient = ctx.createLinearGradient(0, 0, 0, 500);
  zone.sky.forEach((colour, i) => gradient.addColorStop([0, 0.4, 0.78, 1][i], colour));
  box(ctx, gradient, -60, -60, WIDTH + 120, HEIGHT + 120);
  for (let i = 0; i < 60; i++) {
    const size = chance(i, index, 3) > 0.8 ? 3 : 2;
    box(ctx, "#ffffffb0", Math.floor(chance(i, index, 1) * WIDTH), Math.floor(chance(i, index, 2) * 230), size, size);
  }
  if (index === 2)
    for (let i = 0; i < 5; i++)
      poly(
        ctx,
        i % 2 ? "#6effc01c" : "#c58bff1c",
        100 + i * 230,
        0,
        330 + i * 230,
        0,
        230 + i * 210,
        360,
        90 + i * 210,
        330,
      );
  const [x, y, r] = [
    [930, 330, 150],
    [960, 210, 78],
    [900, 350, 120],
  ][index];
  disc(ctx, `${zone.disc}28`, x, y, r * 1.35);
  disc(ctx, zone.disc, x, y, r);
  if (!zone.stripes) {
    disc(ctx, "#b9dcec", x - 26, y - 18, 16);
    disc(ctx, "#b9dcec", x + 24, y + 22, 22);
    disc(ctx, "#b9dcec", x + 22, y - 34, 9);
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
        if (chance(i, row, column, index) > 0.72)
          box(ctx, `${zone.lit}c0`, x + 8 + column * 16, top + 12 + row * 18, 7, 9);
  });
  layer(frame, 0.6, 300, (i, x) => {
    const w = 130 + Math.floor(chance(i, index, 31) * 110);
    const top = 420 + Math.floor(chance(i, index, 32) * 90);
    box(ctx, zone.near, x, top, w, 320);
    box(ctx, zone.neon, x, top, w, 3);
    if (chance(i, index, 33) > 0.35) {
      const sign = ["#ff5fb0", "#45e6ff", "#ffd84a", "#9dff70"][Math.floor(chance(i, index, 34) * 4)];
      box(ctx, "#00000080", x + 20, top + 22, 76, 40);
      ctx.strokeStyle = sign;
      ctx.lineWidth = 3;
      ctx.strokeRect(x + 20, top + 22, 76, 40);
      if (i % 3 === 0)
        for (let n = 0; n < 3; n++)
          poly(ctx, sign, x + 30 + n * 20, top + 32, x + 42 + n * 20, top + 42, x + 30 + n * 20, top + 52);
      else if (i % 3 === 1) for (let n = 0; n < 4; n++) box(ctx, sign, x + 32 + n * 14, top + 50 - n * 6, 8, 4 + n * 6);
      else for (let n = 0; n < 3; n++) disc(ctx, sign, x + 38 + n * 20, top + 42, 6);
    }
  });
}

export const GAPS = HOPS.filter((h) => h.over === "gap" || h.over === "canyon").map((h) => [
  travel[h.take] + 50,
  travel[h.land] - (h.over === "canyon" ? 60 : 40),
]);

export function track(ctx, frame, zone) {
  const abyss = ctx.createLinearGradient(0, 600, 0, HEIGHT);
  abyss.addColorStop(0, zone.track);
  abyss.addColorStop(1, zone.near);
  box(ctx, abyss, -60, 616, WIDTH + 120, 160);
  for (const [y, alpha] of [
    [640, "30"],
    [662, "40"],
    [692, "55"],
  ])
    box(ctx, `${zone.neon}${alpha}`, -60, y, WIDTH + 120, 2);

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
    box(ctx, "#ffffff18", x, TRACK_Y + 5, w, 8);
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

export function world(ctx, frame, index) {
  const zone = ZONES[index];
  sky(ctx, zone, index);
  skyline(ctx, frame, zone, index);
  track(ctx, frame, zone);
}

export function obstacles(ctx, frame, zone) {
  for (const h of HOPS) {
    const x = screenX(frame, Math.round((h.take + h.land) / 2));
    if (h.over !== "crate" || x < -120 || x > WIDTH + 120) continue;
    for (const [dx, dy] of [
      [-58, -52],
      [2, -52],
      [-28, -104],
    ]) {
      box(ctx, "#2b1a4a", x + dx, TRACK_Y + dy, 56, 50);
      ctx.strokeStyle = "#ffcf4a";
      ctx.lineWidth = 4;
      ctx.strokeRect(x + dx + 3, TRACK_Y + dy + 3, 50, 44);
      poly(
        ctx,
        "#ffcf4a",
        x + dx + 28,
        TRACK_Y + dy + 10,
        x + dx + 43,
        TRACK_Y + dy + 38,
        x + dx + 13,
        TRACK_Y + dy + 38,
      );
    }
  }
  const lip = screenX(frame, LONG_JUMP.take);
  if (lip > -300 && lip < WIDTH + 600) {
    poly(
      ctx,
      zone.track,
      lip - 224,
      TRACK_Y + 2,
      lip + 50,
      TRACK_Y - 72,
      lip + 50,
      TRACK_Y + 40,
      lip - 224,
      TRACK_Y + 40,
    );
    ctx.strokeStyle = "#ffe24a";
    ctx.lineWidth = 6;
    ctx.beginPath();
    ctx.moveTo(lip - 224, TRACK_Y);
    ctx.lineTo(lip + 50, TRACK_Y - 73);
    ctx.stroke();
    for (let n = 0; n < 4; n++) {
      const [cx, cy] = [lip - 130 + n * 42, TRACK_Y - 8 - n * 11];
      poly(ctx, "#ffe24a", cx, cy, cx + 20, cy + 8, cx, cy + 26, cx + 8, cy + 14);
    }
    panel(ctx, lip - 520, TRACK_Y - 190, 240, 92, "#ffe24a");
    text(ctx, "NO BRIDGE", lip - 400, TRACK_Y - 162, 30, "#ffe24a", { align: "center" });
    text(ctx, "never cleared", lip - 400, TRACK_Y - 126, 24, "#ffffff", { align: "center" });
    box(ctx, "#ffe24a", lip - 404, TRACK_Y - 98, 8, 98);
  }
}

export function gates(ctx, frame) {
  for (const reached of GATES) {
    const x = screenX(frame, reached);
    if (x < -100 || x > WIDTH + 100) continue;
    const neon = ZONES[GATES.indexOf(reached) + 1].neon;
    box(ctx, `${neon}40`, x - 26, -60, 52, TRACK_Y + 60);
    box(ctx, neon, x - 9, -60, 18, TRACK_Y + 60);
    box(ctx, "#ffffff", x - 4, -60, 8, TRACK_Y + 60);
  }
}
