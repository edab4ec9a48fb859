// About how many moments an hour the adaptive rules keep to.
import { useId } from "preact/hooks";
import { maxAlarmsPerHour } from "#core/channel/channel-settings.ts";

interface Props {
  readonly perHour: number;
  /** The fixed rules have no budget. */
  readonly disabled: boolean;
  readonly onChange: (perHour: number) => void;
  /** Further words of the label. */
  readonly note?: string | undefined;
}

export function RateField({ perHour, disabled, onChange, note }: Props) {
  const id = useId();
  return (
    <>
      <label for={id}>
        About <output>{perHour}</output> {perHour === 1 ? "moment" : "moments"} an hour
        {note !== undefined && <span class="faint"> ({note})</span>}
      </label>
      <input
        id={id}
        class="range"
        type="range"
        min={1}
        max={maxAlarmsPerHour}
        step={1}
        disabled={disabled}
        value={perHour}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </>
  );
}
