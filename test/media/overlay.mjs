// What lies over the game: banners, scores, the flash of a bang and the frame counter.

import { at, box, disc, panel, poly, text } from "./brush.mjs";
import { counterBounds, encodeFrameCounter } from "./frame-counter.ts";
import { ZONES } from "./scenery.mjs";
import {
  BOSS,
  EVENTS,
  GATES,
  FPS,
  HEIGHT,
  LONG_JUMP,
  SECONDS,
  WIDTH,
  bossHealth,
  clamp,
  hearts,
  mix,
  score,
  speedAt,
} from "./story.mjs";

export function banners(ctx, frame) {
  const show = [
    { from: LONG_JUMP.land + 3, lines: ["IMPOSSIBLE", "JUMP!"], sizes: [54, 112], fill: "#ffe24a", bonus: "+50 000" },
    { from: BOSS.down + 14, lines: ["BOSS", "DOWN!"], sizes: [112, 100], fill: "#37e8ff", bonus: "+50 000" },
  ];
  for (const banner of show) {
    const age = frame - banner.from;
    if (age < 0 || age >= 108) continue;
    const scale = age < 7 ? mix(2.2, 1, age / 7) : 1;
    const leave = age > 100 ? (age - 100) * 180 : 0;
    for (let i = 0; i < 2; i++) {
      const w = clamp(age / 8) * (1500 - i * 120);
      const y = i ? 330 : 170;
      poly(
        ctx,
        i ? "#ff2f7ee0" : "#2a0f5ce0",
        640 - w / 2 + leave,
        y,
        640 + w / 2 + leave,
        y - 18,
        640 + w / 2 + leave,
        y + (i ? 8 : 150),
        640 - w / 2 + leave,
        y + (i ? 26 : 168),
      );
    }
    at(
      ctx,
      640 + leave,
      246,
      () => {
        text(ctx, banner.lines[0], 0, -52, banner.sizes[0], "#ffffff", {
          align: "center",
          style: "italic bold",
          outline: "#1a0838",
        });
        text(ctx, banner.lines[1], 0, 34, banner.sizes[1], banner.fill, {
          align: "center",
          style: "italic bold",
          outline: "#1a0838",
        });
      },
      -0.03,
      scale,
    );
    if (age > 12) text(ctx, banner.bonus, 640 + leave, 384, 44, "#ffffff", { align: "center", outline: "#ff2f7e" });
  }
  const warn = frame - BOSS.warn;
  if (warn >= 0 && warn < 60 && Math.floor(warn / 10) % 2 === 0) {
    box(ctx, "#d01836", 0, 236, WIDTH, 96);
    for (let i = 0; i < 22; i++)
      for (const y of [236, 318])
        poly(ctx, "#ffcf4a", i * 60, y, i * 60 + 30, y, i * 60 + 16, y + 14, i * 60 - 14, y + 14);
    text(ctx, "WARNING", 640, 285, 56, "#ffffff", { align: "center" });
  }
  for (const [from, name] of [[30, ZONES[0].name], ...GATES.map((g, i) => [g, ZONES[i + 1].name])]) {
    const age = frame - from;
    if (age >= 0 && age < 60)
      text(ctx, name, 640 + (age < 8 ? (8 - age) * 60 : age > 52 ? (52 - age) * 90 : 0), 250, 42, "#ffffff", {
        align: "center",
        style: "italic bold",
        outline: "#160a30",
      });
  }
}

export function flash(ctx, frame) {
  const strength = Math.max(
    ...[LONG_JUMP.land, BOSS.down].map((from) =>
      frame >= from && frame < from + 6 ? 0.75 * (1 - (frame - from) / 6) : 0,
    ),
  );
  if (strength > 0) box(ctx, `rgb(255 255 255 / ${strength})`, 0, 0, WIDTH, HEIGHT);
}

export function heads(ctx, frame) {
  panel(ctx, 28, 24, 250, 76, "#ff4fa8");
  text(ctx, "SCORE", 46, 44, 17, "#ff9fd0");
  text(ctx, String(score(frame)).padStart(7, "0"), 44, 74, 38, "#ffffff");

  panel(ctx, WIDTH - 278, 24, 250, 76, "#37e8ff");
  text(ctx, "SPEED", WIDTH - 260, 44, 17, "#9ff2ff");
  const fast = speedAt(frame) > 10;
  text(ctx, fast ? "512" : "320", WIDTH - 262, 74, 38, fast ? "#ffe24a" : "#ffffff");
  for (let i = 0; i < 3; i++) {
    const [x, y] = [WIDTH - 148 + i * 40, 62];
    const fill = i < hearts(frame) ? "#ff3f6e" : "#3a2a4c";
    disc(ctx, fill, x - 7, y - 6, 9);
    disc(ctx, fill, x + 7, y - 6, 9);
    poly(ctx, fill, x - 15, y - 2, x + 15, y - 2, x, y + 16);
  }

  // Course progress above the counter, moved on once a second.
  panel(ctx, 436, 22, 408, 88, "#8d7bd0");
  box(ctx, "#2c2350", 448, 38, 384, 10);
  const done = Math.floor(frame / FPS) / SECONDS;
  box(ctx, "#8bff6e", 448, 38, Math.round(384 * done), 10);
  for (const event of EVENTS) box(ctx, "#ffe24a", 446 + Math.round((384 * event.atSeconds) / SECONDS), 34, 4, 18);

  if (frame >= BOSS.enter + 20 && frame < BOSS.down + 10) {
    panel(ctx, 436, 118, 408, 32, "#ff3350");
    box(ctx, "#ff3350", 442, 124, Math.round(396 * bossHealth(frame)), 20);
    text(ctx, "IRON WATCHER", 640, 135, 16, "#ffffff", { align: "center" });
  }
}

export function counter(ctx, frame) {
  const { x, y, width, height } = counterBounds(WIDTH, HEIGHT);
  const bits = encodeFrameCounter(frame);
  const w = width / bits.length;
  bits.forEach((bit, i) => box(ctx, bit ? "#ffffff" : "#000000", x + i * w, y, w, height));
}
