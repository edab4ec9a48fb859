// Uploads a finished cut in parts, going on where an interrupted upload ended, and completes the job.
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { planParts, remainingParts } from "#core/clips/browser/part-plan.ts";
import type { ClipWork } from "../../api/clip-work.ts";
import { ApiError } from "../../api/request.ts";
import type { StoredCut } from "./cut-store.ts";
import { withRetries, type Sleep } from "./with-retries.ts";

/** A second ticket is asked for when the server lost parts between the last one and the end; a third would be a loop. */
const maxRounds = 3;

/** Throws an ApiError with `lease_lost` when another page has the job, or the last failure after all tries. */
export async function uploadClip(
  { api, sleep, signal }: { readonly api: ClipWork; readonly sleep: Sleep; readonly signal: AbortSignal },
  jobId: string,
  cut: StoredCut,
  onProgress: (fraction: number) => void,
): Promise<ClipJob> {
  const retrying = <T>(work: () => Promise<T>) => withRetries(work, sleep, signal);
  for (let round = 1; ; round++) {
    const file = { totalBytes: cut.file.size, sha256: cut.sha256 };
    const ticket = await retrying(() => api.startUpload(jobId, file, signal));
    const remaining = remainingParts(planParts(cut.file.size, ticket.partBytes), ticket.parts);
    let missingBytes = remaining.reduce((sum, part) => sum + part.to - part.from, 0);
    onProgress(1 - missingBytes / cut.file.size);
    for (const part of remaining) {
      await retrying(() =>
        api.putPart(jobId, ticket.uploadId, part.partNumber, cut.file.slice(part.from, part.to), signal),
      );
      missingBytes -= part.to - part.from;
      onProgress(1 - missingBytes / cut.file.size);
    }
    if (cut.poster !== null) await putPoster(api, jobId, cut.poster, signal);
    try {
      const { durationMs, lacks } = cut;
      return await retrying(() => api.complete(jobId, ticket.uploadId, { durationMs, lacks }, signal));
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "upload_incomplete" || round >= maxRounds) throw error;
    }
  }
}

/** A clip without a poster is still a clip; only losing the job matters. */
async function putPoster(api: ClipWork, jobId: string, poster: Blob, signal: AbortSignal): Promise<void> {
  try {
    await api.putPoster(jobId, poster, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ApiError && error.code === "lease_lost") throw error;
  }
}
