// The open dashboards: each begins with a snapshot, then hears what changes. Channels change all the time, so those that
// changed are told of together, at most once a second.
import type { Connection } from "partyserver";
import { channelsWaitMs } from "#core/live/channels-wait.ts";
import { channelKey, type ChannelRef } from "#core/channel/channel-ref.ts";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import type { BoardMessage } from "#core/live/board-message.ts";
import { sessionToken } from "#core/members/session-token.ts";
import { hashOf, type Members } from "./members.ts";

/** What a connection carries across hibernation: whose session it belongs to. */
export interface DashboardState {
  readonly tokenHash: string;
}

/** More dashboards than this are a mistake or an attack; further ones are refused. */
const maxDashboards = 200;

interface BoardParts {
  readonly connections: () => Iterable<Connection<DashboardState>>;
  readonly members: Pick<Members, "signedIn">;
  readonly summaries: () => readonly ChannelSummary[];
}

export class BoardSockets {
  readonly #parts: BoardParts;
  readonly #changed = new Set<string>();
  #isWaiting = false;
  #toldAtMs = 0;

  constructor(parts: BoardParts) {
    this.#parts = parts;
  }

  /** The door has asked who it is; asked again here, because a socket ends with the session that opened it. */
  async open(connection: Connection<DashboardState>, request: Request, snapshot: () => BoardMessage): Promise<void> {
    const tokenHash = await hashOf(sessionToken(request.headers.get("cookie")) ?? "");
    if (!this.#parts.members.signedIn(tokenHash)) return connection.close(4401, "sign in first");
    if ([...this.#parts.connections()].length > maxDashboards) return connection.close(1013, "too many pages");
    connection.setState({ tokenHash });
    send(connection, JSON.stringify(snapshot()));
  }

  tell(message: BoardMessage): void {
    const text = JSON.stringify(message);
    for (const connection of this.#parts.connections()) send(connection, text);
  }

  /**
   * A channel is told of as it is when the message goes out. One that waits is lost with the object, and so are the
   * sockets it was for: they come back for a snapshot.
   */
  channelChanged(channel: ChannelRef): void {
    if ([...this.#parts.connections()].length === 0) return;
    this.#changed.add(channelKey(channel));
    if (this.#isWaiting) return;
    const waitMs = channelsWaitMs(this.#toldAtMs, Date.now());
    if (waitMs === 0) return this.#tellChannels();
    this.#isWaiting = true;
    setTimeout(() => this.#tellChannels(), waitMs);
  }

  /** Closes the sockets of sessions that have ended. */
  closeEnded(): void {
    for (const connection of this.#parts.connections()) {
      const hash = connection.state?.tokenHash;
      if (hash !== undefined && !this.#parts.members.signedIn(hash)) connection.close(4401, "sign in first");
    }
  }

  #tellChannels(): void {
    this.#isWaiting = false;
    this.#toldAtMs = Date.now();
    const channels = this.#parts.summaries().filter((summary) => this.#changed.has(channelKey(summary)));
    this.#changed.clear();
    this.tell({ type: "channels", channels });
  }
}

function send(connection: Connection, text: string): void {
  try {
    connection.send(text);
  } catch {
    // The socket closed between being listed and being written to; its page asks for a snapshot when it is back.
  }
}
