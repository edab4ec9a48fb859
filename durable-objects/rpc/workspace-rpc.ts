// What the workspace answers to: the door asks who somebody is, objects ask for what all channels share.
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";
import type { ChannelRef, Platform } from "#core/channel/channel-ref.ts";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import type { Channel } from "#core/channel/channel.ts";
import type { ClipFlags, FlagsPatch } from "#core/clips/board/clip-flags.ts";
import type { Observability } from "#core/clips/board/observability.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { DownloadAllowance } from "#core/clips/twitch/download-allowance.ts";
import type { Identity, Member, Role } from "#core/members/member.ts";
import type { Outcome } from "#core/outcome.ts";

export interface AssignedChannel extends Channel {
  /** `platform:shard`. */
  readonly listener: string;
}

/** What a desk tells the board and the monitor: the newest state of what has changed. */
export interface ClipNote {
  readonly candidates: readonly CandidateState[];
  readonly jobs: readonly ClipJob[];
}

export interface WorkspaceRpc {
  /** Throws nothing: `not_a_member` is an outcome. The token is for the person's cookie alone. */
  signIn(identity: Identity): Promise<Outcome<{ token: string; expiresAtMs: number }>>;
  signOut(token: string): Promise<void>;
  memberOf(token: string): Promise<Member | null>;
  /** Who holds the sessions of these hashes, in their order; null for one that has ended. */
  membersBySession(tokenHashes: readonly string[]): (Member | null)[];
  members(): Member[];
  addMember(platform: Platform, login: string, role: Role): Promise<Outcome<Member>>;
  /** `key` is a `memberId`. */
  removeMember(platform: Platform, key: string): Promise<Outcome<void>>;
  /** Adds a channel, or finds it if it is there, and tells its monitor, which tells its listener. */
  addChannel(channel: Channel): Promise<AssignedChannel>;
  removeChannel(channel: ChannelRef): Promise<void>;
  channels(): AssignedChannel[];
  findChannel(platform: Platform, login: string): AssignedChannel | null;
  summaries(): ChannelSummary[];
  /** From a channel's monitor; a lost one is replaced by the next. */
  summarise(channel: ChannelRef, summary: ChannelSummary): void;
  /** `rejected` is a token the platform no longer takes. */
  appToken(platform: Platform, rejected: string | null): Promise<Outcome<string>>;
  /** What a desk decides by; it asks anew for each decision. */
  clipContext(channel: ChannelRef): ClipContext;
  /** From a channel's desk, possibly more than once. */
  noteClips(channel: ChannelRef, note: ClipNote): Promise<void>;
  board(): { candidates: CandidateState[]; jobs: ClipJob[] };
  flags(): ClipFlags;
  /** Acts at once: every desk is woken and asks for the switches anew. One that is missed is woken by the cron tick. */
  changeFlags(patch: FlagsPatch): Promise<Outcome<ClipFlags>>;
  accounts(): ConnectedAccount[];
  /** From the account itself, possibly more than once. */
  accountChanged(account: ConnectedAccount): Promise<void>;
  accountGone(userId: string): Promise<void>;
  /** Ids of the Twitch channels whose broadcaster has connected: their events may be subscribed to. */
  eventSubChannels(): string[];
  /** Some of the application's download requests a minute; fewer than asked for when it is used up. */
  takeDownloads(count: number): DownloadAllowance;
  /** From an object whose outbox holds messages that nobody will ever take: how many. */
  noteSetAside(object: string, count: number): Promise<void>;
  observability(): Observability;
  /** Wakes everything that lives by an alarm, so that one that was lost is armed again. */
  wakeAll(): Promise<void>;
}
