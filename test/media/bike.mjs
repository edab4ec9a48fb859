// The hover-bike with its rider, and the coins it takes.

import { TURN, at, box, disc, poly, ring } from "./brush.mjs";
import { BIKE_X, GAPS, TRACK_Y, screenX } from "./scenery.mjs";
import { BOSS, COINS, LONG_JUMP, WIDTH, bikeHeight, chance, clamp, speedAt, travel } from "./story.mjs";

export function coins(ctx, frame) {
  for (const taken of COINS) {
    const y = TRACK_Y - 34 - bikeHeight(taken);
    if (taken > frame) {
      const x = screenX(frame, taken);
      if (x > WIDTH + 40) break;
      const w = 6 + 8 * Math.abs(Math.cos((Math.floor(frame / 3) * Math.PI) / 8));
      poly(ctx, "#ffd33d", x - w, y, x, y - 16, x + w, y, x, y + 16);
      poly(ctx, "#fff3b0", x - w / 2, y, x, y - 8, x + w / 2, y, x, y + 8);
    } else if (frame - taken < 8) {
      const age = frame - taken;
      ring(ctx, "#fff3b0", BIKE_X + 20 - age * 6, y, 14 + age * 4, 4 - age / 2);
    }
  }
}

export function bike(ctx, frame) {
  const { air, turn } = ride(frame);
  const hurt = BOSS.orbs.some(
    (orb) => orb.hits && frame >= orb.to && frame < orb.to + 24 && Math.floor((frame - orb.to) / 3) % 2 === 0,
  );
  const y = TRACK_Y - 34 - Math.round(air) - (air > 0 ? 0 : Math.round(Math.sin(frame / 7) * 3));
  if (air < 120) {
    ctx.fillStyle = "#00000060";
    ctx.beginPath();
    ctx.ellipse(BIKE_X, TRACK_Y + 6, 62 - air / 4, 5, 0, 0, TURN);
    if (!GAPS.some(([from, to]) => travel[frame] > from && travel[frame] < to)) ctx.fill();
  }
  const fast = speedAt(frame) > 10 || (frame >= BOSS.charge && frame < BOSS.down);
  at(
    ctx,
    BIKE_X,
    y,
    () => {
      const flame = (fast ? 90 : 48) + chance(Math.floor(frame / 2), 5) * 26;
      poly(ctx, "#ff7a2f", -50, -6, -50 - flame, 3, -50, 12);
      poly(ctx, "#fff0a8", -50, -2, -50 - flame * 0.55, 3, -50, 8);
      poly(ctx, "#37e8ff48", -40, 22, 40, 22, 22, 34, -24, 34);
      // Body, then the rider leaning into the wind.
      poly(ctx, hurt ? "#ff4a5a" : "#e9f1ff", -58, -8, -20, -18, 24, -14, 72, 4, 40, 16, -44, 16);
      poly(ctx, "#ff3f86", -58, -8, -20, -18, -4, -17, -30, 16, -44, 16);
      poly(ctx, "#1d2f6b", 22, -14, 72, 4, 34, 4);
      box(ctx, "#37e8ff", -38, 16, 26, 6);
      box(ctx, "#37e8ff", 12, 16, 26, 6);
      poly(ctx, "#5b66e6", -22, -14, -14, -42, 6, -46, 14, -36, 30, -18, 20, -14, 4, -30, 0, -14);
      disc(ctx, hurt ? "#ff4a5a" : "#ffb53d", 6, -56, 15);
      poly(ctx, "#12264f", 8, -64, 22, -60, 21, -50, 8, -50);
      const flutter = Math.sin(frame / 3) * 5;
      poly(ctx, "#ff3f86", -6, -52, -40, -56 + flutter, -36, -44 + flutter, -4, -44);
    },
    turn,
    1.12,
  );
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
