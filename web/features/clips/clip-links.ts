// The addresses of a clip: our own link and file, and Twitch's for watching and for editing, which are never the same.
import type { ClipJob } from "#core/clips/job/clip-job.ts";

export interface ClipLinks {
  /** Our own page of the clip. */
  readonly page: string | null;
  /** The file, where our store has it. */
  readonly download: string | null;
  /** The clip on Twitch, for everyone. */
  readonly clipUrl: string | null;
  /** Where its creator edits and publishes it. */
  readonly editUrl: string | null;
}

/** Twitch lets a clip be edited for this long (dev.twitch.tv/docs/api/reference#create-clip). */
const editableMs = 24 * 3_600_000;

export function clipLinks(job: ClipJob, nowMs: number): ClipLinks {
  const page = job.status === "ready" ? `/c/${encodeURIComponent(job.clipId)}` : null;
  const hasFile = !("fileCopy" in job) || job.fileCopy.status === "copied";
  const isEditable = job.creation !== null && nowMs < job.creation.askedAtMs + editableMs;
  return {
    page,
    download: page !== null && hasFile ? `${page}/download` : null,
    clipUrl: webAddress("clipUrl" in job ? job.clipUrl : null),
    editUrl: isEditable ? webAddress(job.creation?.editUrl) : null,
  };
}

/** What came from a platform becomes a link only if it leads to a web page: `javascript:` would run here. */
function webAddress(address: string | null | undefined): string | null {
  return address && /^https?:\/\//i.test(address) && URL.canParse(address) ? address : null;
}
