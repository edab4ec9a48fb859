// The head of the watch page: which channel, how it is doing, and what can be done.
import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { Member } from "#core/members/member.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { Elapsed } from "../../ui/elapsed.tsx";
import { Icon } from "../../ui/icon.tsx";
import { MemberMenu } from "../../features/accounts/member-menu.tsx";
import { PlatformBadge } from "../../ui/platform-badge.tsx";
import { ThemeToggle } from "../../ui/theme-toggle.tsx";
import { feedFacts, feedWords } from "../../ui/format/feed-words.ts";
import { formatCount } from "../../ui/format/format-number.ts";
import type { WatchParts } from "./watch-parts.ts";
import "../../ui/figure.css";
import "./watch-header.css";

interface FiguresProps extends Pick<WatchParts, "session" | "feed" | "counts" | "clockOffsetMs"> {
  readonly isLive: ReadonlySignal<boolean>;
}

interface Props extends FiguresProps, Pick<WatchParts, "channel"> {
  readonly me: Member;
  readonly canClip: ReadonlySignal<boolean>;
  /** Null for who may only look. */
  readonly onClip: (() => Promise<void>) | null;
  readonly onSettings: (() => void) | null;
  readonly onHelp: () => void;
}

export function WatchHeader({ me, canClip, onClip, onSettings, onHelp, ...parts }: Props) {
  const channel = parts.channel.value;
  const title = parts.session.value?.title ?? "";
  const isLive = parts.isLive.value;
  return (
    <header class="watch-header">
      <a class="button quiet icon-only" href="/" aria-label="All channels" title="All channels">
        <Icon name="back" />
      </a>
      <div class="watch-title">
        <div class="row">
          <h1 class="truncate">{channel.displayName}</h1>
          <PlatformBadge platform={channel.platform} />
          {isLive ? (
            <span class="badge live">
              <span class="dot live" aria-hidden="true" /> LIVE
            </span>
          ) : (
            <span class="badge">Offline</span>
          )}
        </div>
        <p class="truncate" title={title}>
          {isLive ? title || "No title" : "Hypecut listens and starts by itself"}
        </p>
      </div>
      <Figures {...parts} />
      {onClip && (
        <BusyButton
          class="primary clip-now"
          title="Clip the last 30 seconds (C)"
          disabled={!canClip.value}
          onPress={onClip}
        >
          <Icon name="scissors" />
          Clip now <kbd>C</kbd>
        </BusyButton>
      )}
      <div class="row">
        {onSettings && (
          <button
            type="button"
            class="button quiet icon-only"
            aria-label="Channel settings"
            title="Settings"
            onClick={onSettings}
          >
            <Icon name="settings" />
          </button>
        )}
        <button
          type="button"
          class="button quiet icon-only keyboard-help"
          aria-label="Keyboard shortcuts"
          title="Keyboard (?)"
          onClick={onHelp}
        >
          <Icon name="keyboard" />
        </button>
        <ThemeToggle />
        <MemberMenu member={me} />
      </div>
    </header>
  );
}

function Figures({ session: running, feed: heard, counts, clockOffsetMs, isLive }: FiguresProps) {
  const session = running.value;
  const feed = heard.value;
  // The chart's seconds carry fresher counts than the session.
  const viewers = useComputed(
    () => counts.value.findLast((one) => one.viewers !== null)?.viewers ?? running.value?.viewerCount ?? null,
  ).value;
  const words = feedWords(feed);
  if (!isLive.value || session === null) return null;
  return (
    <dl class="watch-figures">
      <div class="figure">
        <dt>Viewers</dt>
        <dd>{formatCount(viewers)}</dd>
      </div>
      <div class="figure wide">
        <dt>Live for</dt>
        <dd>
          <Elapsed fromMs={session.startedAtMs} offsetMs={clockOffsetMs.value} />
        </dd>
      </div>
      <div class="figure" title={feed.detail ?? undefined}>
        <dt>
          <span class={`dot ${words.tone}`} aria-hidden="true" /> {words.text}
        </dt>
        <dd>{feedFacts(feed) || "–"}</dd>
      </div>
    </dl>
  );
}
