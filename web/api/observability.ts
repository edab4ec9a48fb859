// How clipping stands on the whole deployment, in the words of the runbook.
import { z } from "zod";
import { jobStatuses } from "#core/clips/job/clip-job.ts";
import type { Observability } from "#core/clips/board/observability.ts";
import { request } from "./request.ts";

const count = z.number().int().nonnegative();

/** The part of it that the page shows. */
export type ClipFigures = Pick<
  Observability,
  "clips_token_valid" | "clips_scope_ok" | "jobs" | "late" | "pending_actions" | "channels" | "live"
>;

const figuresSchema: z.ZodType<ClipFigures> = z.object({
  clips_token_valid: z.boolean(),
  clips_scope_ok: z.boolean(),
  jobs: z.record(z.enum(jobStatuses), count),
  late: count,
  pending_actions: count,
  channels: count,
  live: count,
});

export async function getClipFigures(): Promise<ClipFigures> {
  return request("/api/observability", figuresSchema);
}
