// Tells what is wrong with an HLS address before the server is asked.

const localHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);
const platformPage = /(^|\.)(twitch\.tv|kick\.com)$/;

/** A sentence about what is wrong; null for an address worth trying. Empty text means "no address" and is fine. */
export function hlsAddressProblem(text: string): string | null {
  if (text === "") return null;
  if (!URL.canParse(text)) return "That is not an address. It begins with https:// and usually ends in .m3u8.";
  const url = new URL(text);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && localHosts.has(url.hostname))) {
    return "The address must begin with https://. Only a server on this computer may use http://.";
  }
  if (platformPage.test(url.hostname)) {
    return "That is the channel's page. Twitch and Kick do not let other sites fetch their video; use your own output or a restream.";
  }
  return null;
}
