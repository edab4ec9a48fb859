// Keeps a moment that was found, proposes it to the desk and records it, once however often it is told.
import { candidateFromMoment } from "#core/clips/candidate/candidate-from-moment.ts";
import type { Candidate } from "#core/clips/candidate/candidate.ts";
import type { Channel } from "#core/channel/channel.ts";
import type { DetectedMoment, Moment } from "#core/moments/moment.ts";
import { placeMoment } from "#core/moments/place-moment.ts";
import type { Session } from "#core/session/session.ts";
import type { MonitorStorage } from "./monitor-storage.ts";

export interface FoundMoment {
  readonly found: DetectedMoment;
  readonly id: string;
  readonly session: Session;
  readonly channel: Channel;
  readonly plan: Pick<Candidate, "range" | "isPreapproved" | "contextExcerpt"> & { readonly title: string | null };
}

export interface KeptMoment {
  readonly moment: Moment;
  /** What to tell others; null when the moment was known already. */
  readonly news: { readonly candidate: Candidate; readonly record: object } | null;
}

export function keepMoment(storage: MonitorStorage, { found, id, session, channel, plan }: FoundMoment): KeptMoment {
  const known = storage.moment(id);
  if (known) return { moment: known.moment, news: null };
  const moment = placeMoment(found, session, id, storage.nextMomentNumber(session.id));
  storage.saveMoment(moment);
  const { platform, channelId } = channel;
  return {
    moment,
    news: {
      candidate: candidateFromMoment(moment, { channel, session, ...plan }),
      record: { ...moment, channel: { platform, channelId }, clipId: null },
    },
  };
}
