// One channel as its pages see it: session, moments, settings and who watches. A listener tells it what happens; it
// numbers and keeps the moments, proposes each to the desk, and passes everything on to the open pages.
import { type Connection, type ConnectionContext, Server, type WSMessage } from "partyserver";
import { candidateFromMoment } from "#core/clips/candidate-from-moment.ts";
import type { Candidate } from "#core/clips/candidate.ts";
import type { ClipJob } from "#core/clips/clip-job.ts";
import { AppError } from "#core/errors.ts";
import type { ListenerReport } from "#core/listener/listener-report.ts";
import {
  type Channel,
  type ChannelSettings,
  emptyFeed,
  type Feed,
  pageMessageSchema,
  type SecondCounts,
  type ServerMessage,
} from "#core/live/live-message.ts";
import { applySettings, type SettingsPatch } from "#core/live/settings-patch.ts";
import { clipRange } from "#core/moments/clip-range.ts";
import { manualMoment } from "#core/moments/manual-moment.ts";
import type { DetectedMoment, Moment, TimeRange } from "#core/moments/moment.ts";
import { placeMoment } from "#core/moments/place-moment.ts";
import { attempt, type Outcome, unwrap } from "#core/outcome.ts";
import { reportSession, type SessionStep, tickSession } from "#core/session/session-step.ts";
import type { Session } from "#core/session/session.ts";
import { armAlarm } from "../alarm.ts";
import { objectName } from "../object-name.ts";
import { type Delivery, Outbox, type OutboxMessage } from "../outbox.ts";
import { sendRecords } from "../send-records.ts";
import { deskStub, listenerStub, workspaceStub } from "../stubs.ts";
import { MonitorStorage } from "./monitor-storage.ts";
import { maxPages, type PageState, recorderReports, sendTo, sendToAll } from "./pages.ts";
import { summarise } from "./summarise.ts";

/** What the page of a channel begins with. */
export interface ChannelOverview {
  readonly channel: Channel;
  readonly settings: ChannelSettings;
  readonly session: Session | null;
  readonly moments: Moment[];
  readonly jobs: ClipJob[];
}

/** What a listener is told. A channel that is added again may have another listener. */
interface ListenerOrder {
  readonly type: "hear" | "forget";
  readonly listener: string;
  readonly settings: ChannelSettings;
}

const chartMs = 10 * 60_000;

export class ChannelMonitor extends Server<Env> {
  static override options = { hibernate: true };
  readonly #storage: MonitorStorage;
  readonly #outbox: Outbox;
  /** The channel's key. */
  readonly #key: string;
  /** Pages that wait for their snapshot, with what has happened since it was begun. */
  readonly #opening = new Map<string, ServerMessage[]>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#key = objectName(ctx);
    this.#storage = new MonitorStorage(ctx.storage.sql);
    this.#outbox = new Outbox(ctx.storage.sql, (target, messages) => this.#deliver(target, messages));
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** From the workspace: which channel this is and who hears it. */
  async configure(channel: Channel, listener: string): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      this.#storage.channel = { ...channel, listener };
      this.#order("hear");
    });
    await this.#settle();
  }

  /**
   * From the workspace: the channel has been removed. The listener hears of it from here, after all that it was told
   * before: a late order to hear the channel would otherwise bring it back unseen.
   */
  async remove(): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#order("forget"));
    await this.#settle();
  }

  /** From the listener, possibly more than once. Returns whether a page watches. */
  async receive(reports: readonly ListenerReport[]): Promise<boolean> {
    this.ctx.storage.transactionSync(() => {
      for (const report of reports) this.#accept(report);
    });
    await this.#settle();
    return this.#isWatched();
  }

  /** From the listener, each second while a page watches; false when nobody does any more. */
  pushCounts(counts: SecondCounts[], feed: Feed): boolean {
    this.#tell({ type: "counts", counts, feed });
    return this.#isWatched();
  }

  /** From the desk: jobs that changed. */
  async jobsChanged(jobs: readonly ClipJob[]): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      for (const job of jobs) {
        const known = job.momentId === null ? null : this.#storage.moment(job.momentId);
        if (known && job.clipId !== null && known.clipId === null) {
          this.#storage.markClipped(known.moment.id, job.clipId);
          this.#record("moments", { ...known.moment, channel: job.channel, clipId: job.clipId });
        }
      }
    });
    for (const job of jobs) this.#tell({ type: "job", job });
    await this.#settle();
  }

  async overview(): Promise<Outcome<ChannelOverview>> {
    return attempt(async () => {
      const jobs = await deskStub(this.env, this.#channel()).jobs();
      const channel = this.#channel();
      const { session } = this.#storage.sessionState;
      return {
        channel,
        settings: this.#storage.settings,
        session,
        moments: session ? this.#storage.moments(session.id) : [],
        jobs,
      };
    });
  }

  async changeSettings(patch: SettingsPatch): Promise<Outcome<ChannelSettings>> {
    return attempt(async () => {
      const before = this.#storage.settings;
      const settings = applySettings(before, patch);
      if (settings === before) return settings;
      this.ctx.storage.transactionSync(() => {
        this.#storage.settings = settings;
        this.#order("hear");
      });
      this.#tell({ type: "settings", settings });
      await this.#settle();
      return settings;
    });
  }

  /** A person asks for a clip of `range`. `requestId` makes a repeated request the same clip. */
  async clipNow(
    range: TimeRange,
    title: string | null,
    by: string,
    requestId: string,
  ): Promise<Outcome<{ moment: Moment; job: ClipJob | null }>> {
    return attempt(async () => {
      const { session } = this.#storage.sessionState;
      if (!session) throw new AppError("conflict", "This channel has not been live since it was added.");
      const moment = this.ctx.storage.transactionSync(() => {
        const found = manualMoment(range, by, Date.now(), session.viewerCount);
        return this.#keep(found, `manual-${requestId}`, session, { range, title, isPreapproved: true });
      });
      await this.#settle();
      await this.#outbox.flush("desk");
      const job = await deskStub(this.env, this.#channel()).jobOfMoment(moment.id);
      return { moment, job };
    });
  }

  /** From the consumer of the records queue: these have reached the database. */
  acknowledge(outboxIds: readonly number[]): void {
    this.#outbox.acknowledge(outboxIds);
  }

  override async onConnect(connection: Connection<PageState>, context: ConnectionContext): Promise<void> {
    if ([...this.getConnections()].length > maxPages) return connection.close(1013, "too many pages");
    const pageId = new URL(context.request.url).searchParams.get("page_id") ?? "";
    connection.setState({ pageId: pageId.slice(0, 64), report: null });
    this.#opening.set(connection.id, []);
    try {
      const heard = await this.#watch();
      const outcome = await this.overview();
      if (!outcome.ok) return connection.close(4404, outcome.code);
      const recorders = recorderReports(this.getConnections());
      sendTo(connection, { type: "snapshot", serverNowMs: Date.now(), ...outcome.value, ...heard, recorders });
      for (const message of this.#opening.get(connection.id) ?? []) sendTo(connection, message);
    } finally {
      this.#opening.delete(connection.id);
    }
  }

  override onMessage(connection: Connection<PageState>, message: WSMessage): void {
    const parsed = pageMessageSchema.safeParse(parseJson(message));
    const pageId = (connection.state as PageState | null)?.pageId;
    if (!parsed.success || pageId === undefined) return;
    connection.setState({ pageId, report: { ...parsed.data.report, pageId } });
    this.#tell({ type: "recorders", recorders: recorderReports(this.getConnections()) });
  }

  override onClose(closed: Connection): void {
    const others = [...this.getConnections()].filter((connection) => connection.id !== closed.id);
    sendToAll(others, { type: "recorders", recorders: recorderReports(others) });
  }

  override async onAlarm(): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#applySession(tickSession(this.#storage.sessionState, Date.now())));
    await this.#settle();
  }

  #accept(report: ListenerReport): void {
    switch (report.type) {
      case "live":
        return this.#applySession(reportSession(this.#channel(), this.#storage.sessionState, report.report));
      case "minute":
        this.#storage.feed = report.feed;
        return this.#storage.saveMinute(report.counts);
      case "moment": {
        const { session } = this.#storage.sessionState;
        // Chat goes on without a stream; what it jumps at then is not in any picture.
        if (!session || report.moment.peakMs > (session.endedAtMs ?? Number.POSITIVE_INFINITY)) return;
        const { autoApprove } = this.#storage.settings;
        const plan = { range: clipRange(report.moment), title: null, isPreapproved: autoApprove };
        this.#keep(report.moment, report.id, session, plan);
      }
    }
  }

  #applySession(step: SessionStep): void {
    this.#storage.sessionState = step.state;
    for (const session of step.changed) this.#record("sessions", { ...session, login: this.#channel().login });
    if (step.changed.length > 0) this.#tell({ type: "session", session: step.state.session });
  }

  /** Keeps a moment and proposes it to the desk, once. */
  #keep(
    found: DetectedMoment,
    id: string,
    session: Session,
    plan: Pick<Candidate, "range" | "isPreapproved"> & { title: string | null },
  ): Moment {
    const known = this.#storage.moment(id);
    if (known) return known.moment;
    const channel = this.#channel();
    const moment = placeMoment(found, session, id, this.#storage.nextMomentNumber(session.id));
    this.#storage.saveMoment(moment);
    this.#record("moments", {
      ...moment,
      channel: { platform: channel.platform, channelId: channel.channelId },
      clipId: null,
    });
    this.#owe("desk", candidateFromMoment(moment, { channel, session, ...plan }));
    this.#tell({ type: "moment", moment });
    return moment;
  }

  async #watch(): Promise<{ counts: SecondCounts[]; feed: Feed }> {
    const { channel } = this.#storage;
    try {
      if (!channel) return { counts: [], feed: emptyFeed };
      // A channel that was added just now may not have reached its listener.
      await this.#outbox.flush("listener");
      return await listenerStub(this.env, channel.listener).watch(channel.channelId, Date.now() - chartMs);
    } catch (error) {
      // The page is worth opening without a chart; the listener's next report brings it.
      console.error(JSON.stringify({ event: "watch_failed", listener: channel?.listener, error: String(error) }));
      return { counts: [], feed: this.#storage.feed };
    }
  }

  #isWatched(): boolean {
    return [...this.getConnections()].length > 0;
  }

  #channel(): Channel & { listener: string } {
    const channel = this.#storage.channel;
    if (!channel) throw new AppError("unknown_channel", "This channel has not been added here.");
    return channel;
  }

  #tell(message: ServerMessage): void {
    for (const missed of this.#opening.values()) missed.push(message);
    sendToAll(
      [...this.getConnections()].filter((connection) => !this.#opening.has(connection.id)),
      message,
    );
  }

  #order(type: ListenerOrder["type"]): void {
    const { channel, settings } = this.#storage;
    if (channel) this.#owe("listener", { type, listener: channel.listener, settings } satisfies ListenerOrder);
  }

  #owe(target: "listener" | "desk" | "records", body: unknown): void {
    this.#outbox.add(target, body, Date.now());
  }

  #record(table: "sessions" | "moments", row: unknown): void {
    this.#owe("records", { table, row });
  }

  async #deliver(target: string, messages: readonly OutboxMessage[]): Promise<Delivery> {
    const channel = this.#channel();
    if (target === "records") return sendRecords(this.env, { object: "ChannelMonitor", key: this.#key }, messages);
    if (target === "desk")
      unwrap(await deskStub(this.env, channel).propose(messages.map((message) => message.body as Candidate)));
    if (target === "listener") {
      const newest = new Map(messages.map(({ body }) => [(body as ListenerOrder).listener, body as ListenerOrder]));
      for (const { type, listener, settings } of newest.values()) {
        if (type === "hear") await listenerStub(this.env, listener).configure(channel, settings);
        else await listenerStub(this.env, listener).removeChannel(channel.channelId);
      }
    }
    return "done";
  }

  /** Nobody who tells a monitor something should wait for those it tells in turn, so what is owed goes out afterwards. */
  async #settle(): Promise<void> {
    const { alarmAtMs } = tickSession(this.#storage.sessionState, Date.now());
    await armAlarm(this.ctx.storage, [this.#outbox.nextDueMs(), alarmAtMs]);
    this.ctx.waitUntil(this.#flush());
  }

  async #flush(): Promise<void> {
    await this.#outbox.flush();
    await armAlarm(this.ctx.storage, [this.#outbox.nextDueMs()]);
    const channel = this.#storage.channel;
    if (!channel) return;
    // A lost summary is replaced by the next one, so it does not go through the outbox.
    await workspaceStub(this.env)
      .summarise(channel, summarise(channel, this.#storage))
      .catch(() => undefined);
  }
}

function parseJson(message: WSMessage): unknown {
  if (typeof message !== "string" || message.length > 10_000) return null;
  try {
    return JSON.parse(message);
  } catch {
    return null;
  }
}
