// Where a platform's own player of a live channel is, as a page may show it in a frame.
import type { Platform } from "#core/channel/channel-ref.ts";

/** The only other sites that the watch page may show in a frame. */
export const playerOrigins: Record<Platform, string> = {
  twitch: "https://player.twitch.tv",
  kick: "https://player.kick.com",
};

/**
 * The player's address. `pageHost` is the page's host name without its port: Twitch shows its player only on the page that
 * the address names (dev.twitch.tv/docs/embed/video-and-clips). Muted at first, because browsers start no other.
 */
export function officialPlayer(platform: Platform, login: string, pageHost: string): string {
  const origin = playerOrigins[platform];
  const name = encodeURIComponent(login);
  if (platform === "kick") return `${origin}/${name}?autoplay=true&muted=true`;
  return `${origin}/?channel=${name}&parent=${encodeURIComponent(pageHost)}&autoplay=true&muted=true`;
}
