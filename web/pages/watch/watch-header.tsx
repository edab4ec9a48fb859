// The head of the watch page: which channel, how it is doing, and what can be done.
import { useComputed } from "@preact/signals";
import { BusyButton } from "../../ui/busy-button.tsx";
import { Elapsed } from "../../ui/elapsed.tsx";
import { Icon } from "../../ui/icon.tsx";
import { MemberMenu } from "../../features/accounts/member-menu.tsx";
import { PlatformBadge } from "../../ui/platform-badge.tsx";
import { ThemeToggle } from "../../ui/theme-toggle.tsx";
import { feedFacts, feedWords } from "../../ui/format/feed-words.ts";
import { formatCount } from "../../ui/format/format-number.ts";
import type { WatchStore } from "./watch-store.ts";
import "../../ui/figure.css";
import "./watch-header.css";

interface Props {
  readonly store: WatchStore;
  readonly onSettings: () => void;
  readonly onHelp: () => void;
}

export function WatchHeader({ store, onSettings, onHelp }: Props) {
  const channel = useComputed(() => store.state.value.channel).value;
  const title = useComputed(() => store.state.value.session?.title ?? "").value;
  const isLive = store.isLive.value;
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
      <Figures store={store} />
      {store.mayEdit && (
        <BusyButton
          class="primary clip-now"
          title="Clip the last 30 seconds (C)"
          disabled={!store.canClip.value}
          onPress={store.clipNow}
        >
          <Icon name="scissors" />
          Clip now <kbd>C</kbd>
        </BusyButton>
      )}
      <div class="row">
        {store.mayEdit && (
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
        <MemberMenu member={store.me} />
      </div>
    </header>
  );
}

function Figures({ store }: { store: WatchStore }) {
  const session = useComputed(() => store.state.value.session).value;
  const feed = useComputed(() => store.state.value.feed).value;
  const offset = useComputed(() => store.state.value.clockOffsetMs).value;
  const viewers = useComputed(() => newestViewers(store)).value;
  const words = feedWords(feed);
  if (!store.isLive.value || session === null) return null;
  return (
    <dl class="watch-figures">
      <div class="figure">
        <dt>Viewers</dt>
        <dd>{formatCount(viewers)}</dd>
      </div>
      <div class="figure wide">
        <dt>Live for</dt>
        <dd>
          <Elapsed fromMs={session.startedAtMs} offsetMs={offset} />
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

/** The chart's seconds carry fresher counts than the session. */
function newestViewers(store: WatchStore): number | null {
  const { counts, session } = store.state.value;
  return counts.findLast((one) => one.viewers !== null)?.viewers ?? session?.viewerCount ?? null;
}
