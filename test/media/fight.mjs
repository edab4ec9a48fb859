// The boss, and what it and the bike fire at each other.

import { TURN, at, box, burst, disc, poly, ring } from "./brush.mjs";
import { BIKE_X, TRACK_Y } from "./scenery.mjs";
import { BOSS, bikeHeight, bossHealth, chance, clamp, mix } from "./story.mjs";

export function bossPlace(frame) {
  const sway = Math.round(Math.sin((frame - BOSS.enter) / 22) * 34);
  const entering = clamp((frame - BOSS.enter) / 50);
  const closing = clamp((frame - BOSS.charge) / 60);
  const x = mix(1480, 960, 1 - (1 - entering) ** 3) - 130 * closing;
  return { x: Math.round(x), y: 330 + sway * (1 - closing) };
}

export function boss(ctx, frame) {
  if (frame < BOSS.enter || frame >= BOSS.down + 8) return;
  const { x, y } = bossPlace(Math.min(frame, BOSS.down));
  const struck = BOSS.shots.some((shot) => frame - shot - BOSS.shotTravel >= 0 && frame - shot - BOSS.shotTravel < 3);
  const dying = frame >= BOSS.beam + 6;
  const shake = dying ? Math.round((chance(frame, 7) - 0.5) * 14) : 0;
  const steel = struck || dying ? "#ffd9d9" : "#3a3560";
  at(ctx, x + shake, y, () => {
    for (let i = 0; i < 6; i++) {
      const a = (i / 6) * TURN + Math.floor(frame / 2) / 24;
      at(
        ctx,
        Math.cos(a) * 128,
        Math.sin(a) * 128,
        () => {
          poly(ctx, "#6a5fa8", -26, -18, 34, 0, -26, 18);
          poly(ctx, "#ff4d5e", 4, -8, 34, 0, 4, 8);
        },
        a,
      );
    }
    ring(ctx, "#6a5fa8", 0, 0, 118, 10);
    disc(ctx, steel, 0, 0, 104);
    poly(ctx, "#57508c", -96, -40, 0, -104, 96, -40, 52, -30, 0, -56, -52, -30);
    poly(ctx, "#241f45", -84, 60, 0, 104, 84, 60, 40, 46, 0, 62, -40, 46);
    disc(ctx, "#120c26", 0, 0, 52);
    const angry = bossHealth(frame) < 0.5;
    disc(ctx, angry ? "#ff7a1f" : "#ff3350", -8, 6, 36);
    disc(ctx, "#ffe9b0", -16, 10, 17);
    disc(ctx, "#120c26", -20, 12, 8);
    poly(ctx, "#57508c", -56, -44, 56, -44, 40, -18, -10, -12, -46, -22);
    if (angry)
      for (let i = 0; i < 3; i++)
        poly(
          ctx,
          "#ffb03d",
          30 + i * 18,
          -70 + i * 50,
          44 + i * 14,
          -46 + i * 44,
          34 + i * 16,
          -50 + i * 50,
          40 + i * 12,
          -20 + i * 40,
          26 + i * 14,
          -52 + i * 50,
        );
  });
}

export function battle(ctx, frame) {
  const muzzle = { x: BIKE_X + 74, y: TRACK_Y - 32 - bikeHeight(frame) };
  for (const shot of BOSS.shots) {
    const u = (frame - shot) / BOSS.shotTravel;
    const goal = bossPlace(shot + BOSS.shotTravel);
    if (u >= 0 && u < 1) {
      const from = { x: BIKE_X + 74, y: TRACK_Y - 32 - bikeHeight(shot) };
      const [x, y] = [mix(from.x, goal.x, u), mix(from.y, goal.y, u)];
      at(
        ctx,
        x,
        y,
        () => {
          box(ctx, "#37e8ff", -26, -6, 52, 12);
          box(ctx, "#ffffff", -14, -3, 34, 6);
        },
        Math.atan2(goal.y - from.y, goal.x - from.x),
      );
    } else if (u >= 1 && u < 2)
      burst(ctx, frame - shot - BOSS.shotTravel, goal.x - 60, goal.y + 40, 8, 7, ["#37e8ff", "#ffffff"], shot, 10);
  }
  for (const orb of BOSS.orbs) {
    const u = (frame - orb.from) / (orb.to - orb.from);
    const from = bossPlace(orb.from);
    if (u >= 0 && u < (orb.hits ? 1 : 1.6)) {
      const [x, y] = [mix(from.x - 60, BIKE_X + 20, u), mix(from.y, TRACK_Y - 50, Math.min(1, u))];
      disc(ctx, "#ff3350", x, y, 24);
      disc(ctx, "#ffb03d", x, y, 16);
      disc(ctx, "#fff3c0", x, y, 8);
    } else if (orb.hits && u >= 1)
      burst(ctx, frame - orb.to, BIKE_X + 20, TRACK_Y - 50, 14, 9, ["#ff3350", "#ffb03d"], orb.to, 22);
  }
  if (frame >= BOSS.charge && frame < BOSS.beam) {
    const t = (frame - BOSS.charge) / (BOSS.beam - BOSS.charge);
    disc(ctx, "#37e8ff60", muzzle.x + 14, muzzle.y, 10 + 36 * t);
    disc(ctx, "#ffffff", muzzle.x + 14, muzzle.y, 5 + 20 * t);
    ring(ctx, "#37e8ff", muzzle.x + 14, muzzle.y, 80 * (1 - ((frame - BOSS.charge) % 12) / 12) + 16, 3);
  }
  if (frame >= BOSS.beam && frame < BOSS.down + 4) {
    const goal = bossPlace(BOSS.down);
    const reach = clamp((frame - BOSS.beam + 1) / 5);
    at(
      ctx,
      muzzle.x,
      muzzle.y,
      () => {
        const length = Math.hypot(goal.x - muzzle.x, goal.y - muzzle.y) * reach;
        box(ctx, "#37e8ff70", 0, -34, length, 68);
        box(ctx, "#8ff6ff", 0, -22, length, 44);
        box(ctx, "#ffffff", 0, -12, length, 24);
        disc(ctx, "#ffffff", 0, 0, 36);
        disc(ctx, "#8ff6ff", length, 0, 54);
      },
      Math.atan2(goal.y - muzzle.y, goal.x - muzzle.x),
    );
  }
}
