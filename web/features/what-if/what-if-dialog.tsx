// Tries other settings on a past session or a saved chat, and applies them when they please.
import type { Signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { ChannelFeedback } from "#core/channel/channel-feedback.ts";
import { weightsOf } from "#core/moments/trigger-weights.ts";
import type { ChannelSettings } from "#core/channel/channel-settings.ts";
import { changeSettings } from "../../api/channel-page.ts";
import type { ChannelName } from "../../api/channels.ts";
import { orSayWhy } from "../form/or-say-why.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { toast } from "../../ui/toasts.tsx";
import { DetectionFields } from "../detection/detection-fields.tsx";
import { ProfileFields } from "./profile-fields.tsx";
import { ReplayView } from "./replay-view.tsx";
import { SourceFields } from "./source-fields.tsx";
import { openWhatIf, type Trial, type WhatIfStore } from "./what-if-store.ts";
import "../detection/detection.css";
import "./what-if.css";

interface Props extends Content {
  readonly open: Signal<boolean>;
}

interface Present {
  readonly settings: ChannelSettings;
  readonly feedback: ChannelFeedback;
}

interface Content {
  readonly name: ChannelName;
  /** How the channel is set; asked once, when the dialog opens. */
  readonly present: () => Present;
  readonly mayApply: boolean;
  /** What the server keeps after these settings were applied. */
  readonly onApplied: (settings: ChannelSettings) => void;
}

export function WhatIfDialog({ open, ...content }: Props) {
  return (
    <Dialog open={open} title="What if: other settings on a past stream">
      <WhatIfForm {...content} onClose={() => (open.value = false)} />
    </Dialog>
  );
}

function WhatIfForm({ name, present, mayApply, onApplied, onClose }: Content & { readonly onClose: () => void }) {
  const store = useMemo(() => openWhatIf(name, trialOf(present())), []);
  useEffect(() => store.drop, [store]);
  const { detection = {} } = store.trial.value;
  const isKept = store.chosen.value?.type === "session";

  const apply = async () => {
    const { profile, alarmsPerHour } = store.trial.value;
    await orSayWhy(async () => {
      onApplied(await changeSettings(name, { profile, alarmsPerHour, detection }));
      toast("These settings are used from now on.");
      onClose();
    });
  };

  return (
    <div class="dialog-form what-if">
      <SourceFields store={store} />
      <Progress store={store} />
      {store.source.value !== null && <ProfileFields store={store} />}
      <ReplayView store={store} />
      {store.source.value !== null && (
        <details class="more-settings">
          <summary>
            <b>Numbers of the fixed rules</b>
          </summary>
          <DetectionFields choices={detection} isKept={isKept} onChange={(next) => store.change({ detection: next })} />
          <button type="button" class="button quiet compact" onClick={() => store.change({ detection: {} })}>
            Back to the defaults
          </button>
        </details>
      )}
      <div class="dialog-actions">
        <button type="button" class="button quiet" onClick={onClose}>
          Close
        </button>
        {mayApply && (
          <BusyButton class="primary" disabled={store.result.value === null} onPress={apply}>
            Use these settings
          </BusyButton>
        )}
      </div>
    </div>
  );
}

function Progress({ store }: { store: WhatIfStore }) {
  const chosen = store.chosen.value;
  const isReading = chosen !== null && store.source.value === null;
  const words = chosen?.type === "file" ? `Reading ${chosen.name}…` : "Loading the session's counts…";
  return (
    <div class="what-if-progress">
      <div aria-live="polite">
        {isReading && (
          <div class="row">
            <progress aria-label={words} />
            <span class="small">{words}</span>
            <button type="button" class="button quiet compact row-end" onClick={store.drop}>
              Cancel
            </button>
          </div>
        )}
      </div>
      {store.problem.value !== null && (
        <p class="problem" role="alert">
          {store.problem.value}
        </p>
      )}
    </div>
  );
}

/** The present settings, with what feedback makes of the triggers. */
function trialOf({ settings, feedback }: Present): Trial {
  const { profile, alarmsPerHour, detection } = settings;
  return {
    profile,
    alarmsPerHour,
    ...(detection && { detection }),
    ...(settings.usesFeedback !== false && { triggerWeights: weightsOf(feedback.triggers) }),
  };
}
