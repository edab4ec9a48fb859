// What Helix answers, in its own words; only what we use. (dev.twitch.tv/docs/api/reference)
import { z } from "zod";
import { lineSchema, seenLineSchema } from "#core/text/clean-line.ts";

export const helixUsers = z.object({
  data: z
    .array(
      z.object({ id: z.string().regex(/^\d{1,20}$/), login: seenLineSchema(60), display_name: seenLineSchema(80) }),
    )
    .max(100),
});

export const helixStreams = z.object({ data: z.array(z.unknown()).max(100) });

/** Parsed one by one: a stream of an unknown form must not hide the others. */
export const helixStream = z.object({
  id: z.string().max(40),
  user_id: z.string(),
  type: z.string(),
  title: lineSchema(300),
  viewer_count: z.number().int().nonnegative(),
  started_at: z.iso.datetime({ offset: true }),
});
