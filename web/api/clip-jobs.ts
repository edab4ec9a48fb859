// What a person does to a clip job.
import { z } from "zod";
import { clipJobSchema, type ClipJob } from "#core/clips/clip-job.ts";
import { request } from "./request.ts";

export async function retryJob(jobId: string): Promise<ClipJob> {
  return (
    await request(`/api/clip-jobs/${encodeURIComponent(jobId)}/retry`, z.object({ job: clipJobSchema }), {
      method: "POST",
    })
  ).job;
}
