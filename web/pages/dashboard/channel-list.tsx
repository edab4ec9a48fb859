// The list of channels in each of its states: loading, failed, empty, filled.
import type { ReadonlySignal } from "@preact/signals";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import { Notice } from "../../ui/notice.tsx";
import { inChannelOrder } from "./channel-order.ts";
import { ChannelRow } from "./channel-row.tsx";
import "./channel-list.css";

interface Props {
  /** Null until they are known. */
  readonly channels: ReadonlySignal<readonly ChannelSummary[] | null>;
  /** Why they are not known. */
  readonly problem: ReadonlySignal<string | null>;
  readonly onRetry: () => void;
  readonly mayEdit: boolean;
  readonly mayRemove: boolean;
  readonly onAdd: () => void;
}

export function ChannelList({ channels, problem, onRetry, mayEdit, mayRemove, onAdd }: Props) {
  if (channels.value === null) {
    return (
      <>
        {problem.value !== null && (
          <Notice
            tone="bad"
            actions={
              <button type="button" class="button compact" onClick={onRetry}>
                Try now
              </button>
            }
          >
            {problem.value}
          </Notice>
        )}
        <Loading />
      </>
    );
  }
  return (
    <div class="panel">
      {channels.value.length === 0 ? (
        <NoChannels mayEdit={mayEdit} onAdd={onAdd} />
      ) : (
        <ul class="channel-list">
          {inChannelOrder(channels.value).map((channel) => (
            <li key={`${channel.platform}:${channel.channelId}`}>
              <ChannelRow channel={channel} mayRemove={mayRemove} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function NoChannels({ mayEdit, onAdd }: { mayEdit: boolean; onAdd: () => void }) {
  return (
    <div class="empty">
      <h2>Which channel shall Hypecut listen to?</h2>
      <p>
        Add a Twitch or Kick channel by its name or address. Once it goes live, its chat is heard, and every moment that
        makes it jump is listed here.
      </p>
      {mayEdit ? (
        <button type="button" class="button primary" onClick={onAdd}>
          Add the first channel
        </button>
      ) : (
        <p class="faint">An editor or an owner can add channels.</p>
      )}
    </div>
  );
}

/** As high as three rows, so that the page does not jump when they arrive. */
function Loading() {
  return (
    <div class="panel" aria-busy="true" aria-label="Loading the channels">
      <ul class="channel-list">
        {["58%", "42%", "50%"].map((width) => (
          <li key={width}>
            <div class="channel-row">
              <div class="channel-identity">
                <span class="skeleton" style={{ width, height: "1.4rem" }} />
              </div>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
