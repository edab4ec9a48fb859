// The webhook subscriptions that a listener holds, by its platform and by what the deployment has been given.
import type { Platform } from "#core/channel/channel-ref.ts";
import type { Config } from "../../adapters/config.ts";
import { twitchAccountStub, workspaceStub } from "../stubs.ts";
import { KickWebhooks } from "./kick-webhooks.ts";
import type { ListenerStorage } from "./listener-storage.ts";
import type { PlatformPoll } from "./platform-poll.ts";
import { TwitchWebhooks } from "./twitch-webhooks.ts";

export function platformWebhooks(
  env: Pick<Env, "Workspace" | "TwitchAccount">,
  platform: Platform,
  { publicUrl, eventSubSecret }: Config,
  parts: { readonly poll: PlatformPoll; readonly storage: ListenerStorage },
): KickWebhooks | TwitchWebhooks {
  if (platform === "kick") return new KickWebhooks(parts.poll);
  return new TwitchWebhooks({
    ...parts,
    // Without an address of its own, or a secret to sign with, a deployment cannot be called by Twitch.
    target: publicUrl && eventSubSecret ? { callback: `${publicUrl}/webhooks/twitch`, secret: eventSubSecret } : null,
    connected: () => workspaceStub(env).eventSubChannels(),
    problemOf: async (userId) => {
      const accounts = await workspaceStub(env).accounts();
      return accounts.find((account) => account.userId === userId)?.problem ?? null;
    },
    checkAccount: (userId) => twitchAccountStub(env, userId).validateNow(),
  });
}
