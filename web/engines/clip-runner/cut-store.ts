// Keeps finished cuts on disk until they are uploaded, so that a reload goes on with the upload instead of cutting again.
import { z } from "zod";
import { footageLackSchema, type FootageLack } from "#core/recording/footage-lack.ts";
import { hex } from "#core/text/hex.ts";
import { parseJson } from "#core/text/parse-json.ts";

export interface StoredCut {
  readonly file: Blob;
  readonly poster: Blob | null;
  readonly durationMs: number;
  readonly lacks: FootageLack;
  /** Of the file, hexadecimal. */
  readonly sha256: string;
}

const folderName = "cuts";
/** A job lives a day at most; a cut that is older belongs to none. */
const maxAgeMs = 24 * 3_600_000;
const noteSchema = z.object({
  durationMs: z.number().positive(),
  lacks: footageLackSchema,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().positive(),
  range: z.string().max(60),
});
type Cut = Pick<StoredCut, "file" | "poster" | "durationMs" | "lacks">;

/** Null when the job has no finished cut of this `range` here. */
export async function loadCut(jobId: string, range: string): Promise<StoredCut | null> {
  const folder = await openCuts();
  const [note, file, poster] = await Promise.all(
    ["json", "mp4", "jpg"].map((kind) => open(folder, nameOf(jobId, kind))),
  );
  if (!note || !file) return null;
  const read = noteSchema.safeParse(parseJson(await note.text().catch(() => ""))).data;
  if (read === undefined || read.bytes !== file.size || read.range !== range) return null;
  return { file, poster: poster ?? null, durationMs: read.durationMs, lacks: read.lacks, sha256: read.sha256 };
}

/** The note is written last: without it the cut does not count as finished. */
export async function storeCut(
  jobId: string,
  range: string,
  { file, poster, durationMs, lacks }: Cut,
): Promise<StoredCut> {
  const sha256 = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  try {
    const folder = await openCuts();
    await write(folder, nameOf(jobId, "mp4"), file);
    if (poster !== null) await write(folder, nameOf(jobId, "jpg"), poster);
    await write(folder, nameOf(jobId, "json"), JSON.stringify({ durationMs, lacks, sha256, bytes: file.size, range }));
  } catch {
    // Without room on disk the cut is uploaded from memory; only a reload would then cost a second cut.
    await removeCut(jobId);
    return { file, poster, durationMs, lacks, sha256 };
  }
  return (await loadCut(jobId, range)) ?? { file, poster, durationMs, lacks, sha256 };
}

export async function removeCut(jobId: string): Promise<void> {
  const folder = await openCuts();
  for (const kind of ["json", "mp4", "jpg"]) await folder.removeEntry(nameOf(jobId, kind)).catch(() => undefined);
}

/** Deletes what no job can want any more. */
export async function pruneCuts(nowMs: number): Promise<void> {
  const folder = await openCuts();
  const old: string[] = [];
  for await (const [name, entry] of folder.entries()) {
    if (entry.kind === "file" && nowMs - (await (entry as FileSystemFileHandle).getFile()).lastModified > maxAgeMs)
      old.push(name);
  }
  for (const name of old) await folder.removeEntry(name).catch(() => undefined);
}

async function openCuts(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(folderName, { create: true });
}

/** Job ids come from the server and become file names. */
function nameOf(jobId: string, kind: string): string {
  return `${jobId.replaceAll(/[^\w-]/g, "_")}.${kind}`;
}

async function open(folder: FileSystemDirectoryHandle, name: string): Promise<File | null> {
  const handle = await folder.getFileHandle(name).catch(() => null);
  return handle === null ? null : handle.getFile().catch(() => null);
}

async function write(folder: FileSystemDirectoryHandle, name: string, content: Blob | string): Promise<void> {
  const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await stream.write(content);
  await stream.close();
}
