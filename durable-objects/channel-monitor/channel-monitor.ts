// One channel as its pages see it: session, moments, settings and who watches. A listener tells it what happens; it
// numbers and keeps the moments, proposes each to the desk, and passes everything on to the open pages.
import { type Connection, type ConnectionContext, Server, type WSMessage } from "partyserver";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { AppError } from "#core/errors.ts";
import type { Verdict } from "#core/moments/trigger-weights.ts";
import type { SessionCountsEntry } from "#core/session/session-counts.ts";
import type { ListenerReport } from "#core/listener/listener-report.ts";
import type { ChannelFeedback } from "#core/channel/channel-feedback.ts";
import type { Channel } from "#core/channel/channel.ts";
import type { ChannelSettings } from "#core/channel/channel-settings.ts";
import type { Feed } from "#core/channel/feed.ts";
import type { ServerMessage } from "#core/live/live-message.ts";
import type { SecondCounts } from "#core/channel/second-counts.ts";
import { applySettings, type SettingsPatch } from "#core/channel/settings-patch.ts";
import { momentOfPerson } from "#core/moments/found-moment.ts";
import type { Moment, TimeRange } from "#core/moments/moment.ts";
import type { RefusedMessage } from "#core/outbox/refused-message.ts";
import { attempt, type Outcome } from "#core/outcome.ts";
import { tickSession } from "#core/session/session-step.ts";
import { armAlarm } from "../alarm.ts";
import { logWarning } from "../log-warning.ts";
import { objectName } from "../object-name.ts";
import { Outbox } from "../outbox.ts";
import { receiverAmong } from "../outbox-receiver.ts";
import type { ChannelMonitorRpc, ChannelOverview, RelayState } from "../rpc/channel-monitor-rpc.ts";
import type { ClipNote } from "../rpc/workspace-rpc.ts";
import { deskStub, workspaceStub } from "../stubs.ts";
import { ChannelLedger } from "./channel-ledger.ts";
import { type MonitorOwes, monitorReceivers } from "./send-owed.ts";
import { Feedback } from "./feedback.ts";
import { MonitorStorage } from "./monitor-storage.ts";
import { channelOverview, firstMessages, type OpenChannel } from "./open-channel.ts";
import { PageSockets } from "./page-sockets.ts";
import type { PageState } from "./page-state.ts";
import type { SessionCountsAnswer } from "../rpc/channel-monitor-rpc.ts";
import { RelayLedger } from "./relay-ledger.ts";
import { SessionArchive } from "./session-archive.ts";
import { summarise } from "./summarise.ts";

export class ChannelMonitor extends Server<Env> implements ChannelMonitorRpc {
  static override options = { hibernate: true };
  readonly #storage: MonitorStorage;
  readonly #outbox: Outbox<MonitorOwes>;
  readonly #archive: SessionArchive;
  readonly #feedback: Feedback;
  readonly #relay: RelayLedger;
  readonly #ledger: ChannelLedger;
  readonly #pages: PageSockets;
  /** What the pages are to hear of the change that is being made. */
  #news: ServerMessage[] = [];

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#pages = new PageSockets({
      connections: () => this.getConnections<PageState>(),
      membersBySession: (tokenHashes) => workspaceStub(env).membersBySession(tokenHashes),
    });
    this.#storage = new MonitorStorage(ctx.storage.sql);
    const receivers = monitorReceivers(env, () => this.#ledger.channel());
    this.#outbox = new Outbox(ctx.storage.sql, receiverAmong(receivers), (count) =>
      workspaceStub(env).noteSetAside(`ChannelMonitor ${objectName(ctx)}`, count),
    );
    this.#archive = new SessionArchive(ctx.storage.sql, env.CLIPS, this.#storage);
    this.#feedback = new Feedback(ctx.storage.sql);
    this.#relay = new RelayLedger(ctx.storage.sql, this.#storage);
    this.#ledger = new ChannelLedger({
      storage: this.#storage,
      outbox: this.#outbox,
      archive: this.#archive,
      feedback: this.#feedback,
      tellLater: (message) => void this.#news.push(message),
    });
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** From the workspace: which channel this is and who hears it. */
  async configure(channel: Channel, listener: string): Promise<void> {
    this.#change(() => {
      this.#storage.channel = { ...channel, listener };
      this.#ledger.order("hear");
    });
    await this.#settle();
  }

  /**
   * From the workspace: the channel has been removed. The listener hears of it from here, after all that it was told
   * before: a late order to hear the channel would otherwise bring it back unseen. Its pages are closed.
   */
  async remove(): Promise<void> {
    this.#change(() => this.#ledger.order("forget"));
    this.#pages.closeAll();
    await this.#settle();
  }

  /** From the workspace's clock: an alarm that was lost is armed again, and an ended session that was missed is found. */
  async wake(): Promise<void> {
    if (this.#storage.channel) await this.#settle();
    this.sessionsEnded();
  }

  /** From the workspace: sessions have ended, and with them the sockets they opened. */
  sessionsEnded(): void {
    // The workspace is asked which they are, so it must not wait for this.
    const done = this.#pages.closeEnded();
    this.ctx.waitUntil(done.catch((error: unknown) => logWarning("recheck_failed", error)));
  }

  /** From the listener, possibly more than once. Returns whether a page watches. */
  async receive(reports: readonly ListenerReport[]): Promise<boolean> {
    this.#change(() => {
      for (const report of reports) this.#ledger.accept(report);
    });
    await this.#settle();
    return this.#pages.isWatched;
  }

  /** From the listener, each second while a page watches; false when nobody does any more. */
  pushCounts(counts: SecondCounts[], feed: Feed): boolean {
    this.#pages.tell({ type: "counts", counts, feed });
    return this.#pages.isWatched;
  }

  /** From the desk, possibly more than once. */
  async noteClips({ candidates, jobs }: ClipNote): Promise<void> {
    this.#change(() => this.#ledger.noteClips(jobs));
    for (const candidate of candidates) this.#pages.tell({ type: "candidate", candidate });
    for (const job of jobs) this.#pages.tell({ type: "job", job });
    await this.#settle();
  }

  async overview(): Promise<Outcome<ChannelOverview>> {
    return attempt(() => channelOverview(this.#opening()));
  }

  async changeSettings(patch: SettingsPatch): Promise<Outcome<ChannelSettings>> {
    return attempt(async () => {
      const before = this.#storage.settings;
      const settings = applySettings(before, patch);
      if (settings === before) return settings;
      this.#change(() => {
        this.#storage.settings = settings;
        this.#ledger.order("hear");
      });
      this.#pages.tell({ type: "settings", settings });
      await this.#settle();
      return settings;
    });
  }

  /** What a person says of a moment; null takes it back. The listener is told what its triggers count from now on. */
  async judge(momentId: string, verdict: Verdict | null): Promise<Outcome<ChannelFeedback>> {
    return attempt(async () => {
      if (!this.#storage.moment(momentId)) throw new AppError("not_found", "There is no such moment.");
      return this.#takeVerdicts([{ momentId, verdict }]);
    });
  }

  /** From the desk: candidates a person has approved or rejected, possibly more than once. */
  async candidatesJudged(verdicts: readonly { momentId: string; verdict: Verdict }[]): Promise<void> {
    await this.#takeVerdicts(verdicts);
  }

  /** A person asks for a clip of `range`. `requestId` makes a repeated request the same clip. */
  async clipNow(
    range: TimeRange,
    title: string | null,
    by: string,
    requestId: string,
  ): Promise<Outcome<{ moment: Moment; job: ClipJob | null }>> {
    return attempt(async () => {
      const { flags } = await workspaceStub(this.env).clipContext(this.#ledger.channel());
      const { session } = this.#storage.sessionState;
      const found = momentOfPerson({ range, title, by, requestId }, session, flags, Date.now());
      const moment = this.#change(() => this.#ledger.keep(found));
      await this.#settle();
      await this.#outbox.flush("desk");
      const job = await deskStub(this.env, this.#ledger.channel()).jobOfMoment(moment.id);
      return { moment, job };
    });
  }

  relayState(): RelayState {
    return this.#relay.state();
  }

  /** From the relay, for each request, which is counted. */
  admitRelayed(): RelayState {
    return this.#relay.admit();
  }

  /** From the relay, while a body passes and at its end. False when no more may come. */
  noteRelayed(bytes: number): boolean {
    return this.#relay.note(bytes);
  }

  countedSessions(): SessionCountsEntry[] {
    return this.#archive.sessions();
  }

  /** Null when nothing was kept of this session. */
  sessionCounts(sessionId: string): SessionCountsAnswer | null {
    return this.#archive.session(sessionId);
  }

  /** From the consumer of the records queue: these have reached the database. */
  acknowledge(outboxIds: readonly number[]): void {
    this.#outbox.acknowledge(outboxIds);
  }

  /** From the consumer of the dead letters: the database will never take these. */
  async setAside(refused: readonly RefusedMessage[]): Promise<void> {
    this.#outbox.setAside(refused);
    await this.#settle();
  }

  override async onConnect(connection: Connection<PageState>, context: ConnectionContext): Promise<void> {
    await this.#pages.open(connection, context.request, async (recorders) => {
      // A channel that was added just now may not have reached its listener.
      await this.#outbox.flush("listener");
      return firstMessages(this.#opening(), recorders);
    });
  }

  override onMessage(connection: Connection<PageState>, message: WSMessage): void {
    this.#pages.take(connection, message);
  }

  override onClose(closed: Connection<PageState>): void {
    this.#pages.left(closed);
  }

  override async onAlarm(): Promise<void> {
    this.#change(() => this.#ledger.applySession(tickSession(this.#storage.sessionState, Date.now())));
    await this.#settle();
  }

  async #takeVerdicts(verdicts: readonly { momentId: string; verdict: Verdict | null }[]): Promise<ChannelFeedback> {
    this.#change(() => {
      for (const { momentId, verdict } of verdicts) this.#feedback.save(momentId, verdict, Date.now());
      this.#ledger.order("hear");
    });
    const feedback = this.#feedback.now();
    this.#pages.tell({ type: "feedback", feedback });
    await this.#settle();
    return feedback;
  }

  #opening(): OpenChannel {
    return {
      env: this.env,
      storage: this.#storage,
      archive: this.#archive,
      ledger: this.#ledger,
      feedback: this.#feedback,
    };
  }

  /** All of it or nothing, for the pages as well. */
  #change<T>(work: () => T): T {
    this.#news = [];
    const value = this.ctx.storage.transactionSync(work);
    for (const message of this.#news) this.#pages.tell(message);
    return value;
  }

  /** Nobody who tells a monitor something should wait for those it tells in turn, so what is owed goes out afterwards. */
  async #settle(): Promise<void> {
    const { alarmAtMs } = tickSession(this.#storage.sessionState, Date.now());
    await armAlarm(this.ctx.storage, [this.#outbox.nextDueMs(), this.#archive.nextDueMs(), alarmAtMs]);
    this.ctx.waitUntil(this.#flush());
  }

  async #flush(): Promise<void> {
    await Promise.all([this.#outbox.flush(), this.#archive.flush()]);
    await armAlarm(this.ctx.storage, [this.#outbox.nextDueMs(), this.#archive.nextDueMs()]);
    const channel = this.#storage.channel;
    if (!channel) return;
    // A lost summary is replaced by the next one, so it does not go through the outbox.
    await workspaceStub(this.env)
      .summarise(channel, summarise(channel, this.#storage))
      .catch(() => undefined);
  }
}
