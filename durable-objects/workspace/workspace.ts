// The one object of a deployment: members and sign-in, channels and the listener that hears each, app tokens, what all
// clip desks share, and the live board that every dashboard shows.
import { type Connection, type ConnectionContext, Server } from "partyserver";
import type { ConnectedAccount } from "#core/accounts/connected-account.ts";
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import type { ClipFlags, FlagsPatch } from "#core/clips/board/clip-flags.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { DownloadAllowance } from "#core/clips/twitch/download-allowance.ts";
import type { Observability } from "#core/clips/board/observability.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import type { Channel } from "#core/channel/channel.ts";
import type { Identity, Member, Role } from "#core/members/member.ts";
import { attempt, type Outcome } from "#core/outcome.ts";
import { channelKey, type ChannelRef, type Platform } from "#core/channel/channel-ref.ts";
import { parseConfig } from "../../adapters/config.ts";
import { armAlarm } from "../alarm.ts";
import type { AssignedChannel, ClipNote, WorkspaceRpc } from "../rpc/workspace-rpc.ts";
import { ControlPlane } from "./control-plane.ts";
import { AppTokens } from "./app-tokens.ts";
import { BoardSockets, type DashboardState } from "./board-sockets.ts";
import { Channels } from "./channels.ts";
import { Members } from "./members.ts";
import { tellListener, tellMonitors, wakeAll, wakeDesks } from "./wake-objects.ts";

export class Workspace extends Server<Env> implements WorkspaceRpc {
  static override options = { hibernate: true };
  readonly #members: Members;
  readonly #channels: Channels;
  readonly #tokens: AppTokens;
  readonly #control: ControlPlane;
  readonly #sockets: BoardSockets;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const config = parseConfig(env);
    this.#members = new Members(ctx.storage.sql, config.owner);
    this.#channels = new Channels(ctx.storage, env);
    this.#tokens = new AppTokens(config);
    this.#sockets = new BoardSockets({
      connections: () => this.getConnections<DashboardState>(),
      members: this.#members,
      summaries: () => this.summaries(),
    });
    this.#control = new ControlPlane(ctx.storage, (message) => this.#sockets.tell(message));
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  async signIn(identity: Identity): Promise<Outcome<{ token: string; expiresAtMs: number }>> {
    return attempt(() => this.#members.signIn(identity));
  }

  async signOut(token: string): Promise<void> {
    await this.#members.signOut(token);
    this.#sessionsEnded();
  }

  async memberOf(token: string): Promise<Member | null> {
    return this.#members.memberOf(token);
  }

  membersBySession(tokenHashes: readonly string[]): (Member | null)[] {
    return tokenHashes.map((tokenHash) => this.#members.signedIn(tokenHash));
  }

  members(): Member[] {
    return this.#members.list();
  }

  async addMember(platform: Platform, login: string, role: Role): Promise<Outcome<Member>> {
    return attempt(() => this.#members.add(platform, login, role));
  }

  async removeMember(platform: Platform, key: string): Promise<Outcome<void>> {
    return attempt(() => {
      this.#members.remove(platform, key);
      this.#sessionsEnded();
    });
  }

  /** Adds a channel, or finds it if it is there, and tells its monitor, which tells its listener. */
  async addChannel(channel: Channel): Promise<AssignedChannel> {
    const assigned = this.#channels.add(channel);
    this.#sockets.channelChanged(channel);
    await this.#settle(channelKey(channel));
    return assigned;
  }

  async removeChannel(channel: ChannelRef): Promise<void> {
    if (!this.#channels.remove(channel)) return;
    this.#control.forget(channel);
    this.#sockets.tell(this.#control.snapshot(this.summaries()));
    await this.#settle(channelKey(channel));
  }

  channels(): AssignedChannel[] {
    return this.#channels.list();
  }

  findChannel(platform: Platform, login: string): AssignedChannel | null {
    return this.#channels.find(platform, login);
  }

  summaries(): ChannelSummary[] {
    return this.#channels.summaries();
  }

  summarise(channel: ChannelRef, summary: ChannelSummary): void {
    if (this.#channels.summarise(channel, summary)) this.#sockets.channelChanged(channel);
  }

  async appToken(platform: Platform, rejected: string | null): Promise<Outcome<string>> {
    return attempt(() => this.#tokens.get(platform, rejected));
  }

  /** What a desk decides by; it asks anew for each decision. */
  clipContext(channel: ChannelRef): ClipContext {
    return this.#control.context(channel);
  }

  /** From a channel's desk, possibly more than once, and possibly after the channel has been removed from the board. */
  async noteClips(channel: ChannelRef, note: ClipNote): Promise<void> {
    if (this.#channels.has(channel)) this.#control.note(note);
  }

  board(): { candidates: CandidateState[]; jobs: ClipJob[] } {
    return this.#control.board();
  }

  flags(): ClipFlags {
    return this.#control.flags();
  }

  /** Acts at once: every desk is woken and asks for the switches anew. One that is missed is woken by the cron tick. */
  async changeFlags(patch: FlagsPatch): Promise<Outcome<ClipFlags>> {
    const value = this.#control.changeFlags(patch);
    this.ctx.waitUntil(wakeDesks(this.env, this.#channels.list()));
    return { ok: true, value };
  }

  accounts(): ConnectedAccount[] {
    return this.#control.accounts();
  }

  /** From the account itself. */
  async accountChanged(account: ConnectedAccount): Promise<void> {
    this.#control.accountChanged(account);
    this.ctx.waitUntil(tellListener(this.env, this.#channels.list(), account.userId));
  }

  async accountGone(userId: string): Promise<void> {
    this.#control.accountGone(userId);
    this.ctx.waitUntil(tellListener(this.env, this.#channels.list(), userId));
  }

  /** Ids of the Twitch channels whose broadcaster has connected: their events may be subscribed to. */
  eventSubChannels(): string[] {
    return this.#control.broadcasters();
  }

  /** Some of the application's download requests a minute; fewer than asked for when it is used up. */
  takeDownloads(count: number): DownloadAllowance {
    return this.#control.takeDownloads(count);
  }

  async noteSetAside(object: string, count: number): Promise<void> {
    this.#control.noteSetAside(object, count);
  }

  observability(): Observability {
    this.#control.noteSetAside("Workspace", this.#channels.outbox.setAsideCount());
    return this.#control.observability(this.summaries());
  }

  /** Wakes everything that lives by an alarm, so that one that was lost is armed again. */
  async wakeAll(): Promise<void> {
    const accountIds = this.accounts().map(({ userId }) => userId);
    await wakeAll(this.env, this.#channels.list(), accountIds);
    this.#sockets.closeEnded();
    await this.#settle();
  }

  override async onConnect(connection: Connection<DashboardState>, { request }: ConnectionContext): Promise<void> {
    await this.#sockets.open(connection, request, () => this.#control.snapshot(this.summaries()));
  }

  override onMessage(connection: Connection<DashboardState>): void {
    this.#sockets.refuseMessage(connection);
  }

  override async onAlarm(): Promise<void> {
    await this.#settle();
  }

  /** A monitor that misses this is woken by the cron tick and asks then; so are those of a session that ran out. */
  #sessionsEnded(): void {
    this.#sockets.closeEnded();
    this.ctx.waitUntil(tellMonitors(this.env, this.#channels.list()));
  }

  /**
   * Whoever changes a channel waits until its monitor knows, and not for the monitors of others. Armed before anyone is
   * asked: what an object owed that ends meanwhile goes out by the alarm.
   */
  async #settle(channel?: string): Promise<void> {
    await this.#arm();
    await this.#channels.outbox.flush(channel);
    await this.#arm();
  }

  async #arm(): Promise<void> {
    await armAlarm(this.ctx.storage, [this.#channels.outbox.nextDueMs()]);
  }
}
