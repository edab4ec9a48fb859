// What happens to a channel, written down together with what is owed to others because of it. Each method changes storage
// only; its caller runs it in a transaction, and tells the pages and sends what is owed afterwards.
import { candidateFromMoment } from "#core/clips/candidate/candidate-from-moment.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { AppError } from "#core/errors.ts";
import { weightsOf } from "#core/moments/trigger-weights.ts";
import type { ListenerReport } from "#core/listener/listener-report.ts";
import type { HeardSettings } from "#core/channel/heard-settings.ts";
import type { Channel } from "#core/channel/channel.ts";
import type { ServerMessage } from "#core/live/live-message.ts";
import type { Moment } from "#core/moments/moment.ts";
import { momentInSession } from "#core/moments/moment-in-session.ts";
import { type FoundMoment, momentOfDetector } from "#core/moments/found-moment.ts";
import { reportSession, type SessionStep } from "#core/session/session-step.ts";
import type { Outbox } from "../outbox.ts";
import type { MonitorOwes } from "./send-owed.ts";
import type { Feedback } from "./feedback.ts";
import type { MonitorStorage } from "./monitor-storage.ts";
import type { SessionArchive } from "./session-archive.ts";

export interface ChannelLedgerOptions {
  readonly storage: MonitorStorage;
  readonly outbox: Outbox<MonitorOwes>;
  readonly archive: SessionArchive;
  readonly feedback: Feedback;
  /** What the pages are to hear once the transaction stands. */
  readonly tellLater: (message: ServerMessage) => void;
}

export class ChannelLedger {
  readonly #options: ChannelLedgerOptions;

  constructor(options: ChannelLedgerOptions) {
    this.#options = options;
  }

  /** Throws `unknown_channel` before the workspace has said which channel this is. */
  channel(): Channel & { listener: string } {
    const { channel } = this.#options.storage;
    if (!channel) throw new AppError("unknown_channel", "This channel has not been added here.");
    return channel;
  }

  accept(report: ListenerReport): void {
    const { storage, archive } = this.#options;
    const { session } = storage.sessionState;
    switch (report.type) {
      case "live":
        return this.applySession(reportSession(this.channel(), storage.sessionState, report.report));
      case "feed":
        storage.feed = report.feed;
        return;
      case "minute":
        if (session) archive.keep(session, report.minute);
        return;
      case "moment": {
        const found = momentOfDetector(report, session, storage.settings);
        if (found) this.keep(found);
      }
    }
  }

  applySession(step: SessionStep): void {
    const { storage, archive, tellLater } = this.#options;
    storage.sessionState = step.state;
    for (const session of step.changed) {
      this.#owe("records", { table: "sessions", row: { ...session, login: this.channel().login } });
      archive.changed(session);
    }
    if (step.changed.length > 0) tellLater({ type: "session", session: step.state.session });
  }

  /** Keeps a moment, proposes it to the desk and records it, once however often it is told. */
  keep({ found, id, session, plan }: FoundMoment): Moment {
    const { storage, tellLater } = this.#options;
    const known = storage.moment(id);
    if (known) return known.moment;
    const channel = this.channel();
    const moment = momentInSession(found, session, id, storage.nextMomentNumber(session.id));
    storage.saveMoment(moment);
    const { platform, channelId } = channel;
    const row = { ...moment, channel: { platform, channelId }, clipId: null };
    this.#owe("records", { table: "moments", row });
    this.#owe("desk", candidateFromMoment(moment, { channel, session, ...plan }));
    tellLater({ type: "moment", moment });
    return moment;
  }

  noteClips(jobs: readonly ClipJob[]): void {
    const { storage } = this.#options;
    for (const job of jobs) {
      const known = job.momentId === null ? null : storage.moment(job.momentId);
      if (!known || job.status !== "ready" || known.clipId !== null) continue;
      storage.markClipped(known.moment.id, job.clipId);
      this.#owe("records", { table: "moments", row: { ...known.moment, channel: job.channel, clipId: job.clipId } });
    }
  }

  /** Tells the listener to hear this channel by its present settings and feedback, or to forget it. */
  order(type: MonitorOwes["listener"]["type"]): void {
    const { storage, feedback } = this.#options;
    const { channel, settings } = storage;
    if (!channel) return;
    const heard: HeardSettings =
      settings.usesFeedback === false ? settings : { ...settings, triggerWeights: weightsOf(feedback.now().triggers) };
    this.#owe("listener", { type, listener: channel.listener, settings: heard });
  }

  #owe<Target extends keyof MonitorOwes>(target: Target, body: MonitorOwes[Target]): void {
    this.#options.outbox.add(target, body, Date.now());
  }
}
