// What waits for a person's yes or no, over all channels, oldest first.
import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { ClipFlags } from "#core/clips/board/clip-flags.ts";
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import type { CandidateEdit } from "#core/clips/candidate/candidate-step.ts";
import { CandidateCard } from "../../features/clips/candidate-card.tsx";
import { lazyDialog } from "../../ui/lazy-dialog.tsx";
import { isTypingIn } from "../../ui/is-typing-in.ts";
import { moveFocus } from "../../ui/move-focus.ts";
import { queueKey } from "./queue-key.ts";
import { ShowMore } from "./show-more.tsx";
import "./approval-queue.css";

const EditCandidateDialog = lazyDialog(
  async () => (await import("../../features/clips/edit-candidate-dialog.tsx")).EditCandidateDialog,
);

const shownAtFirst = 50;

interface Props {
  /** Oldest first; null until they are known. */
  readonly waiting: ReadonlySignal<readonly Candidate[] | null>;
  readonly flags: ReadonlySignal<ClipFlags | null>;
  readonly mayEdit: boolean;
  readonly approve: (candidate: Candidate) => Promise<void>;
  readonly reject: (candidate: Candidate) => Promise<void>;
  /** Throws what the server says against it. */
  readonly edit: (candidate: Candidate, change: CandidateEdit) => Promise<void>;
}

export function ApprovalQueue({ waiting, flags, mayEdit, approve, reject, edit }: Props) {
  const isPipelineOn = useComputed(() => flags.value?.clip_pipeline_enabled ?? true).value;
  const editing = useSignal<Candidate | null>(null);
  const isEditing = useSignal(false);
  const beginEdit = (candidate: Candidate) => {
    editing.value = candidate;
    isEditing.value = true;
  };
  const shown = useSignal(shownAtFirst);
  const section = useRef<HTMLElement>(null);
  const candidates = waiting.value ?? [];
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

  const answers = mayEdit ? { approve, reject, edit: beginEdit } : null;
  return (
    <section class="panel queue-panel" id="to-approve" aria-labelledby="to-approve-title" ref={section}>
      <div class="panel-head">
        <h2 id="to-approve-title" tabIndex={-1}>
          To approve
        </h2>
        {candidates.length > 0 && <span class="badge mark">{candidates.length}</span>}
      </div>
      {waiting.value === null ? (
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
      <EditCandidateDialog open={isEditing} candidate={editing.value} save={edit} />
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
