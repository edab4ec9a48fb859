// Which platform a channel is on.
import type { Platform } from "#core/channel/channel-ref.ts";

const names: Record<Platform, string> = { twitch: "Twitch", kick: "Kick" };

export function PlatformBadge({ platform }: { platform: Platform }) {
  return <span class="badge">{names[platform]}</span>;
}
