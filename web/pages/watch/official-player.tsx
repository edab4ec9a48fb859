// The platform's own player, which is all there is to see of a channel without an address, in the part that a capture records.
import type { Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { officialPlayer } from "#core/capture/official-player.ts";
import type { Channel } from "#core/channel/channel.ts";
import "./official-player.css";

interface Props {
  readonly channel: Channel;
  /** What a capture is cut down to; set while the player is shown. */
  readonly part: Signal<HTMLElement | null>;
}

export function OfficialPlayer({ channel, part }: Props) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    part.value = element.current;
    return () => void (part.value = null);
  }, [part]);
  return (
    <div class="official-player" ref={element}>
      <iframe
        title={`${channel.displayName} on ${channel.platform === "twitch" ? "Twitch" : "Kick"}`}
        src={officialPlayer(channel.platform, channel.login, location.hostname)}
        allow="autoplay; fullscreen; encrypted-media; picture-in-picture"
      />
    </div>
  );
}
