// The channel's settings, changed together and saved with one button.
import { type ReadonlySignal, type Signal, useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import type { ChannelFeedback } from "#core/channel/channel-feedback.ts";
import type { ChannelSettings } from "#core/channel/channel-settings.ts";
import { changeSettings } from "../../api/channel-page.ts";
import type { ChannelName } from "../../api/channels.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { toast } from "../../ui/toasts.tsx";
import { DetectionSection } from "../../features/detection/detection-section.tsx";
import { RateField } from "../../features/detection/rate-field.tsx";
import { RelayFields } from "../../features/relay/relay-fields.tsx";
import { DialogForm } from "../../features/form/dialog-form.tsx";
import { useSubmit } from "../../features/form/use-submit.ts";
import { AutoApproveFields } from "./auto-approve-fields.tsx";
import { BroadcastLatencyField } from "./broadcast-latency-field.tsx";
import { changedSettings, type Draft } from "./changed-settings.ts";
import { hlsAddressProblem } from "./hls-address.ts";

interface Content {
  readonly name: ChannelName;
  /** As they are when the dialog opens; what others change meanwhile is left as it is. */
  readonly settings: ReadonlySignal<ChannelSettings>;
  readonly feedback: ReadonlySignal<ChannelFeedback>;
  /** What the server keeps after a change. */
  readonly onSaved: (settings: ChannelSettings) => void;
}

export function SettingsDialog({ open, ...content }: Content & { readonly open: Signal<boolean> }) {
  return (
    <Dialog open={open} title="Channel settings">
      <SettingsForm {...content} onClose={() => (open.value = false)} />
    </Dialog>
  );
}

function SettingsForm({ name, settings, feedback, onSaved, onClose }: Content & { readonly onClose: () => void }) {
  const opened = useRef<Draft>(settings.peek()).current;
  const draft = useSignal<Draft>(opened);
  const id = useId();
  const edit = (change: Partial<Draft>) => (draft.value = { ...draft.value, ...change });

  const submission = useSubmit(async (form) => {
    const address = draft.value.hlsUrl?.trim() ?? "";
    const wrong = hlsAddressProblem(address);
    if (wrong !== null) return wrong;
    if (focusWrongNumber(form)) return false;
    const wanted: Draft = { ...draft.value, hlsUrl: address === "" ? null : address };
    onSaved(await changeSettings(name, changedSettings(opened, wanted)));
    toast("Settings saved.");
  }, onClose);

  return (
    <DialogForm submission={submission} action="Save" onCancel={onClose}>
      <div class="field">
        <label for={`${id}-hls`}>HLS address of the stream</label>
        <input
          id={`${id}-hls`}
          class="input"
          type="url"
          inputMode="url"
          autocomplete="off"
          spellcheck={false}
          maxLength={2000}
          placeholder="https://…/live.m3u8"
          aria-invalid={submission.problem.value !== null}
          aria-describedby={`${id}-hint ${id}-problem`}
          value={draft.value.hlsUrl ?? ""}
          onInput={(event) => edit({ hlsUrl: event.currentTarget.value })}
        />
        <p class="hint" id={`${id}-hint`}>
          From your encoder, restream or media server; it should allow other sites to read it (CORS).
        </p>
        <p class="problem" id={`${id}-problem`} role="alert">
          {submission.problem.value}
        </p>
      </div>

      <RelayFields
        name={name}
        hlsUrl={draft.value.hlsUrl?.trim() || null}
        relay={draft.value.relay}
        onChange={(relay) => edit({ relay })}
      />

      <BroadcastLatencyField
        platform={name.platform}
        latencyMs={draft.value.broadcastLatencyMs ?? null}
        onChange={(broadcastLatencyMs) => edit({ broadcastLatencyMs })}
      />

      <AutoApproveFields draft={draft.value} onChange={edit} />

      <label class="choice">
        <input
          type="checkbox"
          role="switch"
          class="switch"
          checked={draft.value.keepsExcerpt ?? true}
          onChange={(event) => edit({ keepsExcerpt: event.currentTarget.checked })}
        />
        <span class="field">
          <b>Quote chat on each clip candidate</b>
          <span class="hint">A few short lines, without names or links; no other chat text is ever kept.</span>
        </span>
      </label>

      <fieldset class="fieldset">
        <legend>What counts as a moment</legend>
        <label class="choice">
          <input
            type="radio"
            name={`${id}-profile`}
            checked={draft.value.profile === "adaptive"}
            onChange={() => edit({ profile: "adaptive" })}
          />
          <span class="field">
            <b>Adaptive</b>
            <span class="hint">Compares chat with what is usual here, and keeps to a number of moments.</span>
          </span>
        </label>
        <div class="field indent">
          <RateField
            perHour={draft.value.alarmsPerHour}
            disabled={draft.value.profile !== "adaptive"}
            onChange={(alarmsPerHour) => edit({ alarmsPerHour })}
          />
        </div>
        <label class="choice">
          <input
            type="radio"
            name={`${id}-profile`}
            checked={draft.value.profile === "seed"}
            onChange={() => edit({ profile: "seed" })}
          />
          <span class="field">
            <b>Fixed rules</b>
            <span class="hint">The same thresholds for every channel; noisy on a busy chat.</span>
          </span>
        </label>
      </fieldset>

      <DetectionSection
        choices={draft.value.detection ?? {}}
        onChange={(detection) => edit({ detection })}
        usesFeedback={draft.value.usesFeedback ?? true}
        onUsesFeedback={(usesFeedback) => edit({ usesFeedback })}
        feedback={feedback.value}
      />
    </DialogForm>
  );
}

/** Opens the list of numbers and goes to the first that is wrong; false when none is. */
function focusWrongNumber(form: HTMLFormElement): boolean {
  const wrong = form.querySelector<HTMLElement>(
    ".more-settings [aria-invalid='true'], .latency-field [aria-invalid='true']",
  );
  wrong?.closest("details")?.setAttribute("open", "");
  wrong?.focus();
  return wrong !== null;
}
