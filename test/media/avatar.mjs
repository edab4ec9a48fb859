// The streamer in the corner: a drawn cat with headphones that nods to the beat and reacts to the ride.

import { chance, clamp } from "./story.mjs";

const FRAME = { x: 28, y: 520, width: 232, height: 172 };
const TURN = Math.PI * 2;

/** Draws the camera corner; `mood` says whether the cat is calm, tense or hyped, and for how many frames. */
export function avatar(ctx, frame, mood) {
  const { x, y, width, height } = FRAME;
  const hype = mood.name === "hype";
  const tense = mood.name === "tense";
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, 14);
  ctx.fillStyle = hype ? "#6a2a9a" : tense ? "#3b1640" : "#2c2258";
  ctx.fill();
  ctx.clip();
  room(ctx);

  const hop = hype ? Math.abs(Math.sin(mood.since / 4.5)) * 22 * clamp((150 - mood.since) / 60) : 0;
  const nod = tense ? 6 : Math.round(Math.abs(Math.sin((frame * Math.PI) / 15)) * 4);
  const lean = tense ? 12 * clamp(mood.since / 20) : 0;
  ctx.translate(x + width / 2 + lean, Math.round(y + 104 + nod - hop));
  body(ctx, mood, hype, tense);
  head(ctx, frame, mood, hype, tense);
  ctx.restore();

  if (hype) confetti(ctx, mood.since);
  ctx.strokeStyle = hype && Math.floor(mood.since / 5) % 2 === 0 ? "#ffe24a" : "#b79cff";
  ctx.lineWidth = hype ? 6 : 3;
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, 14);
  ctx.stroke();
  if (hype && mood.since > 6 && mood.since < 130) speech(ctx, mood.since);
}

function room(ctx) {
  const { x, y } = FRAME;
  ctx.fillStyle = "#ffffff14";
  ctx.fillRect(x + 14, y + 16, 52, 40);
  ctx.fillRect(x + 168, y + 12, 46, 62);
  ctx.fillStyle = "#ff4fa8";
  ctx.fillRect(x, y + 4, FRAME.width, 4);
  ctx.fillStyle = "#37e8ff66";
  ctx.fillRect(x + 168, y + 74, 46, 5);
  // The chair.
  ctx.fillStyle = "#151030";
  ctx.beginPath();
  ctx.roundRect(x + 62, y + 62, 108, 130, 26);
  ctx.fill();
}

function ellipse(ctx, fill, x, y, rx, ry, turn = 0) {
  ctx.fillStyle = fill;
  ctx.beginPath();
  ctx.ellipse(x, y, rx, ry, turn, 0, TURN);
  ctx.fill();
}

function shape(ctx, fill, ...points) {
  ctx.fillStyle = fill;
  ctx.beginPath();
  for (let i = 0; i < points.length; i += 2) ctx.lineTo(points[i], points[i + 1]);
  ctx.closePath();
  ctx.fill();
}

function stroke(ctx, colour, width, path) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  ctx.beginPath();
  path();
  ctx.stroke();
}

function body(ctx, mood, hype, tense) {
  ellipse(ctx, "#20b8a6", 0, 82, 56, 48);
  ellipse(ctx, "#ffffff30", 0, 66, 20, 10);
  const swing = hype ? Math.sin(mood.since / 3) * 10 : 0;
  for (const side of [-1, 1]) {
    if (hype) {
      stroke(ctx, "#20b8a6", 22, () => {
        ctx.moveTo(side * 44, 62);
        ctx.lineTo(side * 74 + swing, -4);
      });
      ellipse(ctx, "#ffc98f", side * 76 + swing, -14, 15, 15);
    } else if (!tense) {
      ellipse(ctx, "#ffc98f", side * 34, 62, 14, 11);
    }
  }
}

function head(ctx, frame, mood, hype, tense) {
  const fur = "#f59a3c";
  for (const side of [-1, 1]) {
    shape(ctx, fur, side * 50, -14, side * 46, -66, side * 10, -40);
    shape(ctx, "#ffb7b0", side * 43, -22, side * 41, -52, side * 20, -38);
  }
  ellipse(ctx, fur, 0, -4, 56, 46);
  for (const dx of [-14, 0, 14]) shape(ctx, "#c96f1e", dx - 4, -48, dx + 4, -48, dx, -28);
  ellipse(ctx, "#ffe3c2", 0, 18, 32, 21);

  const blink = mood.name === "calm" && frame % 96 < 4;
  for (const side of [-1, 1]) eye(ctx, side * 24, -8, { blink, hype, tense });
  shape(ctx, "#e2566a", -6, 6, 6, 6, 0, 13);
  if (hype) {
    ellipse(ctx, "#6b1630", 0, 25, 17, 13);
    ellipse(ctx, "#ff7d8e", 0, 32, 10, 6);
  } else if (tense) {
    stroke(ctx, "#7a3a18", 4, () => {
      for (let i = 0; i <= 6; i++) ctx.lineTo(-15 + i * 5, 24 + (i % 2 ? -3 : 3));
    });
  } else {
    stroke(ctx, "#7a3a18", 3.5, () => {
      ctx.arc(-7, 15, 7, 0, Math.PI);
      ctx.moveTo(14, 15);
      ctx.arc(7, 15, 7, 0, Math.PI);
    });
  }
  // Headphones.
  stroke(ctx, "#efe9ff", 8, () => ctx.arc(0, -2, 58, Math.PI * 1.08, Math.PI * 1.92));
  for (const side of [-1, 1]) {
    ellipse(ctx, "#8f5bff", side * 57, 0, 12, 20);
    ellipse(ctx, "#37e8ff", side * 59, 0, 5, 10);
  }
  if (tense) {
    for (const side of [-1, 1]) ellipse(ctx, "#ffc98f", side * 42, 32, 15, 12, side * -0.5);
    const drop = (mood.since % 30) * 1.2;
    ellipse(ctx, "#8fe6ff", 44, -36 + drop, 5, 8);
  }
}

function eye(ctx, x, y, { blink, hype, tense }) {
  const dark = "#3a1a0a";
  if (hype)
    return stroke(ctx, dark, 5, () => {
      ctx.moveTo(x - 11, y + 4);
      ctx.lineTo(x, y - 8);
      ctx.lineTo(x + 11, y + 4);
    });
  if (blink)
    return stroke(ctx, dark, 4, () => {
      ctx.moveTo(x - 10, y);
      ctx.lineTo(x + 10, y);
    });
  ellipse(ctx, "#ffffff", x, y, 12, tense ? 16 : 12);
  ellipse(ctx, dark, x + (tense ? 3 : 2), y, tense ? 5 : 8, tense ? 6 : 9);
  ellipse(ctx, "#ffffff", x + 4, y - 4, 2.5, 2.5);
}

function confetti(ctx, age) {
  const colours = ["#ffe24a", "#ff4fa8", "#37e8ff", "#8bff6e"];
  for (let i = 0; i < 22; i++) {
    const y =
      FRAME.y + ((chance(i, 71) * FRAME.height + age * (2 + Math.floor(chance(i, 72) * 3))) % (FRAME.height - 12));
    ctx.fillStyle = colours[i % 4];
    ctx.fillRect(Math.round(FRAME.x + 10 + chance(i, 73) * (FRAME.width - 24)), Math.round(y), 7, 7);
  }
}

function speech(ctx, age) {
  const words = age < 66 ? "NO WAY!" : "CLIP IT!";
  const size = age < 12 ? 20 + age : 32;
  ctx.fillStyle = "#ffffff";
  ctx.beginPath();
  ctx.roundRect(52, 452, 186, 50, 16);
  ctx.fill();
  shape(ctx, "#ffffff", 124, 500, 156, 500, 138, 516);
  ctx.font = `bold ${size}px "DejaVu Sans", sans-serif`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = "#c81d63";
  ctx.fillText(words, 145, 478);
}
