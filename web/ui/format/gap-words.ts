// Why footage is missing, in words that follow its length: `42 s missing: the recorder was not running`.
import type { Gap } from "#core/recording/piece.ts";

const words: Record<Gap["reason"], string> = {
  left_playlist: "it left the playlist too soon",
  fetch_failed: "it could not be fetched",
  unreadable: "it was no video that can be read",
  no_key: "it was encrypted, and the key was refused",
  source_silent: "the source sent nothing",
  disk_full: "there was no room on disk",
  recorder_stopped: "the recorder was not running",
  share_ended: "the tab was not shared",
};

export function gapWords({ reason }: Pick<Gap, "reason">): string {
  return words[reason];
}
