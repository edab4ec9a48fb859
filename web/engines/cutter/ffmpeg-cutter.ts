// Cuts recorded pieces into an MP4 with ffmpeg.wasm, by copying packets; the clip starts on the asked picture by an edit list.
import type { FFmpeg } from "@ffmpeg/ffmpeg";
import { planCut, type CutPart, type CutPlan } from "#core/cuts/cut-plan.ts";
import { endMsOf } from "#core/recording/coverage.ts";
import { footageLack } from "#core/recording/coverage.ts";
import type { Footage } from "#core/recording/footage.ts";
import { concatList, type ListedPart } from "./concat-list.ts";
import type { CutRequest, CutResult, Cutter } from "./cutter.types.ts";
import { drawPoster } from "./draw-poster.ts";
import { loadFfmpeg, type FfmpegAssets } from "./load-ffmpeg.ts";
import { pieceLeadMs } from "./piece-lead.ts";
import { openFolder, readPart } from "./read-part.ts";

const ownAssets: FfmpegAssets = { coreUrl: "/ffmpeg/ffmpeg-core.js", wasmUrl: "/ffmpeg/ffmpeg-core.wasm.gz" };
const listFile = "parts.ffconcat";
const outputFile = "clip.mp4";
/** A copy of a minute takes about a second; this long means that it hangs. */
const cutTimeoutMs = 120_000;
/** How much of the progress bar each stage gets: loading, reading, cutting; the rest is the poster. */
const stages = { loaded: 0.15, read: 0.5, cut: 0.9 };

/** ffmpeg is loaded for each cut and ended after it, so its memory never outlives a cut. One cut at a time. */
export function createFfmpegCutter(assets: FfmpegAssets = ownAssets): Cutter {
  const stopping = new AbortController();
  let last: Promise<unknown> = Promise.resolve();

  return {
    cut(request, onProgress, signal) {
      const either = signal === undefined ? stopping.signal : AbortSignal.any([stopping.signal, signal]);
      const own = last.then(() => cutOne(assets, request, onProgress, either));
      last = own.catch(() => undefined);
      return own;
    },
    destroy: () => stopping.abort(new Error("The page was closed during the cut.")),
  };
}

async function cutOne(
  assets: FfmpegAssets,
  { footage, range }: CutRequest,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<CutResult> {
  signal.throwIfAborted();
  const plan = planCut(footage.pieces, range);
  if (plan === null) throw new Error("The footage for this clip was not recorded.");
  onProgress(0);
  const ffmpeg = await loadFfmpeg(assets, signal);
  const end = () => ffmpeg.terminate();
  signal.addEventListener("abort", end, { once: true });
  let file: Blob;
  try {
    onProgress(stages.loaded);
    file = await copyPackets(ffmpeg, footage, plan, onProgress);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof Error ? error : new Error(`The video tool failed: ${String(error).slice(0, 200)}`);
  } finally {
    signal.removeEventListener("abort", end);
    end();
  }
  onProgress(stages.cut);
  const poster = await drawPoster(file, plan.durationMs);
  signal.throwIfAborted();
  onProgress(1);
  return { file, durationMs: Math.round(plan.durationMs), poster, lacks: footageLack(footage.pieces, range) };
}

async function copyPackets(
  ffmpeg: FFmpeg,
  footage: Footage,
  plan: CutPlan,
  onProgress: (fraction: number) => void,
): Promise<Blob> {
  const directory = await openFolder(footage.folder);
  const parts: ListedPart[] = [];
  for (const [index, part] of plan.parts.entries()) {
    parts.push(await stagePart(ffmpeg, directory, footage, part, index));
    onProgress(stages.loaded + ((stages.read - stages.loaded) * (index + 1)) / plan.parts.length);
  }
  const [first] = parts;
  const [firstPart] = plan.parts;
  if (first === undefined || firstPart === undefined) throw new Error("The footage for this clip was not recorded.");
  const input = parts.length === 1 ? ["-i", first.file] : ["-f", "concat", "-safe", "0", "-i", listFile];
  if (parts.length > 1) await ffmpeg.writeFile(listFile, concatList(parts));

  const words: string[] = [];
  ffmpeg.on("log", ({ message }) => void (words.push(message.slice(0, 200)) > 20 && words.shift()));
  ffmpeg.on("progress", ({ progress }) => {
    const fraction = Number.isFinite(progress) ? Math.min(1, Math.max(0, progress)) : 0;
    onProgress(stages.read + (stages.cut - stages.read) * fraction);
  });
  // The whole input is moved ahead of time zero by what precedes the first wanted picture. The MP4 keeps the pictures
  // from the key frame on and an edit list hides them. `-ss` would start at the next key frame instead, and
  // `-avoid_negative_ts make_zero` would drop the edit list.
  const aheadMs = firstPart.offsetMs + first.leadMs;
  const code = await ffmpeg.exec(
    [
      ...["-itsoffset", `-${(aheadMs / 1000).toFixed(6)}`, ...input],
      ...["-t", (plan.durationMs / 1000).toFixed(6), "-map", "0:v:0", "-map", "0:a:0?", "-c", "copy"],
      ...["-movflags", "+faststart", outputFile],
    ],
    cutTimeoutMs,
  );
  if (code !== 0) throw new Error(`The video tool could not cut the clip: ${words.at(-1) ?? `code ${code}`}`);
  const bytes = await ffmpeg.readFile(outputFile);
  if (typeof bytes === "string" || bytes.length === 0) throw new Error("The video tool made an empty clip.");
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: "video/mp4" });
}

async function stagePart(
  ffmpeg: FFmpeg,
  directory: FileSystemDirectoryHandle,
  { formats }: Footage,
  { pieces }: CutPart,
  index: number,
): Promise<ListedPart> {
  const [first, last] = [pieces[0], pieces.at(-1)];
  const format = formats.find(({ id }) => id === first?.format);
  if (first === undefined || last === undefined || format === undefined)
    throw new Error("Part of the footage is no longer on disk.");
  const { bytes, firstPiece } = await readPart(directory, format, pieces);
  const file = `part${index}.mp4`;
  const leadMs = await pieceLeadMs(firstPiece, format);
  await ffmpeg.writeFile(file, bytes);
  return { file, pictureMs: endMsOf(last) - first.startMs, leadMs };
}
