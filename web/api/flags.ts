// The switches for clipping on the whole deployment.
import { z } from "zod";
import { type ClipFlags, clipFlagsSchema } from "#core/clips/board/clip-flags.ts";
import { request } from "./request.ts";

export async function changeFlags(change: Partial<ClipFlags>): Promise<ClipFlags> {
  const answer = z.object({ flags: clipFlagsSchema });
  return (await request("/api/flags", answer, { method: "PATCH", body: change })).flags;
}
