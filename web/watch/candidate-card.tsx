// One clip candidate: a person says whether it becomes a clip.
import type { Candidate } from "#core/clips/candidate.ts";
import { formatElapsed } from "#core/moments/stream-elapsed.ts";
import { BusyButton } from "../components/busy-button.tsx";
import { formatSpan } from "../format/format-span.ts";
import type { WatchStore } from "./watch-store.ts";

export function CandidateCard({ store, candidate }: { store: WatchStore; candidate: Candidate }) {
  const start = formatElapsed((candidate.range.fromMs - candidate.streamStartedAtMs) / 1000);
  return (
    <article class="card" aria-label={`Clip candidate at ${start}`} data-status="pending_approval">
      <div class="card-head">
        <h3 class="truncate" title={candidate.title}>
          {candidate.title || "Clip"}
        </h3>
        <span class="small faint row-end time">{formatSpan(candidate.range.toMs - candidate.range.fromMs)}</span>
      </div>
      <div class="clip-state">
        <span class="dot warn" aria-hidden="true" />
        Waits for approval
        <span class="faint row-end">at {start}</span>
      </div>
      {store.mayEdit && (
        <div class="card-actions">
          <BusyButton class="compact primary" onPress={() => store.approvals.approve(candidate)}>
            Approve
          </BusyButton>
          <BusyButton class="compact" onPress={() => store.approvals.reject(candidate)}>
            Reject
          </BusyButton>
        </div>
      )}
    </article>
  );
}
