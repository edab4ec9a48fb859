// What a channel's monitor answers to: its listener reports, its desk tells of jobs and verdicts, people change settings.
import type { ChannelFeedback } from "#core/channel/channel-feedback.ts";
import type { ChannelSettings } from "#core/channel/channel-settings.ts";
import type { Channel } from "#core/channel/channel.ts";
import type { Feed } from "#core/channel/feed.ts";
import type { SecondCounts } from "#core/channel/second-counts.ts";
import type { SettingsPatch } from "#core/channel/settings-patch.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { RelaySettings } from "#core/relay/relay-settings.ts";
import type { RelayUse } from "#core/relay/relay-use.ts";
import type { ListenerReport } from "#core/listener/listener-report.ts";
import type { Moment, TimeRange } from "#core/moments/moment.ts";
import type { Verdict } from "#core/moments/trigger-weights.ts";
import type { RefusedMessage } from "#core/outbox/refused-message.ts";
import type { Outcome } from "#core/outcome.ts";
import type { SessionCountsEntry } from "#core/session/session-counts.ts";
import type { Session } from "#core/session/session.ts";
import type { ClipNote } from "./workspace-rpc.ts";

/** What the page of a channel begins with. */
export interface ChannelOverview {
  readonly channel: Channel;
  readonly settings: ChannelSettings;
  readonly session: Session | null;
  readonly moments: Moment[];
  readonly jobs: ClipJob[];
  /** What waits for approval, oldest first. */
  readonly candidates: CandidateState[];
}

/** The counts of a session that is not stored yet, as JSON because they are many; or that the store has them. */
export type SessionCountsAnswer = { readonly status: "here"; readonly json: string } | { readonly status: "stored" };

/** What may be sent through the deployment for a channel, and how much has been. */
export interface RelayState {
  readonly hlsUrl: string | null;
  /** Null where nobody has allowed anything. */
  readonly relay: RelaySettings | null;
  readonly use: RelayUse;
}

export interface ChannelMonitorRpc {
  /** From the workspace: which channel this is and who hears it. */
  configure(channel: Channel, listener: string): Promise<void>;
  /** From the workspace: the channel has been removed. */
  remove(): Promise<void>;
  /** From the workspace's clock: an alarm that was lost is armed again, and an ended session that was missed is found. */
  wake(): Promise<void>;
  /** From the workspace: sessions have ended, and with them the sockets they opened. */
  sessionsEnded(): void;
  /** From the listener, possibly more than once. Returns whether a page watches. */
  receive(reports: readonly ListenerReport[]): Promise<boolean>;
  /** From the listener, each second while a page watches; false when nobody does any more. */
  pushCounts(counts: SecondCounts[], feed: Feed): boolean;
  /** From the desk, possibly more than once. */
  noteClips(note: ClipNote): Promise<void>;
  overview(): Promise<Outcome<ChannelOverview>>;
  changeSettings(patch: SettingsPatch): Promise<Outcome<ChannelSettings>>;
  /** What a person says of a moment; null takes it back. */
  judge(momentId: string, verdict: Verdict | null): Promise<Outcome<ChannelFeedback>>;
  /** From the desk: candidates a person has approved or rejected, possibly more than once. */
  candidatesJudged(verdicts: readonly { momentId: string; verdict: Verdict }[]): Promise<void>;
  /** A person asks for a clip of `range`. `requestId` makes a repeated request the same clip. */
  clipNow(
    range: TimeRange,
    title: string | null,
    by: string,
    requestId: string,
  ): Promise<Outcome<{ moment: Moment; job: ClipJob | null }>>;
  relayState(): RelayState;
  /** From the relay, for each request, which is counted. */
  admitRelayed(): RelayState;
  /** From the relay, while a body passes and at its end. False when no more may come. */
  noteRelayed(bytes: number): boolean;
  /** The sessions whose counts are kept, newest first. */
  countedSessions(): SessionCountsEntry[];
  /** Null when nothing was kept of this session. */
  sessionCounts(sessionId: string): SessionCountsAnswer | null;
  /** From the consumer of the records queue: these have reached the database. */
  acknowledge(outboxIds: readonly number[]): void;
  /** From the consumer of the dead letters: the database will never take these. */
  setAside(refused: readonly RefusedMessage[]): Promise<void>;
}
