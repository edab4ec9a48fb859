// Tells what is wrong with an HLS address before the server is asked.
import { streamAddressProblem } from "#core/channel/stream-address.ts";

const platformPage = /(^|\.)(twitch\.tv|kick\.com)$/;

/** A sentence about what is wrong; null for an address worth trying. Empty text means "no address" and is fine. */
export function hlsAddressProblem(text: string): string | null {
  if (text === "") return null;
  const problem = streamAddressProblem(text);
  if (problem !== null) return problem;
  if (platformPage.test(URL.parse(text)?.hostname ?? "")) {
    return "That is the channel's page. Twitch and Kick do not let other sites fetch their video; use your own output or a restream.";
  }
  return null;
}
