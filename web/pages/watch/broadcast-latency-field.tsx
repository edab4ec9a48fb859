// How far the platform's player is behind what happens, for channels that are recorded from it.
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { maxBroadcastLatencyMs, usualBroadcastLatencyMs } from "#core/capture/broadcast-latency.ts";
import type { Platform } from "#core/channel/channel-ref.ts";

interface Props {
  readonly platform: Platform;
  /** Null: nobody has set it. */
  readonly latencyMs: number | null;
  readonly onChange: (latencyMs: number | null) => void;
}

const usual: Record<Platform, (seconds: number) => string> = {
  twitch: (seconds) => `Left empty: what Twitch's player says of itself, or ${seconds} s.`,
  kick: (seconds) => `Left empty: ${seconds} s, which is usual. Kick's player does not say.`,
};

export function BroadcastLatencyField({ platform, latencyMs, onChange }: Props) {
  const id = useId();
  const wrong = useSignal<string | null>(null);
  const longest = maxBroadcastLatencyMs / 1000;
  const type = (text: string) => {
    const seconds = Number(text.trim().replace(",", "."));
    const isGood = text.trim() === "" || (Number.isFinite(seconds) && seconds >= 0 && seconds <= longest);
    wrong.value = isGood ? null : text;
    if (isGood) onChange(text.trim() === "" ? null : Math.round(seconds * 1000));
  };
  return (
    <div class="field latency-field">
      <label for={id}>Seconds that the platform's player is behind</label>
      <input
        id={id}
        class="input compact"
        inputMode="decimal"
        autocomplete="off"
        size={6}
        placeholder={String(usualBroadcastLatencyMs[platform] / 1000)}
        value={wrong.value ?? (latencyMs === null ? "" : String(latencyMs / 1000))}
        aria-invalid={wrong.value !== null}
        aria-describedby={`${id}-hint`}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <p class={wrong.value === null ? "hint" : "problem"} id={`${id}-hint`}>
        {wrong.value === null
          ? `For recordings of the tab, so that clips lie where chat reacted. ${usual[platform](usualBroadcastLatencyMs[platform] / 1000)}`
          : `Please enter seconds from 0 to ${longest}.`}
      </p>
    </div>
  );
}
