// Which of the clips a person wants to see.
import { type ClipJob, type JobStatus, jobStatuses } from "#core/clips/job/clip-job.ts";
import { channelKey } from "#core/channel/channel-ref.ts";

export interface ClipFilter {
  readonly state: JobStatus | "all";
  /** `twitch:1337`, or all. */
  readonly channel: string;
  /** Words that must all be found. */
  readonly text: string;
}

export const everyClip: ClipFilter = { state: "all", channel: "all", text: "" };

export function filterClips(jobs: readonly ClipJob[], filter: ClipFilter): readonly ClipJob[] {
  const fits = fitsBesideState(filter);
  return jobs.filter((job) => (filter.state === "all" || job.status === filter.state) && fits(job));
}

/** How many clips each state would show with the rest of the filter as it is. */
export function countByState(jobs: readonly ClipJob[], filter: ClipFilter): Record<JobStatus | "all", number> {
  const fits = jobs.filter(fitsBesideState(filter));
  const counts = { all: fits.length } as Record<JobStatus | "all", number>;
  for (const status of jobStatuses) counts[status] = 0;
  for (const { status } of fits) counts[status] += 1;
  return counts;
}

/** The channels that have clips, by name. */
export function channelsOf(jobs: readonly ClipJob[]): readonly { readonly key: string; readonly login: string }[] {
  const logins = new Map(jobs.map((job) => [channelKey(job.channel), job.login]));
  return [...logins].map(([key, login]) => ({ key, login })).toSorted((a, b) => a.login.localeCompare(b.login, "en"));
}

function fitsBesideState({ channel, text }: ClipFilter): (job: ClipJob) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (job) => {
    if (channel !== "all" && channelKey(job.channel) !== channel) return false;
    const { title, login, jobId, candidateId } = job;
    const failure = "failure" in job ? `${job.failure.code} ${job.failure.reason} ${job.failure.detail}` : "";
    const all = `${title} ${login} ${jobId} ${candidateId} ${failure}`.toLowerCase();
    return words.every((word) => all.includes(word));
  };
}
