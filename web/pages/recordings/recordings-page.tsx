// The whole of the recordings page.
import { MemberMenu } from "../../features/accounts/member-menu.tsx";
import { Brand } from "../../ui/brand.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ThemeToggle } from "../../ui/theme-toggle.tsx";
import { Toasts } from "../../ui/toasts.tsx";
import { RecordingList } from "./recording-list.tsx";
import { RecordingPlayer } from "./recording-player.tsx";
import { recordingView } from "./recording-view.ts";
import type { RecordingsStore } from "./recordings-store.ts";
import { StorageSection } from "./storage-section.tsx";
import "../../ui/page-frame.css";
import "./recordings-page.css";

export function RecordingsPage({ store }: { store: RecordingsStore }) {
  const me = store.me.value;
  const listed = store.recordings.value;
  const recordings = listed.status === "ready" ? listed.value : [];
  const playing = recordings.find(({ name }) => name === store.playing.value) ?? null;
  return (
    <>
      <a class="skip-link" href="#recordings">
        Skip to the recordings
      </a>
      <header class="page-header">
        <Brand />
        <a class="button quiet compact" href="/">
          Channels
        </a>
        <div class="row row-end">
          <ThemeToggle />
          {me !== null && <MemberMenu member={me} />}
        </div>
      </header>
      <main class="recordings" id="recordings" tabIndex={-1}>
        {playing !== null && (
          <RecordingPlayer
            key={playing.name}
            name={playing.name}
            title={recordingView(playing, store.channels.value).title}
            isRunning={playing.isRunning}
            onClose={() => store.play(null)}
          />
        )}
        <div class="section-head">
          <h1>Recordings</h1>
          {recordings.length > 0 && <span class="faint">{recordings.length} in this browser</span>}
          {listed.status === "ready" && <StorageSection recordings={store.recordings} jobs={store.jobs} />}
        </div>
        {listed.status !== "loading" && listed.problem !== null && (
          <Notice
            tone="bad"
            actions={
              <button type="button" class="button compact" onClick={store.refresh}>
                Try again
              </button>
            }
          >
            {listed.problem}
          </Notice>
        )}
        <RecordingList store={store} />
      </main>
      <Toasts />
    </>
  );
}
