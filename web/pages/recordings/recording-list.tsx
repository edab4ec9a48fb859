// The recordings of this browser, the newest first, in each of the list's states.
import { fileSafe } from "#core/moments/clip-file-name.ts";
import { RecordingCard } from "./recording-card.tsx";
import { deleteQuestion, openJobsOf, recordingView } from "./recording-view.ts";
import type { RecordingsStore } from "./recordings-store.ts";
import "../../ui/panel.css";
import "../../ui/placeholder.css";
import "./recordings-page.css";

export function RecordingList({ store }: { store: RecordingsStore }) {
  const listed = store.recordings.value;
  const channels = store.channels.value;
  const jobs = store.jobs.value;
  const pictures = store.pictures.shown.value;
  if (listed.status === "failed") return null;
  if (listed.status === "loading") return <Loading />;
  if (listed.value.length === 0) return <Empty />;
  return (
    <ul class="panel recordings-list">
      {listed.value.map((recording) => {
        const { name } = recording;
        const view = recordingView(recording, channels);
        return (
          <li key={name}>
            <RecordingCard
              recording={recording}
              view={view}
              picture={pictures.get(name)}
              exporting={store.exports.running}
              isPlaying={store.playing.value === name}
              onPlay={() => store.play(name)}
              onKeep={() => store.keep(name, !recording.isKept)}
              onDelete={async () => {
                const question = deleteQuestion(view, jobs && openJobsOf(recording, jobs));
                if (confirm(question)) await store.remove(name);
              }}
              onExport={(formatId) => store.exports.start(name, formatId, fileSafe(name))}
              onCancelExport={store.exports.cancel}
            />
          </li>
        );
      })}
    </ul>
  );
}

function Empty() {
  return (
    <div class="panel empty">
      <h2>Nothing is recorded in this browser yet</h2>
      <p>
        A page of a live channel records while it is open. What it has recorded stays here, in this browser on this
        device, until it is deleted or has to make room.
      </p>
      <a class="button primary" href="/">
        Choose a channel
      </a>
    </div>
  );
}

/** As high as three recordings, so that the page does not jump when they arrive. */
function Loading() {
  return (
    <div class="panel" aria-busy="true" aria-label="Loading the recordings">
      {[1, 2, 3].map((row) => (
        <span key={row} class="skeleton recordings-skeleton" />
      ))}
    </div>
  );
}
