// TwitchDownloader's chat JSON in its own names. Only what is read is named; versions differ in the rest.
import { z } from "zod";

const text = (most: number) => z.string().max(most);

export const downloadedCommentSchema = z.object({
  _id: text(128).nullish(),
  created_at: text(40).nullish(),
  content_offset_seconds: z.number().min(0).max(10_000_000).nullish(),
  commenter: z.object({
    _id: z.union([text(128), z.number()]).nullish(),
    name: text(100).nullish(),
    display_name: text(100).nullish(),
  }),
  message: z.object({
    body: text(10_000),
    fragments: z
      .array(z.object({ text: text(10_000).nullish(), emoticon: z.unknown() }))
      .max(500)
      .nullish()
      .catch(null),
  }),
});
export type DownloadedComment = z.infer<typeof downloadedCommentSchema>;

export const downloadedChatSchema = z.object({
  comments: z.array(z.unknown()),
  video: z
    .object({ created_at: text(40).nullish() })
    .nullish()
    .catch(null),
  embeddedData: z
    .object({
      thirdParty: z
        .array(z.object({ name: text(100).nullish() }))
        .max(20_000)
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});
