// One channel of the list; the whole row leads to its page.
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import { removeChannel } from "../../api/channels.ts";
import { orSayWhy } from "../../features/form/or-say-why.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { Elapsed } from "../../ui/elapsed.tsx";
import { Icon } from "../../ui/icon.tsx";
import { PlatformBadge } from "../../ui/platform-badge.tsx";
import { toast } from "../../ui/toasts.tsx";
import { feedFacts, feedWords } from "../../ui/format/feed-words.ts";
import { formatCount } from "../../ui/format/format-number.ts";
import "../../ui/figure.css";
import "./channel-list.css";

interface Props {
  readonly channel: ChannelSummary;
  readonly mayRemove: boolean;
}

export function ChannelRow({ channel, mayRemove }: Props) {
  const { isLive, feed } = channel;
  const words = feedWords(feed);
  const facts = feedFacts(feed);
  return (
    <div class={`channel-row ${isLive ? "" : "offline"}`}>
      <div class="channel-identity">
        <div class="channel-name">
          <span class={`dot ${isLive ? "live" : ""}`} aria-hidden="true" />
          <a class="truncate" href={`/watch/${channel.platform}/${encodeURIComponent(channel.login)}`}>
            {channel.displayName}
          </a>
          <PlatformBadge platform={channel.platform} />
          {isLive && <span class="badge live">LIVE</span>}
        </div>
        <span class="channel-title truncate" title={channel.title}>
          {isLive ? channel.title || "No title" : "Offline"}
        </span>
      </div>
      <dl class="figure">
        <dt>Viewers</dt>
        <dd>{isLive ? formatCount(channel.viewerCount) : "–"}</dd>
      </dl>
      <dl class="figure">
        <dt>Live for</dt>
        <dd>{isLive && channel.startedAtMs !== null ? <Elapsed fromMs={channel.startedAtMs} /> : "–"}</dd>
      </dl>
      <dl class="figure">
        <dt>Moments</dt>
        <dd>{formatCount(channel.moments)}</dd>
      </dl>
      <dl class="figure">
        <dt>Clips</dt>
        <dd>{formatCount(channel.clipsReady)}</dd>
      </dl>
      <div class="feed-cell" title={feed.detail ?? undefined}>
        <div class="row">
          <span class={`dot ${words.tone}`} aria-hidden="true" />
          {words.text}
        </div>
        <span class="faint truncate">{(feed.status === "connected" && facts) || (feed.detail ?? facts)}</span>
      </div>
      {mayRemove && (
        <BusyButton
          class="quiet icon-only compact"
          label={`Remove ${channel.displayName}`}
          title="Remove"
          onPress={remove}
        >
          <Icon name="trash" />
        </BusyButton>
      )}
    </div>
  );

  async function remove() {
    if (!confirm(`Stop listening to ${channel.displayName}? What was detected so far is kept.`)) return;
    await orSayWhy(async () => {
      await removeChannel(channel);
      toast(`${channel.displayName} was removed.`);
    });
  }
}
