// What is said of the room for recordings: how much there is, what goes next, what went and why.
import type { FreedStretch } from "#core/recording/freed-footage.ts";
import type { NextToGo } from "#core/recording/next-to-go.ts";
import type { Persistence } from "../../engines/recordings/persistence.ts";
import type { StorageStatus } from "../../engines/recordings/storage-status.ts";
import { formatBytes } from "../../ui/format/format-number.ts";
import { formatSpan } from "../../ui/format/format-span.ts";

const dayMs = 24 * 3_600_000;
const minute = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long" });
const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });

/** `7.2 GB of 20 GB used, about 5 h more`. */
export function usedWords({ usedBytes, budgetBytes, footageBytesPerMinute }: StorageStatus): string {
  const left = Math.max(0, budgetBytes - usedBytes);
  const more = footageBytesPerMinute === null ? "" : `, about ${spanOf(left, footageBytesPerMinute)} more`;
  return `${formatBytes(usedBytes)} of ${formatBytes(budgetBytes)} used${more}`;
}

/** A number of bytes as footage, at the pace of what is recorded; null where nothing is. */
export function hoursWords(bytes: number, footageBytesPerMinute: number | null): string | null {
  return footageBytesPerMinute === null ? null : `About ${spanOf(bytes, footageBytesPerMinute)} of this stream.`;
}

export function nextWords(next: NextToGo, ownName: string, nowMs: number): string {
  const when = next.inMs < 60_000 ? "within the next minute" : `in about ${formatSpan(next.inMs)}`;
  return `Next to go: ${stretchWords(next, ownName, nowMs)}, ${when}.`;
}

const causes: Record<FreedStretch["cause"], string> = {
  budget: "the budget was used up",
  disk_full: "the browser had no more room",
};

export function freedWords(freed: FreedStretch, ownName: string, nowMs: number): string {
  const clip = freed.wasPinned ? " A clip still needed it." : "";
  const at = minute.format(freed.atMs);
  return `Deleted at ${at}: ${stretchWords(freed, ownName, nowMs)} (${formatBytes(freed.bytes)}), because ${causes[freed.cause]}.${clip}`;
}

/** Sentences about what limits the ring besides the budget; none while nothing does. */
export function limitWords({ limitBytes, budgetBytes, keptBytes, pinnedBytes }: StorageStatus): string[] {
  const words: string[] = [];
  if (limitBytes !== null && limitBytes < budgetBytes)
    words.push(`This browser had no room for more than ${formatBytes(limitBytes)}, so the budget is not reached.`);
  if (keptBytes > 0) words.push(`${formatBytes(keptBytes)} is kept and never goes by itself.`);
  if (keptBytes >= budgetBytes) words.push("Kept recordings take the whole budget: only the last ten minutes stay.");
  if (pinnedBytes > 0)
    words.push(
      `${formatBytes(pinnedBytes)} stays for clips that are not made yet; it goes last, but before new footage is lost.`,
    );
  return words;
}

export const persistenceWords: Record<Persistence, string> = {
  persistent: "The browser keeps the recordings until you delete them.",
  evictable:
    "When this device runs out of room, the browser may delete the recordings without asking. It decides by itself whether to protect them: installing this page or allowing notifications helps.",
  cannot: "This browser does not let a page ask for protection of what it stores.",
};

/** `21:10–21:40 of Tuesday's stream`. */
function stretchWords(
  { recording, fromMs, toMs }: Pick<NextToGo, "recording" | "fromMs" | "toMs">,
  ownName: string,
  nowMs: number,
): string {
  const times = `${minute.format(fromMs)}–${minute.format(toMs)}`;
  if (recording === ownName) return `${times} of this recording`;
  const login = loginOf(recording);
  const of = login === loginOf(ownName) ? "stream" : `stream of ${login}`;
  return `${times} of ${dayWords(fromMs, nowMs)} ${of}`;
}

function dayWords(atMs: number, nowMs: number): string {
  const ageMs = nowMs - atMs;
  if (ageMs < 6 * dayMs && ageMs > -dayMs) {
    const day = weekday.format(atMs);
    return day === weekday.format(nowMs) ? "today's" : `${day}'s`;
  }
  return `the ${date.format(atMs)}`;
}

/** Recordings are named `{channel}_s{session}_{YYYYMMDD_HHMMSS}`. */
function loginOf(recording: string): string {
  return recording.replace(/_s\d+_\d{8}_\d{6}$/, "");
}

function spanOf(bytes: number, footageBytesPerMinute: number): string {
  return formatSpan((bytes / footageBytesPerMinute) * 60_000);
}
