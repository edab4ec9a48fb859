// What the dashboard knows, kept fresh while it is visible.
import { signal, type Signal } from "@preact/signals";
import type { ChannelSummary } from "#core/live/channel-summary.ts";
import type { Member } from "#core/members/member.ts";
import { listChannels } from "../api/channels.ts";
import { failed, loaded, type Loadable } from "../api/loadable.ts";
import { getMe } from "../api/members.ts";
import { pollWhileVisible } from "../api/poll-while-visible.ts";
import { sentenceOf } from "../api/request.ts";
import { getStatus, type Status } from "../api/status.ts";

export interface DashboardStore {
  readonly me: Signal<Loadable<Member>>;
  readonly channels: Signal<Loadable<readonly ChannelSummary[]>>;
  /** From the database, which may be away while everything else works. */
  readonly status: Signal<Loadable<Status>>;
  /** Asks again now: after a change, or when someone presses Retry. */
  readonly refresh: () => void;
  readonly destroy: () => void;
}

const everyMs = 5_000;

export function openDashboardStore(): DashboardStore {
  const me = signal<Loadable<Member>>({ status: "loading" });
  const channels = signal<Loadable<readonly ChannelSummary[]>>({ status: "loading" });
  const status = signal<Loadable<Status>>({ status: "loading" });

  const polls = [
    pollWhileVisible(async (abort) => {
      if (me.value.status !== "ready") await keep(me, getMe(abort), abort);
      await keep(channels, listChannels(abort), abort);
    }, everyMs),
    pollWhileVisible((abort) => keep(status, getStatus(abort), abort), everyMs),
  ];
  return {
    me,
    channels,
    status,
    refresh: () => polls.forEach((poll) => poll.again()),
    destroy: () => polls.forEach((poll) => poll.stop()),
  };
}

async function keep<T>(into: Signal<Loadable<T>>, answer: Promise<T>, abort: AbortSignal): Promise<void> {
  try {
    into.value = loaded(await answer);
  } catch (error) {
    if (!abort.aborted) into.value = failed(into.value, sentenceOf(error));
  }
}
