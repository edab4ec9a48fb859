// One clip job: what it is of, where it stands, and what can be done with it.
import type { ClipJob } from "#core/clips/clip-job.ts";
import { retryJob } from "../api/clip-jobs.ts";
import { sentenceOf } from "../api/request.ts";
import { BusyButton } from "../components/busy-button.tsx";
import { toast } from "../components/toasts.tsx";
import { formatElapsed } from "#core/moments/stream-elapsed.ts";
import { formatSpan } from "../format/format-span.ts";
import type { ClipView } from "./clip-words.ts";
import type { WatchStore } from "./watch-store.ts";
import { addJob } from "./watch-state.ts";

interface Props {
  readonly store: WatchStore;
  readonly job: ClipJob;
  readonly view: ClipView;
}

export function ClipCard({ store, job, view }: Props) {
  const start = formatElapsed((job.range.fromMs - job.streamStartedAtMs) / 1000);
  const retry = async () => {
    try {
      store.state.value = addJob(store.state.value, await retryJob(job.jobId));
    } catch (error) {
      toast(sentenceOf(error), "bad");
    }
  };
  const isFailed = view.tone === "bad";
  return (
    <article class="card" aria-label={`Clip at ${start}`} data-status={job.status}>
      <div class="card-head">
        <h3 class="truncate" title={job.title}>
          {job.title || "Clip"}
        </h3>
        <span class="small faint row-end time">{formatSpan(job.range.toMs - job.range.fromMs)}</span>
      </div>
      <div class="clip-state">
        <span class={`dot ${view.tone}`} aria-hidden="true" />
        <span role={isFailed ? "alert" : undefined}>{view.words}</span>
        <span class="faint row-end">at {start}</span>
      </div>
      {view.fraction !== undefined && (
        <progress max={1} {...(view.fraction === null ? {} : { value: view.fraction })} aria-label={view.words} />
      )}
      {job.status === "ready" && job.clipId !== null && <ReadyActions path={`/c/${job.clipId}`} />}
      {store.mayEdit && view.canRetry && (
        <div class="card-actions">
          <BusyButton class="compact" onPress={retry}>
            Retry
          </BusyButton>
        </div>
      )}
    </article>
  );
}

function ReadyActions({ path }: { path: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(new URL(path, location.href).href);
      toast("Link copied.");
    } catch {
      toast("The browser did not allow copying. Open the clip and copy its address.", "bad");
    }
  };
  return (
    <div class="card-actions">
      <a class="button compact" href={path} target="_blank" rel="noopener">
        Open
      </a>
      <BusyButton class="compact" onPress={copy}>
        Copy link
      </BusyButton>
      <a class="button compact" href={`${path}/download`} download>
        Download
      </a>
    </div>
  );
}
