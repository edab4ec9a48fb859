// Whether a channel's rule approves a candidate without asking a person.
import { z } from "zod";
import { candidateSources } from "#core/clips/job/clip-job.ts";

/** Left out: every candidate of a channel that approves by itself. */
export const approvalRulesSchema = z.object({
  minConfidence: z.number().min(0).max(1),
  /** Of what sources; none of them approves nothing. */
  sources: z.array(z.enum(candidateSources)).max(candidateSources.length),
});

export interface ApprovalSettings {
  readonly autoApprove: boolean;
  readonly autoApproveRules?: z.infer<typeof approvalRulesSchema> | undefined;
}

export function isPreapproved(
  { autoApprove, autoApproveRules: rules }: ApprovalSettings,
  { source, confidence }: { readonly source: (typeof candidateSources)[number]; readonly confidence: number },
): boolean {
  if (!autoApprove) return false;
  return rules === undefined || (confidence >= rules.minConfidence && rules.sources.includes(source));
}
