// Trying a failed clip again, in the same way or another, as often as a person may.
import type { ClipJob, Executor } from "#core/clips/job/clip-job.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { retryChoices } from "./retry-choices.ts";

interface Props {
  readonly job: ClipJob;
  readonly onRetry: (job: ClipJob, executor: Executor) => Promise<void>;
}

export function RetryButtons({ job, onRetry }: Props) {
  const retry = retryChoices(job);
  if (retry === null) return null;
  return (
    <div class="card-actions">
      {retry.choices.map(({ executor, words }) => (
        <BusyButton
          key={executor}
          class="compact"
          disabled={retry.refusal !== null}
          onPress={() => onRetry(job, executor)}
        >
          {words}
        </BusyButton>
      ))}
      <span class="small faint">{retry.refusal ?? `${retry.left} left`}</span>
    </div>
  );
}
