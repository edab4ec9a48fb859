// The part of a channel's settings about sending its stream through the deployment: whether, how much, and what it cost.
import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { maxGigabytesADay, type RelaySettings } from "#core/relay/relay-settings.ts";
import type { RelayUse } from "#core/relay/relay-use.ts";
import type { ChannelName } from "../../api/channels.ts";
import { getRelay } from "../../api/relay.ts";
import { formatBytes, formatCount } from "../../ui/format/format-number.ts";
import { canRead, type Readability } from "./can-read.ts";
import { defaultGigabytesADay, isRelayed, relayCost, relayOrigin, withRelay } from "./relay-choice.ts";

interface Props {
  readonly name: ChannelName;
  readonly hlsUrl: string | null;
  readonly relay: RelaySettings | undefined;
  readonly onChange: (relay: RelaySettings) => void;
}

/** A person is still typing. */
const settledMs = 600;

export function RelayFields({ name, hlsUrl, relay, onChange }: Props) {
  const id = useId();
  const found = useSignal<Readability | null>(null);
  const origin = relayOrigin(hlsUrl, location.hostname);
  const isOn = isRelayed({ hlsUrl, relay });
  useEffect(() => {
    const leaving = new AbortController();
    found.value = null;
    if (hlsUrl === null || origin === null) return;
    const timer = setTimeout(() => {
      void canRead(hlsUrl, leaving.signal).then((read) => {
        if (!leaving.signal.aborted) found.value = read;
      });
    }, settledMs);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [hlsUrl, origin]);
  if (origin === null || (!isOn && found.value !== "closed")) return null;
  const { host } = new URL(origin);
  return (
    <>
      <label class="choice">
        <input
          type="checkbox"
          role="switch"
          class="switch"
          checked={isOn}
          onChange={(event) => onChange(withRelay(relay, origin, event.currentTarget.checked))}
        />
        <span class="field">
          <b>Send it through this deployment</b>
          <span class="hint">
            {found.value === "closed" && `${host} does not let other pages read its stream. `}
            {found.value === "readable" && `${host} lets this page read its stream, so this is not needed. `}
            {relayCost}
          </span>
        </span>
      </label>
      {isOn && (
        <div class="field indent">
          <label for={`${id}-most`}>At most, in GB a day</label>
          <input
            id={`${id}-most`}
            class="input compact"
            type="number"
            inputMode="numeric"
            required
            min={1}
            max={maxGigabytesADay}
            step={1}
            aria-describedby={`${id}-use`}
            value={relay?.gigabytesADay ?? defaultGigabytesADay}
            onChange={({ currentTarget }) => {
              if (currentTarget.validity.valid)
                onChange({ ...withRelay(relay, origin, true), gigabytesADay: currentTarget.valueAsNumber });
            }}
          />
          <p class="hint" id={`${id}-use`}>
            <Use name={name} />
          </p>
        </div>
      )}
    </>
  );
}

function Use({ name }: Pick<Props, "name">) {
  const use = useSignal<RelayUse | null | "unknown">(null);
  useEffect(() => {
    getRelay(name).then(
      (answer) => (use.value = answer.use),
      () => (use.value = "unknown"),
    );
  }, [name]);
  if (use.value === null) return <>Counting…</>;
  if (use.value === "unknown") return <>How much it was today cannot be said at the moment.</>;
  const { today, stream } = use.value;
  return (
    <>
      Today {formatBytes(today.bytes)} in {formatCount(today.requests)} requests; this stream{" "}
      {formatBytes(stream.bytes)} in {formatCount(stream.requests)} requests. A day begins at midnight UTC.
    </>
  );
}
