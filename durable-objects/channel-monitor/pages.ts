// The pages connected to a monitor: who they are, what they record, and how a message reaches all of them.
import type { Connection } from "partyserver";
import type { RecorderReport, ServerMessage } from "#core/live/live-message.ts";

/** What a connection carries across hibernation. */
export interface PageState {
  readonly pageId: string;
  readonly report: RecorderReport | null;
}

/** A channel watched by more pages than this is a mistake or an attack; further ones are refused. */
export const maxPages = 100;

export function sendTo(connection: Connection, message: ServerMessage): void {
  try {
    connection.send(JSON.stringify(message));
  } catch {
    // The socket closed between being listed and being written to; its page will ask for a snapshot when it is back.
  }
}

export function sendToAll(connections: Iterable<Connection>, message: ServerMessage): void {
  const text = JSON.stringify(message);
  for (const connection of connections) {
    try {
      connection.send(text);
    } catch {
      // As above.
    }
  }
}

export function recorderReports(connections: Iterable<Connection>): RecorderReport[] {
  const reports = new Map<string, RecorderReport>();
  for (const connection of connections) {
    const state = connection.state as PageState | null;
    if (state?.report) reports.set(state.pageId, state.report);
  }
  return [...reports.values()];
}
