// The page's end of a person's own files: starts the worker when the first file or folder comes, and remembers the folder.
import { proxy, type Remote, wrap } from "comlink";
import type { TimeRange } from "#core/moments/moment.ts";
import { workerAnswers } from "../worker-answers.ts";
import type { FilesWork } from "./files-work.ts";
import type { OwnFiles, OwnFilesView } from "./files.types.ts";
import { forgetFolder, rememberedFolder, rememberFolder } from "./remembered-folder.ts";

/** Chromium's part of the File System Access specification, which the language's types lack. */
interface AskableHandle extends FileSystemDirectoryHandle {
  queryPermission?(descriptor: { mode: "read" }): Promise<PermissionState>;
  requestPermission?(descriptor: { mode: "read" }): Promise<PermissionState>;
}

export function startFiles(channel: { readonly channelKey: string; readonly login: string }): OwnFiles {
  const listeners = new Set<(view: OwnFilesView) => void>();
  const answers = workerAnswers();
  let view: OwnFilesView = { files: [], folder: { status: "none" } };
  let folder: AskableHandle | null = null;
  let running: { readonly worker: Worker; readonly work: Remote<FilesWork> } | null = null;
  let sessionStartMs: number | null = null;
  let wanted: readonly TimeRange[] = [];
  let files = 0;
  let isOver = false;

  /** What a person has set counts at once: the next press of a key adds to it. Kept until the worker has heard of it. */
  const begins = new Map<string, number | null>();

  const show = (next: OwnFilesView) => {
    for (const { id, setBeginMs } of next.files) if (begins.get(id) === setBeginMs) begins.delete(id);
    const withBegins = next.files.map((file) => {
      const setBeginMs = begins.get(file.id);
      return setBeginMs === undefined ? file : { ...file, setBeginMs };
    });
    view = { ...next, files: withBegins };
    for (const listener of listeners) listener(view);
  };
  /** A page without a file of its own starts no worker. */
  const start = () => {
    if (running !== null) return running.work;
    const worker = new Worker(new URL("./files-worker.ts", import.meta.url), { type: "module" });
    const work = wrap<FilesWork>(worker);
    running = { worker, work };
    worker.addEventListener("error", () => {
      worker.terminate();
      running = null;
      answers.end(new Error("The worker of the files has ended."));
      show({ files: [], folder: view.folder });
    });
    void work.open(
      channel,
      proxy((next: OwnFilesView) => !isOver && show(next)),
    );
    void work.setSessionStart(sessionStartMs);
    void work.want(wanted);
    return work;
  };
  const watch = async (handle: AskableHandle) => {
    folder = handle;
    // The origin's private folders need no permission, and browsers without the question grant it with the choice.
    const state = (await handle.queryPermission?.({ mode: "read" }).catch(() => "granted" as const)) ?? "granted";
    if (!isOver) void start().watch(handle, state === "granted");
  };
  void rememberedFolder(channel.channelKey).then((handle) => {
    if (handle !== null && folder === null && !isOver) void watch(handle);
  });

  return {
    get view() {
      return view;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    add(origins) {
      for (const origin of origins) void start().add(`file:${++files}`, origin);
    },
    remove: (id) => void running?.work.remove(id),
    setBegin(id, beginMs) {
      begins.set(id, beginMs);
      show(view);
      void running?.work.setBegin(id, beginMs);
    },
    async pictureAt(id, offsetMs) {
      return running === null ? null : answers.wait(running.work.pictureAt(id, offsetMs)).catch(() => null);
    },
    async watchFolder(handle) {
      await rememberFolder(channel.channelKey, handle).catch(() => undefined);
      await watch(handle);
    },
    async allowFolder() {
      if (folder === null) return;
      await folder.requestPermission?.({ mode: "read" }).catch(() => "denied" as const);
      await watch(folder);
    },
    async forgetFolder() {
      folder = null;
      await forgetFolder(channel.channelKey).catch(() => undefined);
      await running?.work.watch(null, false);
    },
    want(ranges) {
      if (JSON.stringify(ranges) === JSON.stringify(wanted)) return;
      wanted = ranges;
      void running?.work.want(ranges);
    },
    setSessionStart(startedAtMs) {
      if (startedAtMs === sessionStartMs) return;
      sessionStartMs = startedAtMs;
      void running?.work.setSessionStart(startedAtMs);
    },
    destroy() {
      isOver = true;
      running?.worker.terminate();
      answers.end(new Error("The page was closed."));
      listeners.clear();
    },
  };
}
