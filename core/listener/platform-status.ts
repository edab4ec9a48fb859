// What a poll says of one live channel.
import { z } from "zod";

export const platformStatusSchema = z.object({
  /** The platform's own id of the broadcast; null where it has none. */
  streamId: z.string().nullable(),
  startedAtMs: z.number().int(),
  title: z.string(),
  /** Null where the platform hides it. */
  viewerCount: z.number().int().nonnegative().nullable(),
});
export type PlatformStatus = Readonly<z.infer<typeof platformStatusSchema>>;

/** Whether a monitor must know of it at once; viewers are told of with each minute. */
export function isStatusNews(before: PlatformStatus | null, after: PlatformStatus | null): boolean {
  return before?.startedAtMs !== after?.startedAtMs || before?.title !== after?.title;
}
