// The rules of two chat connections that follow each other: when the successor takes over, and which time nobody heard.
import { hasJoined, type IrcLinkState } from "#core/listener/irc-link.ts";

/** The successor takes over once it hears everything, or at once when the old connection is gone. */
export function takesOver(
  current: Pick<IrcLinkState, "phase">,
  successor: IrcLinkState,
  wanted: readonly string[],
  nowMs: number,
): boolean {
  return current.phase === "closed" || hasJoined(successor, wanted, nowMs);
}

export interface Deafness {
  /** Since when chat is not heard; null while it is, or while there is nothing to hear. */
  readonly deafSinceMs: number | null;
  /** Chat was not heard between these times, and is again. */
  readonly gap: { readonly fromMs: number; readonly toMs: number } | null;
}

/** After the present connection went from `before` to `after`, or a successor took its place. */
export function stepDeafness(
  deafSinceMs: number | null,
  before: IrcLinkState,
  after: IrcLinkState,
  wanted: readonly string[],
  nowMs: number,
): Deafness {
  if (wanted.length === 0) return { deafSinceMs: null, gap: null };
  if (before.isWelcome && after.phase === "closed") {
    // A connection that did not answer a ping has been dead since it was last heard.
    const sinceMs = before.pingSentAtMs === null ? nowMs : before.lastHeardAtMs;
    return { deafSinceMs: deafSinceMs ?? sinceMs, gap: null };
  }
  if (deafSinceMs === null || !hasJoined(after, wanted, nowMs)) return { deafSinceMs, gap: null };
  return { deafSinceMs: null, gap: { fromMs: deafSinceMs, toMs: nowMs } };
}
