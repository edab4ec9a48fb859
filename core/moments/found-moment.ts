// A moment that has been found in a session, with what is to become of it: by the detector, or by a person who asks for a
// clip now.
import { type ClipFlags, clippingIsOff } from "#core/clips/board/clip-flags.ts";
import { type ApprovalSettings, isPreapproved } from "#core/clips/candidate/approval-rule.ts";
import { type Candidate, candidateSource } from "#core/clips/candidate/candidate.ts";
import { AppError } from "#core/errors.ts";
import type { ListenerReport } from "#core/listener/listener-report.ts";
import { clipRange } from "#core/moments/clip-range.ts";
import { manualMoment } from "#core/moments/manual-moment.ts";
import type { DetectedMoment, TimeRange } from "#core/moments/moment.ts";
import { requireStreamed } from "#core/session/require-streamed.ts";
import type { Session } from "#core/session/session.ts";
import { isInPicture } from "#core/session/session-step.ts";

export interface FoundMoment {
  readonly found: DetectedMoment;
  readonly id: string;
  readonly session: Session;
  readonly plan: Pick<Candidate, "range" | "isPreapproved" | "contextExcerpt"> & { readonly title: string | null };
}

export interface ClipRequest {
  readonly range: TimeRange;
  readonly title: string | null;
  readonly by: string;
  /** Makes a repeated request the same clip. */
  readonly requestId: string;
}

/** Null for a jump of chat that is not in any picture. */
export function momentOfDetector(
  { moment, id, excerpt }: Extract<ListenerReport, { type: "moment" }>,
  session: Session | null,
  settings: ApprovalSettings,
): FoundMoment | null {
  if (!session || !isInPicture(session, moment)) return null;
  const plan = {
    range: clipRange(moment),
    title: null,
    isPreapproved: isPreapproved(settings, { source: candidateSource(moment), confidence: moment.score }),
    contextExcerpt: excerpt ?? null,
  };
  return { found: moment, id, session, plan };
}

/** Throws `conflict` where nothing can be clipped, and `bad_request` for a span that is not in the stream. */
export function momentOfPerson(
  { range, title, by, requestId }: ClipRequest,
  session: Session | null,
  flags: Pick<ClipFlags, "clip_pipeline_enabled">,
  nowMs: number,
): FoundMoment {
  if (!session) throw new AppError("conflict", "This channel has not been live since it was added.");
  requireStreamed(range, session, nowMs);
  if (!flags.clip_pipeline_enabled) throw new AppError("conflict", clippingIsOff);
  const found = manualMoment(range, by, nowMs, session.viewerCount);
  const plan = { range, title, isPreapproved: true, contextExcerpt: null };
  return { found, id: `manual-${requestId}`, session, plan };
}
