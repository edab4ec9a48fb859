// One line on why nothing fired, with the bursts that were left out behind it.
import { useEffect, useMemo } from "preact/hooks";
import type { SilenceReason } from "#core/detection/explain-silence.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { formatClock } from "../../ui/format/format-clock.ts";
import type { SilenceRange } from "./silence-range.ts";
import { openSilence } from "./silence-store.ts";
import type { WatchStore } from "./watch-store.ts";
import "./silence-note.css";

export function SilenceNote({ store }: { store: WatchStore }) {
  const asked = useMemo(() => openSilence(store), [store]);
  useEffect(() => asked.destroy, [asked]);
  const silence = asked.silence.value;
  const { session } = store.state.value;
  if (session === null) return null;
  const isKnown = silence.status === "known" && silence.sessionId === session.id;
  return (
    <div class="silence small">
      {isKnown && <Reasons range={silence.range} reasons={silence.reasons} />}
      {silence.status === "failed" && (
        <p class="problem" role="alert">
          {silence.problem}
        </p>
      )}
      <BusyButton class="quiet compact" onPress={asked.ask}>
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
