// The open pages of a monitor: each begins with a snapshot, then hears everything that happened since it was begun.
import type { Connection, WSMessage } from "partyserver";
import { pageMessageSchema, type ServerMessage } from "#core/live/live-message.ts";
import { parseJson } from "#core/text/parse-json.ts";
import { maxPages, type PageState, recorderReports, sendTo, sendToAll } from "./pages.ts";

/** Longer than any message a page has to send. */
const maxMessageChars = 10_000;

export class PageSockets {
  readonly #connections: () => Iterable<Connection<PageState>>;
  /** Pages that wait for their snapshot, with what has happened meanwhile. */
  readonly #opening = new Map<string, ServerMessage[]>();

  constructor(connections: () => Iterable<Connection<PageState>>) {
    this.#connections = connections;
  }

  get isWatched(): boolean {
    return [...this.#connections()].length > 0;
  }

  tell(message: ServerMessage): void {
    for (const missed of this.#opening.values()) missed.push(message);
    sendToAll(
      [...this.#connections()].filter((connection) => !this.#opening.has(connection.id)),
      message,
    );
  }

  /** `begin` gives the messages a page begins with, or the code of why it cannot. */
  async open(
    connection: Connection<PageState>,
    pageId: string,
    begin: (recorders: ReturnType<typeof recorderReports>) => Promise<ServerMessage[] | string>,
  ): Promise<void> {
    if ([...this.#connections()].length > maxPages) return connection.close(1013, "too many pages");
    connection.setState({ pageId: pageId.slice(0, 64), report: null });
    this.#opening.set(connection.id, []);
    try {
      const first = await begin(recorderReports(this.#connections()));
      if (typeof first === "string") return connection.close(4404, first);
      for (const message of [...first, ...(this.#opening.get(connection.id) ?? [])]) sendTo(connection, message);
    } finally {
      this.#opening.delete(connection.id);
    }
  }

  /** What a page says of its recorder; anything else is dropped. */
  take(connection: Connection<PageState>, message: WSMessage): void {
    const parsed = pageMessageSchema.safeParse(parseMessage(message));
    const pageId = (connection.state as PageState | null)?.pageId;
    if (!parsed.success || pageId === undefined) return;
    connection.setState({ pageId, report: { ...parsed.data.report, pageId } });
    this.tell({ type: "recorders", recorders: recorderReports(this.#connections()) });
  }

  left(closed: Connection): void {
    const others = [...this.#connections()].filter((connection) => connection.id !== closed.id);
    sendToAll(others, { type: "recorders", recorders: recorderReports(others) });
  }
}

function parseMessage(message: WSMessage): unknown {
  if (typeof message !== "string" || message.length > maxMessageChars) return null;
  return parseJson(message);
}
