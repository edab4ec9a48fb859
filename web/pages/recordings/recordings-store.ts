// What the recordings page knows, looked up again while somebody looks, and what a person can do there.
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { type BoardMessage, boardMessageSchema } from "#core/live/board-message.ts";
import type { Member } from "#core/members/member.ts";
import { openLiveSocket } from "../../api/live-socket.ts";
import { failed, loaded, type Loadable } from "../../api/loadable.ts";
import { getMe } from "../../api/members.ts";
import { pollWhileVisible } from "../../api/poll-while-visible.ts";
import { deleteRecording, keepRecording } from "../../engines/recordings/change-recording.ts";
import { listRecordings, type ListedRecording } from "../../engines/recordings/list-recordings.ts";
import { toast } from "../../ui/toasts.tsx";
import { applyBoardMessage, type BoardState } from "../dashboard/board-state.ts";
import { openExports, type Exports } from "./exports.ts";
import { openPictures, type Pictures } from "./pictures.ts";

export interface RecordingsStore {
  readonly me: ReadonlySignal<Member | null>;
  readonly recordings: ReadonlySignal<Loadable<readonly ListedRecording[]>>;
  /** Empty until they are known. */
  readonly channels: ReadonlySignal<readonly ChannelSummary[]>;
  /** Null while it is not known which clips are still to be made. */
  readonly jobs: ReadonlySignal<readonly ClipJob[] | null>;
  readonly pictures: Pictures;
  readonly exports: Exports;
  /** The name of the recording that plays; null for none. */
  readonly playing: ReadonlySignal<string | null>;
  readonly play: (name: string | null) => void;
  readonly keep: (name: string, isKept: boolean) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
  readonly refresh: () => void;
  readonly destroy: () => void;
}

/** Of recordings that are written meanwhile only the index is read, and only when it has grown. */
const lookEveryMs = 5_000;

export function openRecordingsStore(): RecordingsStore {
  const me = signal<Member | null>(null);
  const recordings = signal<Loadable<readonly ListedRecording[]>>({ status: "loading" });
  const board = signal<BoardState | null>(null);
  const playing = signal<string | null>(null);
  const pictures = openPictures();
  const exports = openExports();
  /** Whoever is no longer signed in is led to the sign-in page by the answer to this. */
  const readMe = () =>
    getMe().then(
      (member) => void (me.value = member),
      () => undefined,
    );

  const look = pollWhileVisible(async () => {
    try {
      const known = recordings.value.status === "ready" ? recordings.value.value : [];
      const listed = await listRecordings(known);
      recordings.value = loaded(listed);
      pictures.draw(listed);
    } catch {
      const problem = "This browser does not let the page read what it has stored. A private window may be the reason.";
      recordings.value = failed(recordings.value, problem);
    }
  }, lookEveryMs);
  const socket = openLiveSocket<BoardMessage>({
    party: "workspace",
    room: "workspace",
    pageId: crypto.randomUUID(),
    schema: boardMessageSchema,
    onMessage: (message) => (board.value = applyBoardMessage(board.value, message, Date.now())),
    onConnection: (next) => next === "lost" && (board.value = null),
    onRepeatedFailure: () => void readMe(),
  });
  void readMe();

  return {
    ...{ me, recordings, pictures, exports, playing },
    channels: computed(() => board.value?.channels ?? []),
    jobs: computed(() => board.value?.jobs ?? null),
    play: (name) => void (playing.value = name),
    async keep(name, isKept) {
      try {
        await keepRecording(name, isKept);
      } catch {
        toast("The disk did not take it. Is it full?", "bad");
      }
      look.again();
    },
    async remove(name) {
      if (playing.value === name) playing.value = null;
      const answer = await deleteRecording(name).catch(() => "failed" as const);
      if (answer === "running") toast("A page is recording it. It can be deleted once that has ended.", "bad");
      if (answer === "failed") toast("It could not be deleted. Another page may be using it.", "bad");
      if (answer === "deleted") toast("The recording is deleted.");
      look.again();
    },
    refresh: look.again,
    destroy() {
      look.stop();
      socket.destroy();
      pictures.destroy();
      exports.destroy();
    },
  };
}
