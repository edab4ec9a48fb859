// What the page may ask of the worker that exports.

export interface ExportOrder {
  /** The recording. */
  readonly name: string;
  /** One file holds one configuration of its decoder. */
  readonly formatId: string;
  readonly to: FileSystemFileHandle;
}

/** `disk_full`: where it was to be written there is no room. */
export type ExportEnd = "done" | "cancelled" | "disk_full" | "failed";

export interface ExportWork {
  run(order: ExportOrder, onProgress: (fraction: number) => void): Promise<ExportEnd>;
  cancel(): void;
}
