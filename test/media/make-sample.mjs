// Remakes the sample stream by hand: draws every frame in Chromium, synthesises the sound, encodes both
// into HLS segments with ffmpeg and checks what came out. Needs native ffmpeg, ffprobe and Chromium.
//
//   node test/media/make-sample.mjs                 make and check
//   node test/media/make-sample.mjs --check         only check what is there
//   node test/media/make-sample.mjs --stills 420    save frames as PNG in the temporary folder

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import { checkSample } from "./check-sample.mjs";
import { counterBounds } from "./frame-counter.ts";
import { soundtrack } from "./sound.mjs";
import { EVENTS, FPS, FRAMES, HEIGHT, SEGMENT_SECONDS, WIDTH } from "./story.mjs";

const here = import.meta.dirname;
const sample = join(here, "sample");

// Video and audio together stay near 600 kb/s: the whole folder must fit in 7.5 MB.
const VIDEO_BITRATE = 486_000;
const AUDIO_BITRATE = 80_000;

const onPath = (program) =>
  process.env.PATH.split(delimiter)
    .map((folder) => join(folder, program))
    .find(existsSync);

function ffmpeg(args, stdin = "ignore") {
  const child = spawn("ffmpeg", ["-hide_banner", "-loglevel", "warning", "-y", ...args], {
    stdio: [stdin, "inherit", "inherit"],
  });
  const done = once(child, "exit").then(([code]) => {
    if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
  });
  return { child, done };
}

/** Opens a page that draws frames; `take(frame, rgba)` gets each frame's pixels in order. */
async function drawFrames(frames, take) {
  const waiting = [...frames];
  const answer = async (request, response) => {
    if (request.method === "POST") {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      await take(waiting.shift(), Buffer.concat(chunks));
      return response.end();
    }
    if (request.url === "/")
      return response.setHeader("content-type", "text/html").end("<!doctype html><canvas></canvas>");
    const source = await readFile(join(here, new URL(request.url, "http://x").pathname), "utf8").catch(() => null);
    if (source === null) return response.writeHead(404).end();
    const script = request.url.endsWith(".ts") ? stripTypeScriptTypes(source) : source;
    response.setHeader("content-type", "text/javascript").end(script);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? onPath("chromium"),
    args: ["--no-sandbox", "--force-color-profile=srgb"],
  });
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.error(error));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.evaluate(
      async ({ frames, width, height }) => {
        const { draw } = await import("/picture.mjs");
        const canvas = document.querySelector("canvas");
        Object.assign(canvas, { width, height });
        const ctx = canvas.getContext("2d", { willReadFrequently: true });
        for (const frame of frames) {
          draw(ctx, frame);
          await fetch("/frame", { method: "POST", body: ctx.getImageData(0, 0, width, height).data });
        }
      },
      { frames, width: WIDTH, height: HEIGHT },
    );
  } finally {
    await browser.close();
    server.close();
  }
}

const RAW = ["-f", "rawvideo", "-pix_fmt", "rgba", "-s", `${WIDTH}x${HEIGHT}`, "-r", String(FPS), "-i", "pipe:0"];
const COLOUR = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"];

async function stills(frames) {
  const folder = await mkdtemp(join(tmpdir(), "sample-stills-"));
  await drawFrames(frames, async (frame, rgba) => {
    const { child, done } = ffmpeg(
      [...RAW, "-frames:v", "1", "-update", "1", join(folder, `${String(frame).padStart(5, "0")}.png`)],
      "pipe",
    );
    child.stdin.end(rgba);
    await done;
  });
  console.log(folder);
}

/** The picture without loss, kept aside so that both encoder passes read the same frames. */
async function drawMaster(file) {
  const { child, done } = ffmpeg(
    [
      ...RAW,
      "-vf",
      "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
      ...COLOUR,
      "-c:v",
      "libx264",
      "-preset",
      "ultrafast",
      "-qp",
      "0",
      file,
    ],
    "pipe",
  );
  await drawFrames(
    Array.from({ length: FRAMES }, (_, i) => i),
    async (frame, rgba) => {
      if (!child.stdin.write(rgba)) await once(child.stdin, "drain");
      if (frame % 300 === 0) console.log(`drawn ${frame} of ${FRAMES}`);
    },
  );
  child.stdin.end();
  await done;
}

async function encode(work) {
  const gop = FPS * SEGMENT_SECONDS;
  const video = [
    "-map",
    "0:v",
    "-c:v",
    "libx264",
    "-preset",
    "veryslow",
    "-profile:v",
    "high",
    "-level",
    "3.1",
    "-refs",
    "4",
    "-g",
    String(gop),
    "-keyint_min",
    String(gop),
    "-sc_threshold",
    "0",
    "-flags",
    "+cgop",
    "-bf",
    "2",
    "-b:v",
    String(VIDEO_BITRATE),
    "-maxrate",
    "2M",
    "-bufsize",
    "4M",
    "-x264-params",
    "b-pyramid=none:aq-mode=3:aq-strength=0.8:deblock=1,1",
    ...COLOUR,
    "-passlogfile",
    join(work, "passes"),
  ];
  const master = ["-i", join(work, "master.mkv")];
  await ffmpeg([...master, ...video, "-pass", "1", "-f", "null", "-"]).done;
  await ffmpeg([
    ...master,
    "-f",
    "f32le",
    "-ar",
    "48000",
    "-ac",
    "2",
    "-i",
    join(work, "sound.f32"),
    ...video,
    "-pass",
    "2",
    // The fast coder keeps ticks crisp: the default one smears some of them over the milliseconds before.
    "-map",
    "1:a",
    "-c:a",
    "aac",
    "-aac_coder",
    "fast",
    "-b:a",
    String(AUDIO_BITRATE),
    // Tables once a segment are enough, as each segment is fetched from its start.
    "-f",
    "hls",
    "-hls_time",
    String(SEGMENT_SECONDS),
    "-hls_list_size",
    "0",
    "-hls_segment_type",
    "mpegts",
    "-hls_segment_options",
    "pat_period=10:sdt_period=10",
    "-hls_segment_filename",
    join(work, "segments", "%05d.ts"),
    join(work, "list.m3u8"),
  ]).done;
}

async function make() {
  const work = await mkdtemp(join(tmpdir(), "sample-"));
  await mkdir(join(work, "segments"), { recursive: true });
  await drawMaster(join(work, "master.mkv"));
  await writeFile(join(work, "sound.f32"), soundtrack());
  await encode(work);

  await rm(sample, { recursive: true, force: true });
  await mkdir(sample, { recursive: true });
  const segments = (await readdir(join(work, "segments"))).sort();
  for (const name of segments) await writeFile(join(sample, name), await readFile(join(work, "segments", name)));
  const facts = {
    fps: FPS,
    width: WIDTH,
    height: HEIGHT,
    frames: FRAMES,
    segmentSeconds: SEGMENT_SECONDS,
    counter: counterBounds(WIDTH, HEIGHT),
    events: EVENTS,
    segments,
  };
  await writeFile(join(sample, "sample.json"), `${JSON.stringify(facts, null, 2)}\n`);
  await rm(work, { recursive: true });
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === "--stills") await stills(rest.map(Number));
else {
  if (mode !== "--check") await make();
  await checkSample(sample);
}
