// Keeps the person's own files in step with the channel: which stream they belong to, and what open clips need of them.
import { effect, signal, type ReadonlySignal } from "@preact/signals";
import { channelKey } from "#core/channel/channel-ref.ts";
import type { TimeRange } from "#core/moments/moment.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { extentOfFile, hasTrustedBegin, type OwnFiles, type OwnFilesView } from "../../engines/files/files.types.ts";
import { startFiles } from "../../engines/files/start-files.ts";
import type { WatchParts } from "./watch-parts.ts";

export interface RunningFiles {
  readonly files: OwnFiles;
  readonly view: ReadonlySignal<OwnFilesView>;
  /** What the file that reaches furthest holds, of those with footage of the last minute whose time is known; null without one. */
  readonly newest: () => TimeRange | null;
  destroy(): void;
}

/** Clips that no page has made yet; one that fails and is tried again is open again. */
const isOpen = (job: ClipJob) => job.executor === "browser" && (job.status === "queued" || job.status === "creating");
/** More are waited for by nobody at once: the rest comes when these are done. */
const maxRanges = 50;
/** A program writes its file some seconds late. */
const freshMs = 60_000;

export function runFiles({ channel, session, jobs }: Pick<WatchParts, "channel" | "session" | "jobs">): RunningFiles {
  const { login } = channel.peek();
  const files = startFiles({ channelKey: channelKey(channel.peek()), login });
  const view = signal(files.view);
  const stopListening = files.subscribe((next) => (view.value = next));
  const stopSession = effect(() => files.setSessionStart(session.value?.startedAtMs ?? null));
  const stopJobs = effect(() =>
    files.want(
      jobs.value
        .filter(isOpen)
        .slice(0, maxRanges)
        .map(({ range }) => range),
    ),
  );
  return {
    files,
    view,
    newest: () => newestOf(view.value, Date.now()),
    destroy() {
      for (const stop of [stopListening, stopSession, stopJobs]) stop();
      files.destroy();
    },
  };
}

function newestOf({ files }: OwnFilesView, nowMs: number): TimeRange | null {
  const isOfNow = (one: TimeRange | null): one is TimeRange => one !== null && Math.abs(nowMs - one.toMs) < freshMs;
  const [newest] = files
    .filter(hasTrustedBegin)
    .map(extentOfFile)
    .filter(isOfNow)
    .sort((a, b) => b.toMs - a.toMs);
  return newest ?? null;
}
