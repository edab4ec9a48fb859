// The worker's side of a person's own files: keeps looking at them and at the folder, and takes footage over for open clips.
import type { TimeRange } from "#core/moments/moment.ts";
import { beginOf, type OwnFile, type OwnFilesView, toldBeginOf, type WatchedFolder } from "./files.types.ts";
import type { FilesWork } from "./files-work.ts";
import { footageIn } from "./folder-look.ts";
import { observeFolder } from "./folder-observer.ts";
import { lookAtFile, newOwnFile, type OpenOwnFile, pictureOf } from "./own-file.ts";
import { partToTake } from "./part-to-take.ts";
import type { TakeOver } from "./take-over.ts";

export type OwnFilesDesk = Omit<FilesWork, "open">;

interface Options {
  readonly onView: (view: OwnFilesView) => void;
  readonly takeOver: TakeOver;
  readonly nowMs?: () => number;
}

/** Files at a time; a folder alone gives two dozen. */
const maxFiles = 60;
/** What could not be taken over, for want of room or a bad part, is tried again so much later: each try reads it anew. */
const takeAgainAfterMs = 60_000;

export function createOwnFilesDesk({ onView, takeOver, nowMs = Date.now }: Options): OwnFilesDesk {
  const files = new Map<string, OpenOwnFile>();
  /** Files of the folder that a person has put away. */
  const putAway = new Set<string>();
  let folder: { readonly handle: FileSystemDirectoryHandle; view: WatchedFolder } | null = null;
  let sessionStartMs: number | null = null;
  let wanted: readonly TimeRange[] = [];
  /** What was taken over of them lies at the wrong time or is not to be used. One look at a time takes and undoes. */
  const toUndo: OwnFile[] = [];
  const takeAgainAtMs = new Map<string, number>();
  let shown = "";
  let looking: Promise<void> | null = null;
  let isAskedAgain = false;

  const show = () => {
    const view = {
      files: [...files.values()].map((file) => file.view),
      folder: folder?.view ?? { status: "none" as const },
    };
    const next = JSON.stringify(view);
    if (next === shown) return;
    shown = next;
    onView(view);
  };

  const lookInFolder = async () => {
    if (folder === null || folder.view.status === "asks" || folder.view.status === "none") return;
    const { handle } = folder;
    try {
      for (const seen of await footageIn(handle, sessionStartMs, nowMs())) {
        const id = `folder:${seen.name}`;
        if (!files.has(id) && !putAway.has(id) && files.size < maxFiles)
          files.set(id, newOwnFile(id, seen.handle, "folder"));
      }
      if (folder?.handle === handle) folder.view = { status: "watched", name: handle.name };
    } catch (error) {
      const isRefused = error instanceof DOMException && error.name === "NotAllowedError";
      if (folder?.handle === handle) folder.view = { status: isRefused ? "asks" : "gone", name: handle.name };
    }
  };

  const undoAll = async () => {
    for (let file = toUndo[0]; file !== undefined; file = toUndo[0]) {
      await takeOver.undo(file).catch(() => undefined);
      toUndo.shift();
    }
  };

  const lookOnce = async () => {
    await undoAll();
    await lookInFolder();
    for (const id of files.keys()) {
      const before = files.get(id);
      if (before === undefined) continue;
      const after = await lookAtFile(before, { sessionStartMs, nowMs: nowMs() });
      // What a person has done meanwhile stands.
      const now = files.get(id);
      if (now === undefined) continue;
      const setBeginMs = now.view.setBeginMs !== before.view.setBeginMs ? now.view.setBeginMs : after.view.setBeginMs;
      const view = { ...after.view, setBeginMs };
      const isElsewhere =
        toldBeginOf(view) !== toldBeginOf(before.view) || after.view.takenOver !== before.view.takenOver;
      if (isElsewhere) toUndo.push(before.view);
      files.set(id, { ...after, view: isElsewhere ? { ...view, takenOver: [] } : view });
      show();
    }
    for (const [key, atMs] of takeAgainAtMs) if (atMs <= nowMs()) takeAgainAtMs.delete(key);
    await undoAll();
    for (const id of files.keys()) await giveWanted(id);
    show();
  };

  const giveWanted = async (id: string) => {
    for (const range of wanted) {
      await undoAll();
      const file = files.get(id);
      const part = file ? partToTake(file.view, range) : null;
      const beginMs = file && beginOf(file.view);
      if (!file?.media || part === null || beginMs === null || beginMs === undefined) continue;
      const attempt = `${id} ${beginMs} ${range.fromMs} ${range.toMs}`;
      if (takeAgainAtMs.has(attempt)) continue;
      const problem = await takeOver.take({ file: file.view, media: file.media, beginMs, range: part });
      if (problem !== null) takeAgainAtMs.set(attempt, nowMs() + takeAgainAfterMs);
      const now = files.get(id);
      // What is to be undone is not there for long, also when a person has gone back to the same time.
      if (now === undefined || beginOf(now.view) !== beginMs || toUndo.some((one) => one.id === id)) continue;
      const takenOver = problem === null ? [...now.view.takenOver, part] : now.view.takenOver;
      files.set(id, { ...now, view: { ...now.view, takenOver, takeProblem: problem } });
      show();
    }
  };

  /** One look at a time; one more when something happened during it. */
  const look = () => {
    if (looking !== null) return void (isAskedAgain = true);
    looking = lookOnce()
      .catch((error: unknown) => console.error("A look at the files met a bug.", error))
      .finally(() => {
        looking = null;
        const again = isAskedAgain;
        isAskedAgain = false;
        if (again) look();
      });
  };
  let stopObserving = observeFolder(null, look);

  const change = (id: string, next: Partial<OwnFile>) => {
    const file = files.get(id);
    if (file === undefined) return;
    files.set(id, { ...file, view: { ...file.view, ...next } });
    show();
  };

  return {
    add(id, origin) {
      if (files.size < maxFiles) files.set(id, newOwnFile(id, origin, "chosen"));
      show();
      look();
    },
    remove(id) {
      const file = files.get(id);
      if (file?.view.from === "folder") putAway.add(id);
      files.delete(id);
      show();
      if (file) toUndo.push(file.view);
      look();
    },
    setBegin(id, setBeginMs) {
      const file = files.get(id);
      if (file === undefined || file.view.setBeginMs === setBeginMs) return;
      // What was taken over lies at the wrong time.
      change(id, { setBeginMs, takenOver: [], takeProblem: null });
      toUndo.push(file.view);
      look();
    },
    setSessionStart(startedAtMs) {
      sessionStartMs = startedAtMs;
      look();
    },
    want(ranges) {
      wanted = ranges;
      look();
    },
    watch(handle, isAllowed) {
      stopObserving();
      for (const [id, { view }] of files) if (view.from === "folder" && folder?.handle !== handle) files.delete(id);
      folder = handle && { handle, view: { status: isAllowed ? "watched" : "asks", name: handle.name } };
      stopObserving = observeFolder(isAllowed ? handle : null, look);
      show();
      look();
    },
    async pictureAt(id, offsetMs) {
      const media = files.get(id)?.media ?? null;
      return media === null ? null : pictureOf(media, offsetMs).catch(() => null);
    },
  };
}
