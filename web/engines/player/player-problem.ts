// What hls.js reports, as a person is told.
import type { ErrorData } from "hls.js";

type Problem = Pick<ErrorData, "details" | "response" | "mimeType">;

/** This browser has no decoder: trying again changes nothing. */
export function isUndecodable({ details }: Problem): boolean {
  return undecodable.has(details);
}

const undecodable: ReadonlySet<string> = new Set([
  "manifestIncompatibleCodecsError",
  "bufferAddCodecError",
  "bufferIncompatibleCodecsError",
]);

/** Of `video/mp4;codecs=hvc1.1.6.L120.90`, what follows. */
export function codecsIn({ mimeType }: Problem): string | null {
  return /codecs="?([^"]+)"?/.exec(mimeType ?? "")?.[1] ?? null;
}

export function problemWords(data: Problem): string {
  const code = data.response?.code ?? 0;
  if (code === 404) return "The address answers that there is no stream (404).";
  if (code === 401 || code === 403) return `The address refuses this page (${code}).`;
  if (code >= 500) return `The stream's server has a problem (${code}).`;
  if (data.details === "levelEmptyError") return "The playlist has no video in it yet.";
  if (data.details === "manifestParsingError") return "What the address answers is not an HLS playlist.";
  return "The address does not answer, or does not allow this page to read it (CORS).";
}
