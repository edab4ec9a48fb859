// Gives a detected moment its place in a session: id, number, and how far into the stream it is.
import type { DetectedMoment, Moment } from "#core/moments/moment.ts";
import type { Session } from "#core/session/session.ts";

export function momentInSession(moment: DetectedMoment, session: Session, id: string, number: number): Moment {
  return {
    ...moment,
    id,
    sessionId: session.id,
    number,
    streamElapsedSeconds: Math.max(0, Math.round((moment.peakMs - session.startedAtMs) / 1000)),
  };
}
