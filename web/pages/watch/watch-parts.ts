// The watch page's state in parts, so that what shows one of them is drawn anew only when that part changes.
import { computed, type ReadonlySignal } from "@preact/signals";
import type { WatchState } from "./watch-state.ts";

export type WatchParts = { readonly [Part in keyof WatchState]: ReadonlySignal<WatchState[Part]> };

export function partsOf(state: ReadonlySignal<WatchState>): WatchParts {
  const part = <Name extends keyof WatchState>(name: Name) => computed(() => state.value[name]);
  return {
    channel: part("channel"),
    settings: part("settings"),
    session: part("session"),
    feed: part("feed"),
    counts: part("counts"),
    moments: part("moments"),
    jobs: part("jobs"),
    candidates: part("candidates"),
    recorders: part("recorders"),
    feedback: part("feedback"),
    clockOffsetMs: part("clockOffsetMs"),
  };
}
