// The script's truth by a channel's login, as the world stands now.
import { chatBetween, type ScriptedMessage } from "./chat-script.ts";
import type { ClipCreations, ClipStore, StoredClip } from "./clip-store.ts";
import type { Stage } from "./stage.ts";
import { eventsBetween, viewersAt, type ScriptedEvent } from "./truth.ts";
import type { ScriptedChannel } from "./world.ts";

/** Each throws for a login that is nobody's. Times are epoch milliseconds, ranges exclude their end. */
export interface WorldView {
  channels(): readonly ScriptedChannel[];
  channel(login: string): ScriptedChannel;
  chatBetween(login: string, fromMs: number, toMs: number): ScriptedMessage[];
  eventsBetween(login: string, fromMs: number, toMs: number): ScriptedEvent[];
  viewersAt(login: string, atMs: number): number;
  /** Twitch's clips as they were created, whether or not they appear. */
  clips(): readonly StoredClip[];
  /** How often each clip was asked for. */
  clipCreations(): readonly ClipCreations[];
}

export function createWorldView(stage: Stage, clips: ClipStore): WorldView {
  const channel = (login: string) => {
    const found = stage.channelByLogin(login);
    if (found === undefined) throw new Error(`no channel ${login}`);
    return found;
  };
  return {
    channels: stage.channels,
    channel,
    chatBetween: (login, fromMs, toMs) => chatBetween(channel(login), fromMs, toMs),
    eventsBetween: (login, fromMs, toMs) => eventsBetween(channel(login), fromMs, toMs),
    viewersAt: (login, atMs) => viewersAt(channel(login), atMs),
    clips: clips.all,
    clipCreations: clips.creations,
  };
}
