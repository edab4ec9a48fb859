// Carries what a desk owes: records to the database's queue, verdicts to the monitor, candidates and jobs to both the
// monitor and the board.
import type { ClipJob } from "#core/clips/job/clip-job.ts";
import type { Verdict } from "#core/moments/trigger-weights.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import { parseChannelKey } from "#core/channel/channel-ref.ts";
import type { Delivery, OutboxMessage } from "../outbox.ts";
import { sendRecords } from "../send-records.ts";
import { monitorStub, workspaceStub } from "../stubs.ts";

type ClipNews = { readonly candidate: CandidateState } | { readonly job: ClipJob };

/** What each receiver is told in one message. */
export interface OwedTo {
  readonly records: { readonly table: "candidates" | "clip_jobs"; readonly row: object };
  readonly monitor: ClipNews;
  readonly verdicts: { readonly momentId: string; readonly verdict: Verdict };
  readonly board: ClipNews;
}

export async function deliver(
  env: Pick<Env, "RECORDS" | "ChannelMonitor" | "Workspace">,
  key: string,
  target: string,
  messages: readonly OutboxMessage[],
): Promise<Delivery> {
  if (target === "records") return sendRecords(env, { object: "ClipDesk", key }, messages);
  const channel = parseChannelKey(key);
  if (!channel) throw new Error(`a desk is named after its channel, not ${key}`);
  const bodies = messages.map(({ body }) => body);
  if (target === "verdicts") await monitorStub(env, channel).candidatesJudged(bodies as readonly OwedTo["verdicts"][]);
  if (target === "monitor") await monitorStub(env, channel).noteClips(newestOf(bodies as readonly ClipNews[]));
  if (target === "board") await workspaceStub(env).noteClips(channel, newestOf(bodies as readonly ClipNews[]));
  return "done";
}

/** Board and pages keep states and no history. */
function newestOf(notes: readonly ClipNews[]): { candidates: CandidateState[]; jobs: ClipJob[] } {
  const candidates = new Map<string, CandidateState>();
  const jobs = new Map<string, ClipJob>();
  for (const note of notes) {
    if ("candidate" in note) candidates.set(note.candidate.candidateId, note.candidate);
    else jobs.set(note.job.jobId, note.job);
  }
  return { candidates: [...candidates.values()], jobs: [...jobs.values()] };
}
