// Loads ffmpeg.wasm from our own assets. Its wasm is shipped gzipped: raw it exceeds the size limit of a static asset.
import { FFmpeg } from "@ffmpeg/ffmpeg";
import workerUrl from "@ffmpeg/ffmpeg/worker?worker&url";

export interface FfmpegAssets {
  readonly coreUrl: string;
  readonly wasmUrl: string;
}

const gzipMagic = [0x1f, 0x8b];

/** A running ffmpeg; whoever gets it ends it with `terminate()`. */
export async function loadFfmpeg({ coreUrl, wasmUrl }: FfmpegAssets, signal: AbortSignal): Promise<FFmpeg> {
  const wasm = await fetchWasm(wasmUrl, signal);
  const wasmObjectUrl = URL.createObjectURL(wasm);
  const ffmpeg = new FFmpeg();
  const end = () => ffmpeg.terminate();
  signal.addEventListener("abort", end, { once: true });
  try {
    signal.throwIfAborted();
    await ffmpeg.load({
      coreURL: new URL(coreUrl, location.href).href,
      wasmURL: wasmObjectUrl,
      classWorkerURL: new URL(workerUrl, location.href).href,
    });
    return ffmpeg;
  } catch (error) {
    ffmpeg.terminate();
    throw error;
  } finally {
    URL.revokeObjectURL(wasmObjectUrl);
    signal.removeEventListener("abort", end);
  }
}

async function fetchWasm(address: string, signal: AbortSignal): Promise<Blob> {
  const answer = await fetch(address, { signal });
  if (!answer.ok) throw new Error(`The video tool could not be downloaded (${answer.status}).`);
  const packed = await answer.blob();
  const [first, second] = new Uint8Array(await packed.slice(0, 2).arrayBuffer());
  // A server that announces the file as gzip-encoded has had it inflated by the browser already.
  const isGzip = first === gzipMagic[0] && second === gzipMagic[1];
  const body = isGzip ? packed.stream().pipeThrough(new DecompressionStream("gzip")) : packed.stream();
  return new Response(body, { headers: { "content-type": "application/wasm" } }).blob();
}
