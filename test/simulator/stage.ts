// The channels as they stand now: the one place where the demo world changes.
import type { ScriptedChannel } from "./world.ts";

/** The world as it stands: channels are replaced, never changed. */
export interface Stage {
  channels(): readonly ScriptedChannel[];
  channelByLogin(login: string): ScriptedChannel | undefined;
  put(channel: ScriptedChannel): void;
}

export function createStage(first: readonly ScriptedChannel[]): Stage {
  const channels = new Map(first.map((channel) => [channel.login, channel]));
  return {
    channels: () => [...channels.values()],
    channelByLogin: (login) => channels.get(login),
    put: (channel) => void channels.set(channel.login, channel),
  };
}
