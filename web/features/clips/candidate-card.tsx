// One clip candidate: a person says whether it becomes a clip, and may name it and change its length before.
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import { formatElapsed } from "#core/moments/stream-elapsed.ts";
import { Ago } from "../../ui/ago.tsx";
import { BusyButton } from "../../ui/busy-button.tsx";
import { formatSpan } from "../../ui/format/format-span.ts";
import { confidenceWords, sourceNames } from "./candidate-words.ts";
import { ChannelLink } from "./channel-link.tsx";
import "../../ui/card.css";
import "./clips.css";

export interface CandidateAnswers {
  readonly approve: (candidate: Candidate) => Promise<void>;
  readonly reject: (candidate: Candidate) => Promise<void>;
  readonly edit: (candidate: Candidate) => void;
}

interface Props {
  readonly candidate: Candidate;
  /** Null for who may only look. */
  readonly answers: CandidateAnswers | null;
  /** Beside candidates of other channels: which channel this is of. */
  readonly namesChannel?: boolean;
}

export function CandidateCard({ candidate, answers, namesChannel = false }: Props) {
  const start = formatElapsed((candidate.range.fromMs - candidate.streamStartedAtMs) / 1000);
  return (
    <article
      class="card candidate-card"
      tabIndex={-1}
      aria-label={`Clip candidate at ${start}`}
      data-id={candidate.candidateId}
      data-status="pending_approval"
    >
      <div class="card-head">
        <h3 class="truncate" title={candidate.title}>
          {candidate.title || "Clip"}
        </h3>
        <span class="small faint row-end time">{formatSpan(candidate.range.toMs - candidate.range.fromMs)}</span>
      </div>
      {namesChannel && (
        <div class="card-head small">
          <ChannelLink platform={candidate.channel.platform} login={candidate.login} />
          <span class="faint card-ago">
            <Ago atMs={candidate.sourceTsMs} />
          </span>
        </div>
      )}
      <div class="clip-state">
        <span class="dot warn" aria-hidden="true" />
        <span title={`Confidence ${candidate.confidence.toFixed(2)}`}>
          {sourceNames[candidate.source]} · {confidenceWords(candidate.confidence)}
        </span>
        <span class="faint row-end">at {start}</span>
      </div>
      {candidate.contextExcerpt && <blockquote class="excerpt">{candidate.contextExcerpt}</blockquote>}
      {answers !== null && (
        <div class="card-actions">
          <BusyButton class="compact primary" answer="approve" onPress={() => answers.approve(candidate)}>
            Approve
          </BusyButton>
          <BusyButton class="compact" answer="reject" onPress={() => answers.reject(candidate)}>
            Reject
          </BusyButton>
          <button type="button" class="button compact quiet" data-answer="edit" onClick={() => answers.edit(candidate)}>
            Edit
          </button>
        </div>
      )}
    </article>
  );
}
