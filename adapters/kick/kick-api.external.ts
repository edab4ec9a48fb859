// What Kick's public API answers, in its own words; only what we use. (docs.kick.com)
import { z } from "zod";
import { lineSchema, seenLineSchema } from "#core/text/clean-line.ts";

const time = z.string().max(40);

export const kickChannels = z.object({
  data: z
    .array(
      z.object({
        broadcaster_user_id: z.number().int(),
        slug: seenLineSchema(60),
      }),
    )
    .max(50),
});

export const kickUsers = z.object({
  data: z.array(z.object({ user_id: z.number().int().positive(), name: seenLineSchema(80) })).max(50),
});

/** `users/livestreams`: only live channels are in it. */
export const kickLivestreams = z.object({
  data: z
    .array(
      z.looseObject({
        broadcaster_user_id: z.number().int().optional(),
        broadcaster_user: z.looseObject({ id: z.number().int() }).optional(),
        stream_title: lineSchema(300).nullish(),
        title: lineSchema(300).nullish(),
        viewer_count: z.number().int().nonnegative().nullish(),
        started_at: time,
      }),
    )
    .max(100),
});

export const kickPublicKeyAnswer = z.object({ data: z.object({ public_key: z.string().max(4000) }) });

export const kickSubscriptions = z.object({
  data: z
    .array(
      z.looseObject({
        id: z.string(),
        event: z.string(),
        broadcaster_user_id: z.number().int(),
      }),
    )
    .max(10_000)
    .nullish(),
});

export const kickSubscribed = z.object({
  data: z.array(
    z.looseObject({ name: z.string(), error: z.string().nullish(), subscription_id: z.string().nullish() }),
  ),
});
