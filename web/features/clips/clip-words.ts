// Where a clip job stands, in words, and how far this page's own work on it has come.
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { type ClipFailure, failureWords } from "#core/clips/job/failure.ts";
import type { TimeRange } from "#core/moments/moment.ts";
import type { FreedStretch } from "#core/recording/freed-footage.ts";
import type { FootageLack } from "#core/recording/footage-lack.ts";
import type { Gap } from "#core/recording/piece.ts";
import type { CutProgress } from "../../engines/clip-runner/clip-runner.types.ts";
import type { Tone } from "../../ui/format/feed-words.ts";
import { formatClock } from "../../ui/format/format-clock.ts";
import { formatSpan } from "../../ui/format/format-span.ts";
import { gapMs } from "./gap-ms.ts";
import { errorReasons, fileCopyWords, standingOf, standings } from "./job-words.ts";

export interface ClipView {
  readonly tone: Tone;
  readonly words: string;
  /** 0 to 1 while this page is at work on it, null when how far it is cannot be told, undefined when nothing runs. */
  readonly fraction: number | null | undefined;
  /** A browser's job that no page is at work on, and this one has not recorded what it needs. */
  readonly lacksFootage: boolean;
}

/** The page that shows the job, if it records the channel. */
export interface OwnPage {
  /** This page's work on the job, if any. */
  readonly progress: CutProgress | undefined;
  readonly pageId: string;
  /** First and newest recorded picture of this page, epoch milliseconds; null when it has recorded nothing. */
  readonly recordedFromMs: number | null;
  readonly recordedToMs: number | null;
  /** What this page's recording lacks between the two. */
  readonly gaps: readonly Gap[];
  /** What was deleted here to make room. */
  readonly freed: readonly Pick<FreedStretch, "fromMs" | "toMs" | "atMs">[];
}

const stages: Record<CutProgress["stage"], string> = {
  waiting_for_footage: "Waiting for footage",
  cutting: "Cutting",
  uploading: "Uploading",
  finishing: "Finishing",
};

/** `here` is null on a page that records nothing. */
export function clipView(job: ClipJob, here: OwnPage | null): ClipView {
  const standing = standingOf(job);
  const still = { tone: "plain", words: standing, fraction: undefined, lacksFootage: false } as const;
  switch (job.status) {
    case "approved":
      return still;
    case "queued":
    case "creating":
    case "polling":
      return { ...still, ...(job.executor === "browser" ? pageAtWork(job, here) : twitchAtWork(job)) };
    case "ready":
      return {
        ...still,
        tone: "good",
        words: sentences(standing, "fileCopy" in job ? fileCopyWords[job.fileCopy.status] : lackWords(job.lacks)),
      };
    case "failed":
      return { ...still, tone: "bad", words: reasonOf(job.failure) };
    case "expired":
      return { ...still, tone: "bad", words: `Expired. ${failureWords(job.failure)}` };
  }
}

function twitchAtWork(job: ClipJob): Partial<ClipView> {
  const fraction = job.status === "queued" ? undefined : null;
  if (!("isLate" in job && job.isLate)) return { fraction };
  return { fraction, tone: "warn", words: "Late: Twitch does not show the clip yet and is still being asked" };
}

function pageAtWork(job: ClipJob, here: OwnPage | null): Partial<ClipView> {
  const { progress } = here ?? {};
  if (here && progress) {
    const stage = stages[progress.stage];
    const percent = `${Math.round(progress.fraction * 100)} %`;
    const isFilling = progress.stage === "waiting_for_footage";
    const lacksMs = isFilling && here.recordedToMs !== null ? job.range.toMs - here.recordedToMs : 0;
    const words = isFilling ? (lacksMs > 0 ? `${stage}, ${formatSpan(lacksMs)} to go` : stage) : `${stage} ${percent}`;
    return { words, fraction: progress.fraction };
  }
  if ("lease" in job && job.lease.pageId !== here?.pageId) {
    return { words: here === null ? standings.browser.creating : "Another page is cutting it", fraction: null };
  }
  if (job.status !== "queued") return { words: standings.browser.polling, fraction: null };
  if (here === null || !lacksFootage(job.range, here))
    return here === null ? { lacksFootage: true } : { words: "In the queue", fraction: 0 };
  const gone = here.freed.find(({ fromMs, toMs }) => fromMs < job.range.toMs && toMs > job.range.fromMs);
  if (gone === undefined) return { lacksFootage: true };
  const words = `Its footage was deleted here at ${formatClock(gone.atMs)} to make room. Another page that recorded it can still cut it`;
  return { words, tone: "bad", lacksFootage: true };
}

/** The clip runner leaves a clip that is mostly missing to a page that holds more of it. */
function lacksFootage(range: TimeRange, { recordedFromMs, gaps }: OwnPage): boolean {
  const isTooEarly = recordedFromMs === null || recordedFromMs > range.fromMs;
  return isTooEarly || gapMs(gaps, range) > (range.toMs - range.fromMs) / 2;
}

/** What the desk says of an answer of Twitch is whole; what a page says of its work needs the reason before it. */
function reasonOf(failure: ClipFailure): string {
  const words = failureWords(failure);
  if (failure.reason !== "page_failed") return words;
  const reason = errorReasons[failure.code];
  return words === "" || words === reason ? reason : `${reason} ${words}`;
}

/** What the recording lacked of the clip's range; null when it lacked nothing. */
function lackWords({ missingMs, withoutPictureMs, withoutSoundMs }: FootageLack): string | null {
  const said = [
    missingMs > 0 ? `${formatSpan(missingMs)} of it not recorded` : null,
    withoutPictureMs > 0 ? `${formatSpan(withoutPictureMs)} without a picture` : null,
    withoutSoundMs > 0 ? `${formatSpan(withoutSoundMs)} without sound` : null,
  ].filter((words) => words !== null);
  const [first = "", ...rest] = said;
  return said.length === 0 ? null : `${[first.slice(0, 1).toUpperCase() + first.slice(1), ...rest].join(", ")}.`;
}

function sentences(first: string, second: string | null): string {
  return second === null ? first : `${first}. ${second}`;
}
