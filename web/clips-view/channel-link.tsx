// A channel by name, leading to its page.
import type { Platform } from "#core/platform.ts";
import { PlatformBadge } from "../components/platform-badge.tsx";

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
