// The feed of a listener's platform, by what the deployment has been given.
import type { Platform } from "#core/channel/channel-ref.ts";
import type { Config } from "../../adapters/config.ts";
import { twitchAccountStub, workspaceStub } from "../stubs.ts";
import type { ChannelsHeard } from "./channels-heard.ts";
import { KickFeed } from "./kick-feed.ts";
import type { ListenerStorage } from "./listener-storage.ts";
import type { FeedHearer, PlatformFeed } from "./platform-feed.ts";
import type { PlatformPoll } from "./platform-poll.ts";
import { TwitchFeed } from "./twitch-feed.ts";
import { TwitchWebhooks } from "./twitch-webhooks.ts";

export interface FeedSource {
  readonly env: Pick<Env, "Workspace" | "TwitchAccount">;
  readonly platform: Platform;
  readonly config: Config;
  readonly poll: PlatformPoll;
  readonly storage: ListenerStorage;
}

export function openFeed(
  { env, platform, config, poll, storage }: FeedSource,
  channels: ChannelsHeard,
  hearer: FeedHearer,
): PlatformFeed {
  if (platform === "kick") return new KickFeed(poll);
  const { publicUrl, eventSubSecret, twitch } = config;
  const webhooks = new TwitchWebhooks({
    ...{ poll, storage },
    // Without an address of its own, or a secret to sign with, a deployment cannot be called by Twitch.
    target: publicUrl && eventSubSecret ? { callback: `${publicUrl}/webhooks/twitch`, secret: eventSubSecret } : null,
    connected: () => workspaceStub(env).eventSubChannels(),
    problemOf: async (userId) => {
      const accounts = await workspaceStub(env).accounts();
      return accounts.find((account) => account.userId === userId)?.problem ?? null;
    },
    checkAccount: (userId) => twitchAccountStub(env, userId).validateNow(),
  });
  const deafSinceMs = storage.times.lastPersistAtMs || null;
  return new TwitchFeed({ channels, hearer, webhooks, ircUrl: twitch?.ircUrl ?? null, deafSinceMs });
}
