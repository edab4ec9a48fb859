// Asks the person for files or a folder by the browser's own dialogs.
import type { FileOrigin } from "../../engines/files/file-bytes.ts";

/** Chromium's part of the File System Access specification, which the language's types lack. */
const pickers = globalThis as {
  showOpenFilePicker?: (options: object) => Promise<FileSystemFileHandle[]>;
  showDirectoryPicker?: (options: object) => Promise<FileSystemDirectoryHandle>;
};

const accepted = { "video/*": [".mp4", ".m4v", ".mov", ".mkv", ".webm", ".ts", ".m2ts", ".flv"] } as const;
export const acceptedNames = accepted["video/*"].join(",");

export const canChooseFolder = pickers.showDirectoryPicker !== undefined;

/** Handles where the browser gives them: a file that still grows can then be read again. Null asks for an input instead. */
export async function chooseFiles(): Promise<readonly FileOrigin[] | null> {
  if (pickers.showOpenFilePicker === undefined) return null;
  return pickers
    .showOpenFilePicker({ id: "footage", multiple: true, types: [{ description: "Videos", accept: accepted }] })
    .catch(unlessGivenUp([]));
}

/** Null when the person has closed the dialog. */
export async function chooseFolder(): Promise<FileSystemDirectoryHandle | null> {
  return (await pickers.showDirectoryPicker?.({ id: "obs", mode: "read" }).catch(unlessGivenUp(null))) ?? null;
}

function unlessGivenUp<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (error instanceof DOMException && error.name === "AbortError") return value;
    throw error;
  };
}
