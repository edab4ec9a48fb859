// How far a run's sound is ahead of its first picture: read from the transport stream, or asked of ffmpeg for fMP4.
import type { FFmpeg } from "@ffmpeg/ffmpeg";
import { z } from "zod";
import { tsAudioLeadMs } from "#core/cuts/ts-audio-lead.ts";

const probeSchema = z.object({
  streams: z.array(z.object({ codec_type: z.string(), start_time: z.coerce.number().optional() })).max(50),
});
const probeFile = "probe.json";
const probeTimeoutMs = 20_000;

/** Milliseconds; `file` holds the same as `bytes` inside ffmpeg. Throws where there is no picture. */
export async function audioLeadMs(ffmpeg: FFmpeg, file: string, bytes: Uint8Array): Promise<number> {
  const fromTs = tsAudioLeadMs(bytes);
  if (fromTs !== null) return fromTs;
  const entries = "stream=codec_type,start_time";
  await ffmpeg.ffprobe(["-v", "error", "-show_entries", entries, "-of", "json", file, "-o", probeFile], probeTimeoutMs);
  const text = await ffmpeg.readFile(probeFile, "utf8");
  const { streams } = probeSchema.parse(JSON.parse(String(text)));
  await ffmpeg.deleteFile(probeFile);
  const starts = streams.filter(({ codec_type }) => codec_type === "video" || codec_type === "audio");
  const video = starts.find((stream) => stream.codec_type === "video")?.start_time;
  if (video === undefined) throw new Error("The recording has no picture.");
  return (video - Math.min(...starts.map((stream) => stream.start_time ?? video))) * 1000;
}
