// Whether a span of time is in a channel's latest stream.
import { mostAheadMs } from "#core/clips/job/plan-executor.ts";
import { AppError } from "#core/errors.ts";
import type { TimeRange } from "#core/moments/moment.ts";
import type { Session } from "#core/session/session.ts";

/** Throws `bad_request` for a span of which nothing is in the stream, or that reaches into what is to come. */
export function requireStreamed(
  { fromMs, toMs }: TimeRange,
  session: Pick<Session, "startedAtMs" | "endedAtMs">,
  nowMs: number,
): void {
  if (toMs <= session.startedAtMs)
    throw new AppError("bad_request", "That was before the channel's latest stream began.");
  const endMs = session.endedAtMs ?? nowMs;
  if (fromMs >= endMs || toMs > endMs + mostAheadMs) throw new AppError("bad_request", "That has not been streamed.");
}
