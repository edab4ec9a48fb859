// Keep or discard a moment: the answer teaches the channel what counts.
import type { Verdict } from "#core/moments/trigger-weights.ts";
import type { Moment } from "#core/moments/moment.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import "./moment-list.css";

interface Props {
  readonly moment: Moment;
  readonly verdict: Verdict | null;
  /** Null for who may only look. */
  readonly judge: ((moment: Moment, verdict: Verdict | null) => Promise<void>) | null;
}

export function MomentFeedback({ moment, verdict, judge }: Props) {
  if (moment.profile === "manual") return null;
  if (judge === null) return verdict === null ? null : <span class="badge">{verdict}</span>;
  return (
    <div class="card-actions moment-feedback" role="group" aria-label={`Moment ${moment.number}: keep or discard`}>
      <Answer give={(given) => judge(moment, given)} means="kept" now={verdict} words="Keep" />
      <Answer give={(given) => judge(moment, given)} means="discarded" now={verdict} words="Discard" />
    </div>
  );
}

interface AnswerProps {
  readonly give: (verdict: Verdict | null) => Promise<void>;
  readonly means: Verdict;
  readonly now: Verdict | null;
  readonly words: string;
}

/** Pressed again, it takes the answer back. */
function Answer({ give, means, now, words }: AnswerProps) {
  const isGiven = now === means;
  return (
    <BusyButton
      class={`quiet compact ${isGiven ? "given" : ""}`}
      onPress={() => give(isGiven ? null : means)}
      pressed={isGiven}
    >
      {isGiven ? (means === "kept" ? "✓ Kept" : "✕ Discarded") : words}
    </BusyButton>
  );
}
