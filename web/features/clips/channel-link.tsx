// A channel by name, leading to its page.
import type { Platform } from "#core/channel/channel-ref.ts";
import { PlatformBadge } from "../../ui/platform-badge.tsx";
import "./clips.css";

export function ChannelLink({ platform, login }: { platform: Platform; login: string }) {
  return (
    <>
      <a class="truncate channel-link" href={`/watch/${platform}/${encodeURIComponent(login)}`}>
        {login}
      </a>
      <PlatformBadge platform={platform} />
    </>
  );
}
