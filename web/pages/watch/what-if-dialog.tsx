// Tries other settings on a past session or a saved chat, and applies them when they please.
import type { Signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { weightsOf } from "#core/moments/trigger-weights.ts";
import { changeSettings } from "../../api/channels.ts";
import { sentenceOf } from "../../api/request.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { toast } from "../../ui/toasts.tsx";
import { DetectionFields } from "../../features/detection/detection-fields.tsx";
import { addSettings } from "./watch-state.ts";
import type { WatchStore } from "./watch-store.ts";
import { ProfileFields } from "../../features/what-if/profile-fields.tsx";
import { ReplayView } from "../../features/what-if/replay-view.tsx";
import { SourceFields } from "../../features/what-if/source-fields.tsx";
import { openWhatIf, type WhatIfStore } from "../../features/what-if/what-if-store.ts";
import "../../features/detection/detection.css";
import "../../features/what-if/what-if.css";

export function WhatIfDialog({ open, store }: { open: Signal<boolean>; store: WatchStore }) {
  return (
    <Dialog open={open} title="What if: other settings on a past stream">
      <WhatIfForm watch={store} onClose={() => (open.value = false)} />
    </Dialog>
  );
}

function WhatIfForm({ watch, onClose }: { watch: WatchStore; onClose: () => void }) {
  const store = useMemo(() => openWhatIf(watch.name, trialOf(watch)), [watch]);
  useEffect(() => store.drop, [store]);
  const { detection = {} } = store.trial.value;
  const isKept = store.chosen.value?.type === "session";

  const apply = async () => {
    const { profile, alarmsPerHour } = store.trial.value;
    try {
      const saved = await changeSettings(watch.name, { profile, alarmsPerHour, detection });
      watch.state.value = addSettings(watch.state.value, saved);
      toast("These settings are used from now on.");
      onClose();
    } catch (error) {
      toast(sentenceOf(error), "bad");
    }
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
        {watch.mayEdit && (
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

/** The channel's present settings, with what feedback makes of its triggers. */
function trialOf(watch: WatchStore) {
  const { settings, feedback } = watch.state.peek();
  const { profile, alarmsPerHour, detection } = settings;
  return {
    profile,
    alarmsPerHour,
    ...(detection && { detection }),
    ...(settings.usesFeedback !== false && { triggerWeights: weightsOf(feedback.triggers) }),
  };
}
