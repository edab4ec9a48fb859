// One line on why nothing fired, with the bursts that were left out behind it.
import type { ReadonlySignal } from "@preact/signals";
import type { SilenceReason } from "#core/detection/explain-silence.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { formatClock } from "../../ui/format/format-clock.ts";
import type { SilenceRange } from "./silence-range.ts";
import type { Session } from "#core/session/session.ts";
import type { Silence } from "./silence-store.ts";
import "./silence-note.css";

interface Props {
  readonly session: ReadonlySignal<Session | null>;
  readonly answer: ReadonlySignal<Silence>;
  readonly ask: () => Promise<void>;
}

export function SilenceNote({ session, answer, ask }: Props) {
  const silence = answer.value;
  if (session.value === null) return null;
  const isKnown = silence.status === "known" && silence.sessionId === session.value.id;
  return (
    <div class="silence small">
      {isKnown && <Reasons range={silence.range} reasons={silence.reasons} />}
      {silence.status === "failed" && (
        <p class="problem" role="alert">
          {silence.problem}
        </p>
      )}
      <BusyButton class="quiet compact" onPress={ask}>
        {isKnown ? "Look again" : "Why was nothing found lately?"}
      </BusyButton>
    </div>
  );
}

interface Known {
  readonly range: SilenceRange;
  readonly reasons: readonly SilenceReason[];
}

function Reasons({ range: { fromMs, toMs, which }, reasons }: Known) {
  // What came nearest is what a larger budget would have brought first.
  const nearest = reasons.toSorted((a, b) => (a.alarmsPerHour ?? 99) - (b.alarmsPerHour ?? 99))[0];
  const others = reasons.filter((reason) => reason !== nearest);
  return (
    <>
      <p role="status">
        <span class="faint">
          {formatClock(fromMs)}–{formatClock(toMs)}
          {which === "longest" && ", the longest time without a moment in the last hour"}:
        </span>{" "}
        {nearest && <Reason reason={nearest} />}
      </p>
      {others.length > 0 && (
        <details>
          <summary>{others.length === 1 ? "1 other burst" : `${others.length} other bursts`} left out</summary>
          <ul>
            {others.map((reason, index) => (
              <li key={index}>
                <Reason reason={reason} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Reason({ reason: { atMs, sentence } }: { reason: SilenceReason }) {
  return (
    <>
      {atMs !== null && <b class="time">{formatClock(atMs)} </b>}
      {sentence}
    </>
  );
}
