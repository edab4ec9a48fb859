// Where Twitch's own player for a clip is, as far as a page may show it in a frame.

/** Null for an address that is not the clip player's; on the developer's own computer, the demo world's will do. */
export function embedAddress(embedUrl: string, page: URL): URL | null {
  const url = URL.parse(embedUrl);
  if (!url) return null;
  const isPlayer = url.protocol === "https:" && url.host === "clips.twitch.tv" && url.pathname === "/embed";
  if (!isPlayer && !(isLocal(url) && isLocal(page))) return null;
  // The player shows itself only on the page that its address names (dev.twitch.tv/docs/embed/video-and-clips).
  url.searchParams.set("parent", page.hostname);
  url.searchParams.set("autoplay", "false");
  return url;
}

function isLocal({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
}
