// The end of a list that shows only its beginning.
import type { Signal } from "@preact/signals";
import "./show-more.css";

interface Props {
  readonly shown: Signal<number>;
  /** How many there are. */
  readonly of: number;
  readonly step: number;
}

export function ShowMore({ shown, of, step }: Props) {
  if (of <= shown.value) return null;
  return (
    <button type="button" class="button compact show-more" onClick={() => (shown.value += step)}>
      Show more ({of - shown.value} not shown)
    </button>
  );
}
