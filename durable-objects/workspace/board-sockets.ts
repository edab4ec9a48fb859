// The open dashboards: each begins with a snapshot, then hears what changes. Channels change all the time, so those that
// changed are told of together, at most once a second.
import type { Connection } from "partyserver";
import { channelKey, type ChannelRef } from "#core/channel/channel-ref.ts";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import type { BoardMessage } from "#core/live/board-message.ts";
import { placeRefusal } from "#core/live/socket-places.ts";
import { memberKey } from "#core/members/member.ts";
import { sessionToken } from "#core/members/session-token.ts";
import { sha256OfText } from "../../adapters/sha256.ts";
import { atMostEachSecond } from "../at-most-each-second.ts";
import { logWarning } from "../log-warning.ts";
import { sendText } from "../send-text.ts";
import type { Members } from "./members.ts";

/** What a connection carries across hibernation: whose session it belongs to. */
export interface DashboardState {
  readonly tokenHash: string;
  readonly member: string;
}

type Dashboard = Connection<DashboardState>;

/** More dashboards than this are a mistake or an attack; further ones are refused. */
const maxDashboards = 200;

export interface BoardSocketsOptions {
  readonly connections: () => Iterable<Dashboard>;
  readonly members: Pick<Members, "signedIn">;
  readonly summaries: () => readonly ChannelSummary[];
}

export class BoardSockets {
  readonly #options: BoardSocketsOptions;
  readonly #changed = new Set<string>();
  readonly #channelsChanged = atMostEachSecond(() => this.#tellChannels());

  constructor(options: BoardSocketsOptions) {
    this.#options = options;
  }

  /** The door has asked who it is; asked again here, because a socket ends with the session that opened it. Never throws. */
  async open(dashboard: Dashboard, request: Request, snapshot: () => BoardMessage): Promise<void> {
    try {
      const tokenHash = await sha256OfText(sessionToken(request.headers.get("cookie")) ?? "");
      const signedIn = this.#options.members.signedIn(tokenHash);
      const member = signedIn ? memberKey(signedIn) : null;
      if (member === null) return dashboard.close(4401, "sign in first");
      const others = this.#open().flatMap(({ state }) => state?.member ?? []);
      const refusal = placeRefusal(others, member, maxDashboards);
      if (refusal !== null) return dashboard.close(1013, refusal);
      dashboard.setState({ tokenHash, member });
      sendText(dashboard, JSON.stringify(snapshot()));
    } catch (error) {
      // What is thrown would be sent to the page.
      logWarning("dashboard_not_opened", error);
      dashboard.close(1011);
    }
  }

  tell(message: BoardMessage): void {
    const text = JSON.stringify(message);
    for (const dashboard of this.#open()) sendText(dashboard, text);
  }

  /** A channel is told of as it is when the message goes out. */
  channelChanged(channel: ChannelRef): void {
    if (this.#open().length === 0) return;
    this.#changed.add(channelKey(channel));
    this.#channelsChanged();
  }

  /** Closes the sockets of sessions that have ended. */
  closeEnded(): void {
    for (const dashboard of this.#open()) {
      const hash = dashboard.state?.tokenHash;
      if (hash !== undefined && !this.#options.members.signedIn(hash)) dashboard.close(4401, "sign in first");
    }
  }

  /** A dashboard only listens; each message it sent would cost the one object that all of them share. */
  refuseMessage(dashboard: Dashboard): void {
    dashboard.close(1008, "nothing is taken here");
  }

  /** Those that have been let in. */
  #open(): Dashboard[] {
    return [...this.#options.connections()].filter(({ state }) => state !== null);
  }

  #tellChannels(): void {
    const channels = this.#options.summaries().filter((summary) => this.#changed.has(channelKey(summary)));
    this.#changed.clear();
    this.tell({ type: "channels", channels });
  }
}
