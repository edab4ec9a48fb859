// Makes the file that the simulator serves for every clip, and its thumbnail: ten seconds of the sample around the
// fall of the boss, small enough to be kept in the repository. Needs native `ffmpeg`; run by hand:
// `node test/media/make-clip.mjs`.
import { execFileSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const segments = [28, 29, 30, 31, 32].map((number) => here(`sample/${String(number).padStart(5, "0")}.ts`));
const clip = here("clip/clip.mp4");
const thumbnail = here("clip/thumbnail.jpg");
const maxBytes = 300_000;

const ffmpeg = (...args) => execFileSync("ffmpeg", ["-v", "error", "-y", ...args], { stdio: "inherit" });

mkdirSync(here("clip"), { recursive: true });
// Transport streams may be joined as bytes.
const joined = `concat:${segments.join("|")}`;
ffmpeg(
  "-i",
  joined,
  "-map_metadata",
  "-1",
  "-vf",
  "scale=640:360",
  "-c:v",
  "libx264",
  "-preset",
  "slow",
  "-b:v",
  "150k",
  "-maxrate",
  "220k",
  "-bufsize",
  "440k",
  "-g",
  "60",
  "-pix_fmt",
  "yuv420p",
  "-c:a",
  "aac",
  "-b:a",
  "48k",
  "-movflags",
  "+faststart",
  clip,
);
ffmpeg("-ss", "4", "-i", clip, "-frames:v", "1", "-vf", "scale=480:270", "-q:v", "6", thumbnail);
const bytes = statSync(clip).size;
if (bytes > maxBytes) throw new Error(`the clip has ${bytes} bytes, more than ${maxBytes}`);
console.log(`${clip}: ${bytes} bytes; ${thumbnail}: ${statSync(thumbnail).size} bytes`);
