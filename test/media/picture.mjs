// The picture of the sample stream: a neon hover-bike ride, drawn on a canvas as a function of the frame number.

import { avatar } from "./avatar.mjs";
import { bike, coins } from "./bike.mjs";
import { CONFETTI, TURN, burst, disc, ring } from "./brush.mjs";
import { battle, boss, bossPlace } from "./fight.mjs";
import { banners, counter, flash, heads } from "./overlay.mjs";
import { BIKE_X, TRACK_Y, ZONES, gates, obstacles, screenX, world } from "./scenery.mjs";
import { BOSS, EVENTS, GATES, HEIGHT, LONG_JUMP, WIDTH, chance, clamp, frameOf, mood } from "./story.mjs";

function bangs(ctx, frame) {
  const jump = frame - LONG_JUMP.land;
  if (jump >= 0 && jump < 60) {
    for (const delay of [0, 6]) {
      const age = jump - delay;
      if (age < 0 || age > 24) continue;
      ctx.strokeStyle = delay ? "#ff4fa8" : "#ffffff";
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
      disc(ctx, "#ff7a2f", x, y, 60 + 150 * clamp(down / 7) * (1 - clamp((down - 9) / 17)));
      disc(ctx, "#ffe9a0", x, y, (40 + 120 * clamp(down / 6)) * (1 - clamp((down - 6) / 14)));
    }
    for (const [delay, colour] of [
      [0, "#ffffff"],
      [7, "#37e8ff"],
      [14, "#ff7a2f"],
    ])
      if (down >= delay && down < delay + 24)
        ring(ctx, colour, x, y, 60 + (down - delay) * 26, 16 * (1 - (down - delay) / 24));
    for (let i = 0; i < 5; i++)
      burst(
        ctx,
        down - i * 8,
        x + (chance(i, 61) - 0.5) * 190,
        y + (chance(i, 62) - 0.5) * 150,
        18,
        14,
        ["#ff7a2f", "#ffe9a0", "#6a5fa8", "#ff3350"],
        60 + i,
        46,
      );
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
  avatar(ctx, frame, mood(frame));
  heads(ctx, frame);
  counter(ctx, frame);
}
