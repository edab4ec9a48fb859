// The chart of a page that opens: the newest minutes from the channel's listener, which tells new seconds from now on, and
// those before, which the listener has forgotten, from the kept counts of the session.
import { emptyFeed, type Feed } from "#core/channel/feed.ts";
import type { SecondCounts } from "#core/channel/second-counts.ts";
import { countsOfMinutes } from "#core/session/counts-of-minutes.ts";
import type { Session } from "#core/session/session.ts";
import { listenerStub } from "../stubs.ts";
import type { MonitorStorage } from "./monitor-storage.ts";
import type { SessionArchive } from "./session-archive.ts";

const chartMs = 10 * 60_000;

interface Watched {
  readonly env: Pick<Env, "Listener">;
  readonly storage: Pick<MonitorStorage, "channel" | "feed" | "sessionState">;
  readonly archive: Pick<SessionArchive, "minutesSince">;
}

export async function watchChannel({
  env,
  storage,
  archive,
}: Watched): Promise<{ counts: SecondCounts[]; feed: Feed }> {
  const { channel, feed, sessionState } = storage;
  if (!channel) return { counts: [], feed: emptyFeed };
  const fromMs = Date.now() - chartMs;
  const heard = await listenerStub(env, channel.listener)
    .watch(channel.channelId, fromMs)
    .catch((error: unknown) => {
      // The page is worth opening with what is kept; the listener's next report brings the rest.
      console.error(JSON.stringify({ event: "watch_failed", listener: channel.listener, error: String(error) }));
      return { counts: [], feed };
    });
  // A second that the listener leaves out after those it tells is unknown to it: it was heard and lost, or never came.
  const toldFromMs = heard.counts[0]?.atMs ?? Date.now();
  return { ...heard, counts: [...keptCounts(sessionState.session, archive, fromMs, toldFromMs), ...heard.counts] };
}

/** A minute in which a broadcast ended and the next began is kept whole; only what is the session's own is told. */
function keptCounts(
  session: Session | null,
  archive: Pick<SessionArchive, "minutesSince">,
  fromMs: number,
  toMs: number,
): SecondCounts[] {
  if (session === null) return [];
  const beginMs = Math.max(fromMs, session.startedAtMs);
  return countsOfMinutes(archive.minutesSince(session.id, beginMs), beginMs, toMs);
}
