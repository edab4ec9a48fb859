// The strokes that the picture is made of: shapes, panels, lettering and sparks on a canvas.

import { chance } from "./story.mjs";

export const TURN = Math.PI * 2;

export function poly(ctx, fill, ...points) {
  ctx.fillStyle = fill;
  ctx.beginPath();
  for (let i = 0; i < points.length; i += 2) ctx.lineTo(points[i], points[i + 1]);
  ctx.closePath();
  ctx.fill();
}

export function disc(ctx, fill, x, y, r) {
  ctx.fillStyle = fill;
  ctx.beginPath();
  ctx.arc(x, y, Math.max(0, r), 0, TURN);
  ctx.fill();
}

export function ring(ctx, stroke, x, y, r, width) {
  ctx.strokeStyle = stroke;
  ctx.lineWidth = width;
  ctx.beginPath();
  ctx.arc(x, y, Math.max(0, r), 0, TURN);
  ctx.stroke();
}

export function box(ctx, fill, x, y, w, h) {
  ctx.fillStyle = fill;
  ctx.fillRect(x, y, w, h);
}

export function panel(ctx, x, y, w, h, edge) {
  ctx.fillStyle = "#0a0718";
  ctx.strokeStyle = edge;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, 10);
  ctx.fill();
  ctx.stroke();
}

export function text(ctx, words, x, y, size, fill, { align = "left", style = "bold", outline = null } = {}) {
  ctx.font = `${style} ${size}px "DejaVu Sans", sans-serif`;
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  if (outline) {
    ctx.lineJoin = "round";
    ctx.strokeStyle = outline;
    ctx.lineWidth = size / 5;
    ctx.strokeText(words, x, y);
  }
  ctx.fillStyle = fill;
  ctx.fillText(words, x, y);
}

export function at(ctx, x, y, paint, turn = 0, scale = 1) {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(turn);
  ctx.scale(scale, scale);
  paint();
  ctx.restore();
}

/** Sparks that fly from one point and fall; `age` in frames. */
export function burst(ctx, age, x, y, count, speed, colours, seed, life) {
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

export const CONFETTI = ["#ffe24a", "#ff4fa8", "#37e8ff", "#8bff6e", "#ffffff"];
