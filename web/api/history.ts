// A channel's past: the sessions whose counts are kept, those counts, and what people say of its moments.
import { z } from "zod";
import type { Verdict } from "#core/moments/trigger-weights.ts";
import {
  type SessionCounts,
  type SessionCountsEntry,
  sessionCountsEntrySchema,
  sessionCountsSchema,
} from "#core/session/session-counts.ts";
import { type ChannelFeedback, channelFeedbackSchema } from "#core/channel/channel-feedback.ts";
import { type ChannelName, pathOf } from "./channels.ts";
import { request } from "./request.ts";

/** A day's counts are some megabytes. */
const countsTimeoutMs = 120_000;

/** Newest first. */
export async function listSessions(name: ChannelName): Promise<readonly SessionCountsEntry[]> {
  const answer = z.object({ sessions: z.array(sessionCountsEntrySchema).max(100) });
  return (await request(`${pathOf(name)}/sessions`, answer)).sessions;
}

export async function getSessionCounts(
  name: ChannelName,
  sessionId: string,
  signal?: AbortSignal,
): Promise<SessionCounts> {
  const path = `${pathOf(name)}/sessions/${encodeURIComponent(sessionId)}/seconds`;
  return request(path, sessionCountsSchema, { timeoutMs: countsTimeoutMs, ...(signal && { signal }) });
}

/** Null takes an answer back. */
export async function judgeMoment(
  name: ChannelName,
  momentId: string,
  verdict: Verdict | null,
): Promise<ChannelFeedback> {
  const path = `${pathOf(name)}/moments/${encodeURIComponent(momentId)}/feedback`;
  const answer = z.object({ feedback: channelFeedbackSchema });
  return (await request(path, answer, { method: "PUT", body: { verdict } })).feedback;
}
