// What a person does to a clip job.
import { z } from "zod";
import { clipJobSchema, type ClipJob, type Executor } from "#core/clips/job/clip-job.ts";
import { request } from "./request.ts";

/** Tries a failed clip again; `executor` is the one that failed or one of the job's alternatives. */
export async function postRetry(jobId: string, executor: Executor): Promise<ClipJob> {
  const path = `/api/clip-jobs/${encodeURIComponent(jobId)}/retry`;
  return (await request(path, z.object({ job: clipJobSchema }), { method: "POST", body: { executor } })).job;
}
