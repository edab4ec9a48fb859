// Where an exported file goes: to the place a person picks, or where the browser knows no picker, through its own storage
// into the downloads.

export interface ExportPlace {
  readonly file: FileSystemFileHandle;
  /** `isWhole`: the file is there and may be handed over; else what is left of it goes. */
  finish(isWhole: boolean): Promise<void>;
}

type Picker = (options: object) => Promise<FileSystemFileHandle>;

const exportsFolder = "exports";

/** Null when the person thinks better of it. */
export async function chooseExportPlace(fileName: string): Promise<ExportPlace | null> {
  const { showSaveFilePicker: pick } = globalThis as { showSaveFilePicker?: Picker };
  if (pick === undefined) return throughStorage(fileName);
  const types = [{ description: "MP4 video", accept: { "video/mp4": [".mp4"] } }];
  const file = await pick({ suggestedName: fileName, types }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") return null;
    throw error;
  });
  return file && { file, finish: async () => undefined };
}

/** Nobody tells when a download is over, so the file stays until the next export. */
async function throughStorage(fileName: string): Promise<ExportPlace> {
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(exportsFolder, { recursive: true }).catch(() => undefined);
  const folder = await root.getDirectoryHandle(exportsFolder, { create: true });
  const file = await folder.getFileHandle(fileName, { create: true });
  return {
    file,
    async finish(isWhole) {
      if (!isWhole) return folder.removeEntry(fileName);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await file.getFile());
      link.download = fileName;
      link.click();
    },
  };
}
