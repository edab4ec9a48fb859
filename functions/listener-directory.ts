// Which listener hears a channel, remembered for a few seconds: a busy chat is thousands of webhooks a minute, and the
// workspace is one object.
import { channelKey, type ChannelRef } from "#core/channel/channel-ref.ts";

const freshForMs = 5_000;

type Listed = ChannelRef & { readonly listener: string };

/** `list` asks the workspace. What is not found is asked for each time: a channel that was just added is heard at once. */
export function listenerDirectory(
  list: () => Promise<readonly Listed[]>,
): (channel: ChannelRef) => Promise<string | null> {
  let names = new Map<string, string>();
  let askedAtMs = Number.NEGATIVE_INFINITY;
  return async (channel) => {
    if (Date.now() - askedAtMs >= freshForMs || !names.has(channelKey(channel))) {
      names = new Map((await list()).map((one) => [channelKey(one), one.listener]));
      askedAtMs = Date.now();
    }
    return names.get(channelKey(channel)) ?? null;
  };
}
