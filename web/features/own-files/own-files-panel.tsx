// "Use my own recording": where a person gives video files or a folder of theirs, and sees what became of each.
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Moment } from "#core/moments/moment.ts";
import type { OwnFiles, OwnFilesView } from "../../engines/files/files.types.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { acceptedNames, canChooseFolder, chooseFiles, chooseFolder } from "./choose-files.ts";
import { OwnFileCard } from "./own-file-card.tsx";
import type { StreamTimes } from "./own-file-words.ts";
import { useMediaDrop } from "./use-media-drop.ts";
import "./own-files.css";

interface Props {
  readonly files: Pick<
    OwnFiles,
    "add" | "remove" | "setBegin" | "pictureAt" | "watchFolder" | "allowFolder" | "forgetFolder"
  >;
  readonly view: ReadonlySignal<OwnFilesView>;
  readonly stream: ReadonlySignal<StreamTimes | null>;
  readonly moments: ReadonlySignal<readonly Moment[]>;
}

export function OwnFilesPanel({ files, view, stream, moments }: Props) {
  const isOpen = useSignal(false);
  const problem = useSignal<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  /** The browser's dialogs refuse with words for programmers. */
  const told = async (work: () => Promise<void>) => {
    problem.value = null;
    try {
      await work();
    } catch {
      problem.value = "The browser did not allow this. Dropping the file here works, too.";
    }
  };
  const isOver = useMediaDrop(({ files: dropped, folders }) => {
    isOpen.value = true;
    files.add(dropped);
    const [folder] = folders;
    if (folder) void told(() => files.watchFolder(folder));
  });
  const { files: list, folder } = view.value;
  const isShown = isOpen.value || isOver.value || folder.status === "asks" || folder.status === "gone";
  return (
    <details
      class={`own-files panel ${isOver.value ? "drop" : ""}`}
      open={isShown}
      onToggle={(event) => (isOpen.value = event.currentTarget.open)}
    >
      <summary>
        <span>Use my own recording</span>
        <span class="own-files-count">{summaryOf(view.value)}</span>
      </summary>
      <div class="own-files-body">
        <p class="own-files-note">
          Drop a video file anywhere on this page, or choose one: a recording or a replay of OBS, a download of the
          stream. It is read where it lies, of any size and while it is still recorded, and is sent nowhere. Clips are
          cut from it without loss.
        </p>
        <div class="row">
          <BusyButton
            onPress={() =>
              told(async () => {
                const chosen = await chooseFiles();
                if (chosen === null) input.current?.click();
                else files.add(chosen);
              })
            }
          >
            Choose files
          </BusyButton>
          {canChooseFolder && folder.status === "none" && (
            <BusyButton
              onPress={() =>
                told(async () => {
                  const chosen = await chooseFolder();
                  if (chosen !== null) await files.watchFolder(chosen);
                })
              }
            >
              Watch the OBS folder
            </BusyButton>
          )}
          <input
            ref={input}
            type="file"
            class="visually-hidden"
            tabIndex={-1}
            multiple
            accept={acceptedNames}
            aria-label="Video files"
            onChange={(event) => {
              files.add([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = "";
            }}
          />
        </div>
        {!canChooseFolder && (
          <p class="own-files-note">
            This browser cannot watch a folder; Chrome and Edge on a computer can. Dropping a file works here, too.
          </p>
        )}
        {problem.value !== null && (
          <p class="problem" role="alert">
            {problem.value}
          </p>
        )}
        {folder.status !== "none" && (
          <div class="row own-files-folder" role="status">
            <span>
              <span class={`dot ${folder.status === "watched" ? "good" : "warn"}`} aria-hidden="true" /> Folder{" "}
              <b>{folder.name}</b>: {folderWords[folder.status]}
            </span>
            {folder.status === "asks" && (
              <BusyButton class="primary compact" onPress={() => told(files.allowFolder)}>
                Allow the folder
              </BusyButton>
            )}
            <BusyButton class="quiet compact" onPress={() => told(files.forgetFolder)}>
              Forget it
            </BusyButton>
          </div>
        )}
        {list.length > 0 && (
          <ul class="own-files-list">
            {list.map((file) => (
              <li key={file.id}>
                <OwnFileCard file={file} files={files} stream={stream} moments={moments} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}

const folderWords = {
  asks: "the browser wants your permission again.",
  watched: "new recordings and replays are taken by themselves.",
  gone: "it is no longer where it was, or its disk is away. It is looked for every few seconds.",
} as const;

function summaryOf({ files, folder }: OwnFilesView): string {
  const troubled = files.filter(({ problem }) => problem !== null).length;
  const parts = [
    folder.status === "watched" ? "a folder is watched" : "",
    files.length === 0 ? "" : files.length === 1 ? "1 file" : `${files.length} files`,
    troubled === 0 ? "" : `${troubled} with a problem`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "of OBS, or a download" : parts.join(", ");
}
