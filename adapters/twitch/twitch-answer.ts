// One request to Twitch, made once, with everything that can come of it: an HTTP answer with its parsed body, or none.
// It never throws, because what a missing answer means depends on what was asked.
import { parseJson } from "#core/text/parse-json.ts";
import { inTime } from "../http/in-time.ts";

/** `body` is undefined where it is not JSON. */
export type TwitchAnswer =
  | { readonly status: "answered"; readonly httpStatus: number; readonly headers: Headers; readonly body: unknown }
  /** Timed out, dropped, cut off or too large: whatever was asked may have been done. */
  | { readonly status: "unanswered"; readonly detail: string };

const timeoutMs = 10_000;
/** A hundred clips are about 100 KB; an endless answer must not fill the object's memory. */
const maxAnswerBytes = 2_000_000;

export async function askTwitch(url: URL, init: RequestInit): Promise<TwitchAnswer> {
  try {
    return await inTime(timeoutMs, async (signal): Promise<TwitchAnswer> => {
      // A redirect is not followed: it would carry a token to wherever it points, and repeat what must not be repeated.
      const response = await fetch(url, { ...init, redirect: "manual", signal });
      const text = await boundedText(response);
      if (text === null) return { status: "unanswered", detail: `${url.pathname} answered with too much` };
      return { status: "answered", httpStatus: response.status, headers: response.headers, body: parseJson(text) };
    });
  } catch (error) {
    const reason = error instanceof DOMException && error.name === "TimeoutError" ? "timed out" : "did not answer";
    return { status: "unanswered", detail: `${url.pathname} ${reason}` };
  }
}

/** Null when there is more than {@link maxAnswerBytes}. */
async function boundedText(response: Response): Promise<string | null> {
  if (!response.body) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > maxAnswerBytes) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
