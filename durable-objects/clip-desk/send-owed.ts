// What a desk owes: records to the database's queue, verdicts to the monitor, candidates and jobs to both the monitor and
// the board.
import { z } from "zod";
import { candidateStateSchema } from "#core/clips/candidate/candidate.ts";
import type { CandidateState } from "#core/clips/candidate/candidate.ts";
import { type ClipJob, clipJobSchema } from "#core/clips/job/clip-job.ts";
import { verdictSchema } from "#core/moments/trigger-weights.ts";
import { deskRowSchema } from "#core/outbox/record.ts";
import { channelKey, type ChannelRef } from "#core/channel/channel-ref.ts";
import { type OutboxMessage, type Receiver, receiver } from "../outbox-receiver.ts";
import { sendRecords } from "../send-records.ts";
import { monitorStub, workspaceStub } from "../stubs.ts";

const clipNewsSchema = z.union([z.object({ candidate: candidateStateSchema }), z.object({ job: clipJobSchema })]);
const judgedSchema = z.object({ momentId: z.string().max(80), verdict: verdictSchema });
type ClipNews = z.infer<typeof clipNewsSchema>;

/** What each receiver is told in one message. */
export interface DeskOwes {
  readonly records: z.infer<typeof deskRowSchema>;
  readonly monitor: ClipNews;
  readonly verdicts: z.infer<typeof judgedSchema>;
  readonly board: ClipNews;
}

export function deskReceivers(
  env: Pick<Env, "RECORDS" | "ChannelMonitor" | "Workspace">,
  channel: ChannelRef,
): Record<keyof DeskOwes, Receiver> {
  const source = { object: "ClipDesk", key: channelKey(channel) } as const;
  return {
    records: receiver(deskRowSchema, (messages) => sendRecords(env, source, messages)),
    verdicts: receiver(judgedSchema, async (messages) => {
      await monitorStub(env, channel).candidatesJudged(messages.map(({ body }) => body));
      return "done";
    }),
    monitor: receiver(clipNewsSchema, async (messages) => {
      await monitorStub(env, channel).noteClips(newestOf(messages));
      return "done";
    }),
    board: receiver(clipNewsSchema, async (messages) => {
      await workspaceStub(env).noteClips(channel, newestOf(messages));
      return "done";
    }),
  };
}

/** Board and pages keep states and no history. */
function newestOf(messages: readonly OutboxMessage<ClipNews>[]): { candidates: CandidateState[]; jobs: ClipJob[] } {
  const candidates = new Map<string, CandidateState>();
  const jobs = new Map<string, ClipJob>();
  for (const { body } of messages) {
    if ("candidate" in body) candidates.set(body.candidate.candidateId, body.candidate);
    else jobs.set(body.job.jobId, body.job);
  }
  return { candidates: [...candidates.values()], jobs: [...jobs.values()] };
}
