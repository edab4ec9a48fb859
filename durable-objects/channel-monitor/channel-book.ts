// What happens to a channel, written down together with what is owed to others because of it. Each method changes storage
// only; its caller runs it in a transaction and sends what is owed afterwards.
import { isPreapproved } from "#core/clips/candidate/approval-rule.ts";
import { candidateSource } from "#core/clips/candidate/candidate.ts";
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import { AppError } from "#core/errors.ts";
import { weightsOf } from "#core/moments/trigger-weights.ts";
import type { ListenerReport } from "#core/listener/listener-report.ts";
import type { HeardSettings } from "#core/channel/heard-settings.ts";
import type { Channel } from "#core/channel/channel.ts";
import type { ServerMessage } from "#core/live/live-message.ts";
import { clipRange } from "#core/moments/clip-range.ts";
import type { Moment } from "#core/moments/moment.ts";
import { reportSession, type SessionStep } from "#core/session/session-step.ts";
import type { Outbox } from "../outbox.ts";
import type { ListenerOrder } from "./deliver.ts";
import type { Feedback } from "./feedback.ts";
import { type FoundMoment, keepMoment } from "./keep-moment.ts";
import type { MonitorStorage } from "./monitor-storage.ts";
import type { SessionArchive } from "./session-archive.ts";

interface Parts {
  readonly storage: MonitorStorage;
  readonly outbox: Outbox;
  readonly archive: SessionArchive;
  readonly feedback: Feedback;
  /** To the open pages. */
  readonly tell: (message: ServerMessage) => void;
}

export class ChannelBook {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Throws `unknown_channel` before the workspace has said which channel this is. */
  channel(): Channel & { listener: string } {
    const { channel } = this.#parts.storage;
    if (!channel) throw new AppError("unknown_channel", "This channel has not been added here.");
    return channel;
  }

  accept(report: ListenerReport): void {
    const { storage, archive } = this.#parts;
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
        // Chat goes on without a stream; what it jumps at then is not in any picture.
        if (!session || report.moment.peakMs > (session.endedAtMs ?? Number.POSITIVE_INFINITY)) return;
        const plan = {
          range: clipRange(report.moment),
          title: null,
          isPreapproved: isPreapproved(storage.settings, {
            source: candidateSource(report.moment),
            confidence: report.moment.score,
          }),
          contextExcerpt: report.excerpt ?? null,
        };
        this.keep({ found: report.moment, id: report.id, session, plan });
      }
    }
  }

  applySession(step: SessionStep): void {
    const { storage, archive, tell } = this.#parts;
    storage.sessionState = step.state;
    for (const session of step.changed) {
      this.#record("sessions", { ...session, login: this.channel().login });
      archive.changed(session);
    }
    if (step.changed.length > 0) tell({ type: "session", session: step.state.session });
  }

  keep(found: Omit<FoundMoment, "channel">): Moment {
    const { storage, tell } = this.#parts;
    const { moment, news } = keepMoment(storage, { ...found, channel: this.channel() });
    if (!news) return moment;
    this.#record("moments", news.record);
    this.#owe("desk", news.candidate);
    tell({ type: "moment", moment });
    return moment;
  }

  noteClips(jobs: readonly ClipJob[]): void {
    const { storage } = this.#parts;
    for (const job of jobs) {
      const known = job.momentId === null ? null : storage.moment(job.momentId);
      if (!known || job.status !== "ready" || known.clipId !== null) continue;
      storage.markClipped(known.moment.id, job.clipId);
      this.#record("moments", { ...known.moment, channel: job.channel, clipId: job.clipId });
    }
  }

  /** Tells the listener to hear this channel by its present settings and feedback, or to forget it. */
  order(type: ListenerOrder["type"]): void {
    const { storage, feedback } = this.#parts;
    const { channel, settings } = storage;
    if (!channel) return;
    const heard: HeardSettings =
      settings.usesFeedback === false ? settings : { ...settings, triggerWeights: weightsOf(feedback.now().triggers) };
    this.#owe("listener", { type, listener: channel.listener, settings: heard } satisfies ListenerOrder);
  }

  #record(table: "sessions" | "moments", row: unknown): void {
    this.#owe("records", { table, row });
  }

  #owe(target: "listener" | "desk" | "records", body: unknown): void {
    this.#parts.outbox.add(target, body, Date.now());
  }
}
