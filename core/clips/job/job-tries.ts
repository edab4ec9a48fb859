// What was tried for a clip, kept for whoever asks why it is not there.
import type { ClipJob, JobTry } from "#core/clips/job/clip-job.ts";
import { cleanLine } from "#core/text/clean-line.ts";

const keptTries = 30;

export function recordTry(job: ClipJob, tried: JobTry): ClipJob {
  return { ...job, tries: [...job.tries, { ...tried, detail: cleanLine(tried.detail, 300) }].slice(-keptTries) };
}
