// What of a stream is recorded: one of its qualities and, where there are several, one of its sounds.
import { z } from "zod";
import { parseJson } from "#core/text/parse-json.ts";

const choiceSchema = z.object({ quality: z.string().max(200).nullable(), sound: z.string().max(200).nullable() });

/** The id of a quality, the name of a sound. Null for the best and for the source's own choice. */
export type StreamChoice = Readonly<z.infer<typeof choiceSchema>>;

export const ownChoice: StreamChoice = { quality: null, sound: null };

/** A choice that was written as JSON; the source's own where it cannot be read. */
export function parseStreamChoice(text: string | null): StreamChoice {
  return choiceSchema.safeParse(parseJson(text ?? "")).data ?? ownChoice;
}
