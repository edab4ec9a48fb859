// The figures an operator watches: whether clips can be made at all, and where the jobs stand. The names are the runbook's.
import { purposeScopes, type ConnectedAccount } from "#core/accounts/connected-account.ts";
import type { ClipFlags } from "#core/clips/board/clip-flags.ts";
import { type ClipJob, type JobStatus, jobStatuses } from "#core/clips/job/clip-job.ts";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";

export interface Observability {
  /** Every connected account is valid; false when none is connected, because then nobody can ask Twitch for a clip. */
  readonly clips_token_valid: boolean;
  /** Every connected account has what its purposes need; false when none is connected. */
  readonly clips_scope_ok: boolean;
  readonly clips_pipeline_enabled: boolean;
  readonly clips_api_enabled: boolean;
  readonly clip_mode_default: ClipFlags["clip_mode_default"];
  readonly accounts: readonly Pick<ConnectedAccount, "userId" | "login" | "status" | "problem" | "validatedAtMs">[];
  /** Jobs that run, and those that ended within a day. */
  readonly jobs: Readonly<Record<JobStatus, number>>;
  /** Jobs whose clip Twitch has not shown in time and that are still followed. */
  readonly late: number;
  readonly pending_actions: number;
  /** Messages between objects, or to the database, that nobody will ever take: 0, or a bug to be looked at. */
  readonly set_aside: number;
  readonly channels: number;
  readonly live: number;
}

export interface Observed {
  readonly flags: ClipFlags;
  readonly accounts: readonly ConnectedAccount[];
  readonly jobs: readonly ClipJob[];
  readonly pendingCandidates: number;
  readonly setAside: number;
  readonly channels: readonly ChannelSummary[];
}

export function observabilityOf({
  flags,
  accounts,
  jobs,
  pendingCandidates,
  setAside,
  channels,
}: Observed): Observability {
  return {
    clips_token_valid: accounts.length > 0 && accounts.every(({ status }) => status === "valid"),
    clips_scope_ok: accounts.length > 0 && accounts.every(hasItsScopes),
    clips_pipeline_enabled: flags.clip_pipeline_enabled,
    clips_api_enabled: flags.clip_api_enabled,
    clip_mode_default: flags.clip_mode_default,
    accounts: accounts.map(({ userId, login, status, problem, validatedAtMs }) => ({
      userId,
      login,
      status,
      problem,
      validatedAtMs,
    })),
    jobs: countByStatus(jobs),
    late: jobs.filter((job) => job.status === "polling" && job.isLate).length,
    pending_actions: pendingCandidates,
    set_aside: setAside,
    channels: channels.length,
    live: channels.filter(({ isLive }) => isLive).length,
  };
}

function hasItsScopes({ status, purposes, scopes }: ConnectedAccount): boolean {
  const needed = purposes.flatMap((purpose) => purposeScopes[purpose]);
  return status !== "scopes_missing" && needed.every((scope) => scopes.includes(scope));
}

function countByStatus(jobs: readonly ClipJob[]): Record<JobStatus, number> {
  const counts = Object.fromEntries(jobStatuses.map((status) => [status, 0])) as Record<JobStatus, number>;
  for (const { status } of jobs) counts[status] += 1;
  return counts;
}
