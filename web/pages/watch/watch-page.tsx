// The whole of the watch page.
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Notice } from "../../ui/notice.tsx";
import { Toasts } from "../../ui/toasts.tsx";
import { BusyButton } from "../../ui/busy-button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { lazyDialog } from "../../ui/lazy-dialog.tsx";
import { isTypingIn } from "../../ui/is-typing-in.ts";
import { moveFocus } from "../../ui/move-focus.ts";
import { ClipList } from "./clip-list.tsx";
import { KeyboardHelp } from "./keyboard-help.tsx";
import { LiveChart } from "./live-chart.tsx";
import { MomentList } from "./moment-list.tsx";
import { RecorderHealth } from "./recorder-health.tsx";
import { shortcutOf } from "./shortcut.ts";
import { Stage } from "./stage.tsx";
import { WatchHeader } from "./watch-header.tsx";
import { addSettings } from "./watch-state.ts";
import type { WatchStore } from "./watch-store.ts";
import "./watch-page.css";

const SettingsDialog = lazyDialog(async () => (await import("./settings-dialog.tsx")).SettingsDialog);
const WhatIfDialog = lazyDialog(async () => (await import("../../features/what-if/what-if-dialog.tsx")).WhatIfDialog);

export function WatchPage({ store }: { store: WatchStore }) {
  const isHelping = useSignal(false);
  const isSetting = useSignal(false);
  const isTrying = useSignal(false);
  const moments = useRef<HTMLElement>(null);

  useSignalEffect(() => {
    document.title = `${store.isLive.value ? "● " : ""}${store.state.value.channel.displayName} · Hypecut`;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event, isTypingIn(event.target));
      if (shortcut === null) return;
      event.preventDefault();
      if (shortcut === "clip") void store.clipNow();
      if (shortcut === "mute" && store.engines.video.value)
        store.engines.video.value.muted = !store.engines.video.value.muted;
      if (shortcut === "next") moveFocus(moments.current, 1);
      if (shortcut === "previous") moveFocus(moments.current, -1);
      if (shortcut === "help") isHelping.value = true;
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [store]);

  return (
    <div class="watch">
      <a class="skip-link" href="#moments">
        Skip to the moments
      </a>
      <WatchHeader store={store} onSettings={() => (isSetting.value = true)} onHelp={() => (isHelping.value = true)} />
      <div class="watch-body">
        <main class="watch-main">
          {store.connection.value === "lost" && (
            <Notice tone="warn">
              The live connection is lost and is being restored. Recording goes on; moments found meanwhile appear once
              it is back.
            </Notice>
          )}
          {store.engines.problem.value !== null && <Notice tone="bad">{store.engines.problem.value}</Notice>}
          <Stage store={store} onSettings={() => (isSetting.value = true)} />
          <LiveChart store={store} />
          <RecorderHealth store={store} />
        </main>
        <aside class="watch-aside" aria-label="Moments and clips">
          <MomentList store={store} list={moments} onWhatIf={() => (isTrying.value = true)} />
          <ClipList store={store} />
        </aside>
      </div>
      {store.mayEdit && (
        <div class="clip-bar">
          <BusyButton class="primary" disabled={!store.canClip.value} onPress={store.clipNow}>
            <Icon name="scissors" />
            Clip the last 30 s
          </BusyButton>
        </div>
      )}
      <p class="visually-hidden" role="status" aria-live="polite">
        {store.announcement.value}
      </p>
      <SettingsDialog open={isSetting} store={store} />
      <WhatIfDialog
        open={isTrying}
        name={store.name}
        present={() => store.state.peek()}
        mayApply={store.mayEdit}
        onApplied={(settings) => (store.state.value = addSettings(store.state.value, settings))}
      />
      <KeyboardHelp open={isHelping} mayEdit={store.mayEdit} />
      <Toasts />
    </div>
  );
}
