// Between the loop and the recording: what the loop fetches is kept there, and where the loop goes on is read from it.
import { endMsOf } from "#core/recording/coverage.ts";
import type { Cursor } from "#core/recording/fetch-plan.ts";
import { beginLive, type LiveState } from "#core/recording/take-reading.ts";
import type { LiveStore } from "./record-live.ts";
import type { Recording } from "./recording.ts";

/** Enough to know again what the playlist still lists. */
const maxKnown = 2_000;

/** Goes on where the recording ends. `source` is the playlist it was last recorded from; null for a fresh one. */
export function beginFrom({ pieces, gaps }: Recording, source: string | null): LiveState {
  const known = pieces.slice(-maxKnown).flatMap(({ sequence, run, startMs, durationMs }): Cursor[] => {
    return sequence === null ? [] : [{ sequence, run, startMs, durationMs }];
  });
  const held = pieces.map((piece) => ({ fromMs: piece.startMs, toMs: endMsOf(piece) }));
  return beginLive(known, source, [...held, ...gaps]);
}

export function createLiveStore(recording: Recording, channelKey: string): LiveStore {
  return {
    async add(segment, media) {
      const kept = await recording.add(segment, media);
      return kept.status === "kept" ? null : kept.reason;
    },
    addGap: (gap) => recording.addGap(gap),
    addMark: (mark) => recording.addMark(mark),
    opened: (source) => recording.opened(channelKey, source, Date.now()),
  };
}
