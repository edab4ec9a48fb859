// Keep or discard a moment: the answer teaches the channel what counts.
import { useComputed } from "@preact/signals";
import type { Verdict } from "#core/moments/trigger-weights.ts";
import type { Moment } from "#core/moments/moment.ts";
import { judgeMoment } from "../../api/history.ts";
import { sentenceOf } from "../../api/request.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { toast } from "../../ui/toasts.tsx";
import type { WatchStore } from "./watch-store.ts";
import "./moment-list.css";

export function MomentFeedback({ store, moment }: { store: WatchStore; moment: Moment }) {
  const verdict = useComputed(
    () => store.state.value.feedback.verdicts.find(({ momentId }) => momentId === moment.id)?.verdict ?? null,
  ).value;
  if (moment.profile === "manual") return null;
  if (!store.mayEdit) return verdict === null ? null : <span class="badge">{verdict}</span>;
  return (
    <div class="card-actions moment-feedback" role="group" aria-label={`Moment ${moment.number}: keep or discard`}>
      <Answer store={store} moment={moment} means="kept" now={verdict} words="Keep" />
      <Answer store={store} moment={moment} means="discarded" now={verdict} words="Discard" />
    </div>
  );
}

interface AnswerProps {
  readonly store: WatchStore;
  readonly moment: Moment;
  readonly means: Verdict;
  readonly now: Verdict | null;
  readonly words: string;
}

/** Pressed again, it takes the answer back. */
function Answer({ store, moment, means, now, words }: AnswerProps) {
  const isGiven = now === means;
  const give = async () => {
    try {
      const feedback = await judgeMoment(store.name, moment.id, isGiven ? null : means);
      store.state.value = { ...store.state.value, feedback };
    } catch (error) {
      toast(sentenceOf(error), "bad");
    }
  };
  return (
    <BusyButton class={`quiet compact ${isGiven ? "given" : ""}`} onPress={give} pressed={isGiven}>
      {isGiven ? (means === "kept" ? "✓ Kept" : "✕ Discarded") : words}
    </BusyButton>
  );
}
