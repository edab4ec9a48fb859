// The whole of the watch page.
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { playKeyOf } from "../../features/playback/play-key.ts";
import { OwnFilesPanel } from "../../features/own-files/own-files-panel.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Toasts } from "../../ui/toasts.tsx";
import { BusyButton } from "../../ui/busy-button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { RelayNote } from "./relay-note.tsx";
import { lazyDialog } from "../../ui/lazy-dialog.tsx";
import { isTypingIn } from "../../ui/is-typing-in.ts";
import { moveFocus } from "../../ui/move-focus.ts";
import { CapturePanel } from "./capture-panel.tsx";
import { ClipList } from "./clip-list.tsx";
import { KeyboardHelp } from "./keyboard-help.tsx";
import { LiveChart } from "./live-chart.tsx";
import { MomentList } from "./moment-list.tsx";
import { RecorderHealth } from "./recorder-health.tsx";
import { Rewind } from "./rewind.tsx";
import { shortcutOf } from "./shortcut.ts";
import { Stage } from "./stage.tsx";
import { WatchHeader } from "./watch-header.tsx";
import { SilenceNote } from "./silence-note.tsx";
import type { WatchStore } from "./watch-store.ts";
import "./watch-page.css";

const SettingsDialog = lazyDialog(async () => (await import("./settings-dialog.tsx")).SettingsDialog);
const WhatIfDialog = lazyDialog(async () => (await import("../../features/what-if/what-if-dialog.tsx")).WhatIfDialog);

export function WatchPage({ store }: { store: WatchStore }) {
  const isHelping = useSignal(false);
  const isSetting = useSignal(false);
  const isTrying = useSignal(false);
  const moments = useRef<HTMLElement>(null);
  const { parts, engines, silence, isLive, mayEdit } = store;
  const set = mayEdit ? () => (isSetting.value = true) : null;

  useSignalEffect(() => {
    document.title = `${isLive.value ? "● " : ""}${parts.channel.value.displayName} · Hypecut`;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isTyping = isTypingIn(event.target);
      const shortcut = shortcutOf(event, isTyping);
      const playKey = playKeyOf(event, isTyping);
      if (shortcut === null && playKey === null) return;
      event.preventDefault();
      if (playKey !== null) engines.press(playKey);
      if (shortcut === "clip") void store.clipNow();
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
      <WatchHeader
        {...parts}
        isLive={isLive}
        me={store.me}
        canClip={store.canClip}
        onClip={mayEdit ? store.clipNow : null}
        onSettings={set}
        onHelp={() => (isHelping.value = true)}
      />
      <div class="watch-body">
        <main class="watch-main">
          {store.connection.value === "lost" && (
            <Notice tone="warn">
              The live connection is lost and is being restored. Recording goes on; moments found meanwhile appear once
              it is back.
            </Notice>
          )}
          {engines.problem.value !== null && <Notice tone="bad">{engines.problem.value}</Notice>}
          <RelayNote
            {...parts}
            {...engines}
            isLive={isLive}
            name={store.name}
            onChange={mayEdit ? store.setRelay : null}
          />
          <Stage {...parts} {...engines} isLive={isLive} onSettings={set} />
          {set !== null && isLive.value && parts.settings.value.hlsUrl === null && (
            <CapturePanel capture={engines.capture} onSettings={set} />
          )}
          <Rewind {...parts} {...engines} isLive={isLive} />
          <LiveChart {...parts} recorder={engines.recorder} isLive={isLive} />
          <RecorderHealth {...parts} {...engines} pageId={store.pageId} mayRecord={mayEdit} />
          {store.ownFiles !== null && (
            <OwnFilesPanel {...store.ownFiles} stream={parts.session} moments={parts.moments} />
          )}
        </main>
        <aside class="watch-aside" aria-label="Moments and clips">
          <MomentList
            {...parts}
            judge={mayEdit ? store.judge : null}
            list={moments}
            onWhatIf={() => (isTrying.value = true)}
          >
            <SilenceNote session={parts.session} answer={silence.silence} ask={silence.ask} />
          </MomentList>
          <ClipList
            {...parts}
            {...engines}
            {...store.approvals}
            pageId={store.pageId}
            mayEdit={mayEdit}
            onRetry={store.retryJob}
          />
        </aside>
      </div>
      {mayEdit && (
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
      <SettingsDialog
        open={isSetting}
        name={store.name}
        settings={parts.settings}
        feedback={parts.feedback}
        onSaved={store.setSettings}
      />
      <WhatIfDialog
        open={isTrying}
        name={store.name}
        present={() => ({ settings: parts.settings.peek(), feedback: parts.feedback.peek() })}
        mayApply={mayEdit}
        onApplied={store.setSettings}
      />
      <KeyboardHelp open={isHelping} mayEdit={mayEdit} />
      <Toasts />
    </div>
  );
}
