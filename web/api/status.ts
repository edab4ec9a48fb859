// What the database says of all channels together.
import { z } from "zod";
import { momentSchema } from "#core/moments/moment.ts";
import { platformSchema } from "#core/channel/channel-ref.ts";
import { request } from "./request.ts";

const ofChannel = { platform: platformSchema, login: z.string().max(60) };

export const statusSchema = z.object({
  activeSessions: z.array(z.object({ ...ofChannel, title: z.string().max(300), startedAtMs: z.number() })).max(1000),
  unprocessedMoments: z.number().int().nonnegative(),
  lastMoments: z
    .array(
      momentSchema.pick({ id: true, peakMs: true, explanation: true, streamElapsedSeconds: true }).extend(ofChannel),
    )
    .max(100),
});
export type Status = z.infer<typeof statusSchema>;

export async function getStatus(signal: AbortSignal): Promise<Status> {
  return request("/api/status", statusSchema, { signal });
}
