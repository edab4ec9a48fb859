// One request to Twitch, made once, with everything that can come of it: an HTTP answer with its parsed body, or none.
// It never throws, because what a missing answer means depends on what was asked.
import { parseJson } from "#core/text/parse-json.ts";
import { fetchWhole, NoAnswerError } from "../http/bounded-fetch.ts";
import { outboundLimits } from "../http/outbound-limits.ts";

/** `body` is undefined where it is not JSON. */
export type TwitchAnswer =
  | { readonly status: "answered"; readonly httpStatus: number; readonly headers: Headers; readonly body: unknown }
  /** Timed out, dropped, cut off, too large or leading elsewhere: whatever was asked may have been done. */
  | { readonly status: "unanswered"; readonly detail: string };

export async function askTwitch(url: URL, init: RequestInit): Promise<TwitchAnswer> {
  try {
    const { status, headers, bytes } = await fetchWhole(outboundLimits.platformJson, url, init);
    return { status: "answered", httpStatus: status, headers, body: parseJson(new TextDecoder().decode(bytes)) };
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    return { status: "unanswered", detail: error.message };
  }
}
