// Where Twitch's own player for a clip is, as far as a page may show it in a frame.
import { isThisComputer } from "#core/web-address.ts";

/** Null for an address that is not the clip player's; on the developer's own computer, the demo world's will do. */
export function embedAddress(embedUrl: string, page: URL): URL | null {
  const url = URL.parse(embedUrl);
  if (!url) return null;
  const isPlayer = url.protocol === "https:" && url.host === "clips.twitch.tv" && url.pathname === "/embed";
  if (!isPlayer && !(isThisComputer(url.hostname) && isThisComputer(page.hostname))) return null;
  // The player shows itself only on the page that its address names (dev.twitch.tv/docs/embed/video-and-clips).
  url.searchParams.set("parent", page.hostname);
  url.searchParams.set("autoplay", "false");
  return url;
}
