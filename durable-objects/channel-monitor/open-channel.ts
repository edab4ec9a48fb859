// What a page of a channel begins with, gathered from the monitor, its desk and its listener.
import type { ServerMessage } from "#core/live/live-message.ts";
import { attempt } from "#core/outcome.ts";
import type { ChannelOverview } from "../rpc/channel-monitor-rpc.ts";
import { deskStub } from "../stubs.ts";
import type { ChannelLedger } from "./channel-ledger.ts";
import type { Feedback } from "./feedback.ts";
import type { MonitorStorage } from "./monitor-storage.ts";
import type { SessionArchive } from "./session-archive.ts";
import { watchChannel } from "./watch-channel.ts";

export interface OpenChannel {
  readonly env: Pick<Env, "ClipDesk" | "Listener">;
  readonly storage: MonitorStorage;
  readonly archive: Pick<SessionArchive, "minutesSince">;
  readonly ledger: Pick<ChannelLedger, "channel">;
  readonly feedback: Feedback;
}

/** Throws `unknown_channel`. */
export async function channelOverview({
  env,
  storage,
  ledger,
}: Omit<OpenChannel, "feedback" | "archive">): Promise<ChannelOverview> {
  const desk = deskStub(env, ledger.channel());
  const [jobs, candidates] = await Promise.all([desk.jobs(), desk.pendingCandidates()]);
  const { session } = storage.sessionState;
  const moments = session ? storage.moments(session.id) : [];
  return { channel: ledger.channel(), settings: storage.settings, session, moments, jobs, candidates };
}

/** The first messages of a page, or the code of why there are none. */
export async function firstMessages(
  source: OpenChannel,
  recorders: Extract<ServerMessage, { type: "snapshot" }>["recorders"],
): Promise<ServerMessage[] | string> {
  const heard = await watchChannel(source);
  const outcome = await attempt(() => channelOverview(source));
  if (!outcome.ok) return outcome.code;
  return [
    { type: "snapshot", serverNowMs: Date.now(), ...outcome.value, ...heard, recorders },
    { type: "feedback", feedback: source.feedback.now() },
  ];
}
