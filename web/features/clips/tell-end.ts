// Says that a clip has come to its end while the page is open, for who does not look.
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { toast } from "../../ui/toasts.tsx";
import { errorReasons } from "./job-words.ts";

/** `before`: the job as the page knew it. One that it did not know, or knew as ended, is no news. */
export function tellEnd(before: ClipJob | undefined, job: ClipJob): void {
  if (before === undefined || before.status === job.status) return;
  const title = job.title || "untitled";
  if (job.status === "ready") toast(`Clip ready: ${title}`);
  if (job.status === "failed") toast(`Clip failed: ${title}. ${errorReasons[job.failure.code]}`, "bad");
}
