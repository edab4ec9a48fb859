// Which channel the address of the page names.
import { platformSchema } from "#core/channel/channel-ref.ts";
import type { ChannelName } from "../../api/channels.ts";

/** `/watch/twitch/name`; null for anything else. */
export function channelOfPath(path: string): ChannelName | null {
  const [, page, platform, login, ...rest] = path.split("/");
  const known = platformSchema.safeParse(platform);
  if (page !== "watch" || !known.success || !login || rest.some((part) => part !== "")) return null;
  try {
    return { platform: known.data, login: decodeURIComponent(login) };
  } catch {
    return null;
  }
}
