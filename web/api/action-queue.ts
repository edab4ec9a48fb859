// Clip candidates that wait for a person to say yes or no.
import { z } from "zod";
import { clipJobSchema, type ClipJob } from "#core/clips/job/clip-job.ts";
import { candidateStateSchema, type CandidateState } from "#core/clips/candidate/candidate.ts";
import type { CandidateEdit } from "#core/clips/candidate/candidate-step.ts";
import { nothing, request } from "./request.ts";

export async function postApproval(candidateId: string): Promise<ClipJob> {
  const path = `/api/action-queue/${encodeURIComponent(candidateId)}/approve`;
  return (await request(path, z.object({ job: clipJobSchema }), { method: "POST" })).job;
}

export async function postRejection(candidateId: string): Promise<void> {
  await request(`/api/action-queue/${encodeURIComponent(candidateId)}/reject`, nothing, { method: "POST" });
}

export async function patchCandidate(candidateId: string, change: CandidateEdit): Promise<CandidateState> {
  const path = `/api/action-queue/${encodeURIComponent(candidateId)}`;
  return (await request(path, z.object({ action: candidateStateSchema }), { method: "PATCH", body: change })).action;
}
