// A part of what the dashboard knows, so that a section is drawn anew only when its own part changes.
import type { BoardState } from "./board-state.ts";
import type { DashboardStore } from "./dashboard-store.ts";

/** To be read inside a computed signal. Null before the first snapshot. */
export function boardSlice<T>(store: DashboardStore, part: (board: BoardState) => T): T | null {
  const board = store.board.value;
  return board.status === "ready" ? part(board.value) : null;
}
