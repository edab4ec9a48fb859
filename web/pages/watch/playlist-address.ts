// Where this page reads the stream: at its host, or at the relay of this deployment.
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import type { ChannelSettings } from "#core/channel/channel-settings.ts";
import { isRelayed } from "../../features/relay/relay-choice.ts";
import type { ChannelName } from "../../api/channels.ts";
import { getRelay } from "../../api/relay.ts";
import { sentenceOf } from "../../api/request.ts";

export interface PlaylistAddress {
  /** Null while there is none, and while the relay's is being asked for. */
  readonly address: ReadonlySignal<string | null>;
  /** Why the relay has none to give; it is asked again. */
  readonly problem: ReadonlySignal<string | null>;
  destroy(): void;
}

const askAgainMs = 10_000;

export function playlistAddress(settings: ReadonlySignal<ChannelSettings>, name: ChannelName): PlaylistAddress {
  const relayed = signal<string | null>(null);
  const problem = signal<string | null>(null);
  const direct = computed(() => (isRelayed(settings.value) ? null : settings.value.hlsUrl));
  const toRelay = computed(() => (isRelayed(settings.value) ? settings.value.hlsUrl : null));

  const stop = effect(() => {
    relayed.value = null;
    problem.value = null;
    if (toRelay.value === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const ask = async () => {
      try {
        const { address } = await getRelay(name);
        if (isOver) return;
        relayed.value = address === null ? null : new URL(address, location.origin).href;
        problem.value = null;
        if (address !== null) return;
      } catch (error) {
        if (isOver) return;
        problem.value = sentenceOf(error);
      }
      timer = setTimeout(ask, askAgainMs);
    };
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  });

  return { address: computed(() => direct.value ?? relayed.value), problem, destroy: stop };
}
