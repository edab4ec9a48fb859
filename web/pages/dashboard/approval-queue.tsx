// What waits for a person's yes or no, over all channels, oldest first.
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import { CandidateCard } from "../../features/clips/candidate-card.tsx";
import { EditCandidateDialog } from "../../features/clips/edit-candidate-dialog.tsx";
import { isTypingIn } from "../../ui/is-typing-in.ts";
import { moveFocus } from "../../ui/move-focus.ts";
import { boardSlice } from "./board-slice.ts";
import type { DashboardStore } from "./dashboard-store.ts";
import { queueKey } from "./queue-key.ts";
import { ShowMore } from "./show-more.tsx";
import "./action-queue.css";

const shownAtFirst = 50;

export function ApprovalQueue({ store, mayEdit }: { store: DashboardStore; mayEdit: boolean }) {
  const waiting = useComputed(() => boardSlice(store, ({ candidates }) => candidates)).value;
  const isPipelineOn = useComputed(() => boardSlice(store, ({ flags }) => flags.clip_pipeline_enabled)).value ?? true;
  const editing = useSignal<Candidate | null>(null);
  const shown = useSignal(shownAtFirst);
  const section = useRef<HTMLElement>(null);
  const candidates = waiting ?? [];
  useFocusOnNext(section, candidates);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const element = section.current;
      if (element === null || isTypingIn(event.target)) return;
      const card = document.activeElement?.closest<HTMLElement>(".candidate-card") ?? null;
      const key = queueKey(event, card !== null && element.contains(card));
      if (key === null) return;
      event.preventDefault();
      if (key === "next") return moveFocus(element, 1);
      if (key === "previous") return moveFocus(element, -1);
      // The card's own buttons do it: they know whether it is being done already.
      card?.querySelector<HTMLButtonElement>(`[data-answer="${key}"]`)?.click();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);

  const answers = mayEdit
    ? { approve: store.approve, reject: store.reject, edit: (candidate: Candidate) => (editing.value = candidate) }
    : null;
  return (
    <section class="panel queue-panel" id="to-approve" aria-labelledby="to-approve-title" ref={section}>
      <div class="panel-head">
        <h2 id="to-approve-title" tabIndex={-1}>
          To approve
        </h2>
        {candidates.length > 0 && <span class="badge mark">{candidates.length}</span>}
      </div>
      {waiting === null ? (
        <Loading />
      ) : candidates.length === 0 ? (
        <p class="panel-body soft">
          {isPipelineOn
            ? "Nothing waits. Moments of channels that ask first appear here."
            : "Clips are switched off, so nothing is proposed."}
        </p>
      ) : (
        <ul class="queue-list">
          {candidates.slice(0, shown.value).map((candidate) => (
            <li key={candidate.candidateId}>
              <CandidateCard candidate={candidate} answers={answers} namesChannel />
            </li>
          ))}
        </ul>
      )}
      <ShowMore shown={shown} of={candidates.length} step={shownAtFirst} />
      {candidates.length > 0 && mayEdit && (
        <p class="queue-keys small faint">
          <kbd>J</kbd> <kbd>K</kbd> move · <kbd>A</kbd> approve · <kbd>R</kbd> reject · <kbd>E</kbd> edit
        </p>
      )}
      <EditCandidateDialog editing={editing} save={store.edit} />
    </section>
  );
}

/** When the card that has focus leaves, its place is taken by the next one, or the heading once nothing waits. */
function useFocusOnNext(section: { readonly current: HTMLElement | null }, candidates: readonly Candidate[]): void {
  const focused = useRef<{ id: string; index: number } | null>(null);
  useEffect(() => {
    const element = section.current;
    const remember = (event: FocusEvent) => {
      const cards = [...(element?.querySelectorAll<HTMLElement>(".candidate-card") ?? [])];
      const index = cards.findIndex((card) => card.contains(event.target as Node));
      focused.current = index === -1 ? null : { id: cards[index]?.dataset["id"] ?? "", index };
    };
    const forget = (event: FocusEvent) => {
      // A card that is taken away takes focus with it without naming a successor.
      if (event.relatedTarget !== null) focused.current = null;
    };
    element?.addEventListener("focusin", remember);
    element?.addEventListener("focusout", forget);
    return () => {
      element?.removeEventListener("focusin", remember);
      element?.removeEventListener("focusout", forget);
    };
  }, []);
  useLayoutEffect(() => {
    const last = focused.current;
    if (last === null || candidates.some(({ candidateId }) => candidateId === last.id)) return;
    focused.current = null;
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const cards = section.current?.querySelectorAll<HTMLElement>(".candidate-card") ?? [];
    const next = cards[Math.min(last.index, cards.length - 1)];
    (next ?? section.current?.querySelector("h2"))?.focus();
  });
}

/** As high as the sentence that says that nothing waits. */
function Loading() {
  return (
    <div class="panel-body" aria-busy="true" aria-label="Loading what waits for approval">
      <span class="skeleton" style={{ height: "2.8rem" }} />
    </div>
  );
}
