// Twitch does not say beforehand of which channels an account is an editor. Once it has refused one, the clips that follow
// are left to a browser at once, instead of each failing first.
import { z } from "zod";
import type { ClipAnswer } from "#core/clips/twitch/clip-calls.ts";
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import type { Executor } from "#core/clips/job/clip-job.ts";

export const refusedManagerSchema = z.object({ accountId: z.string(), atMs: z.number() });
export type RefusedManager = Readonly<z.infer<typeof refusedManagerSchema>>;

/** By then the broadcaster may have made the account an editor; and who tries again by hand asks at once. */
const refusedForMs = 6 * 3_600_000;

/** Of a VOD clip or a download. */
export function isManagerRefused(answer: ClipAnswer<unknown>): boolean {
  return answer.status === "refused" && answer.httpStatus === 403;
}

export function withoutRefused(context: ClipContext, refused: RefusedManager | null, nowMs: number): ClipContext {
  const { grants } = context;
  if (refused === null || grants.manage?.accountId !== refused.accountId) return context;
  const agoMs = nowMs - refused.atMs;
  return agoMs >= 0 && agoMs < refusedForMs ? { ...context, grants: { ...grants, manage: null } } : context;
}

/** Who asks for a clip of the recording again may have been made an editor in the meantime. `asked`: who is to make it. */
export function refusedAfterRetry(refused: RefusedManager | null, asked: Executor | null): RefusedManager | null {
  return asked === "twitch_vod" ? null : refused;
}
