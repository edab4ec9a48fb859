// How code finds the live objects: by what they are about, never by namespace.
import { channelKey, type ChannelRef } from "#core/platform.ts";

export function workspaceStub(
  env: Pick<Env, "Workspace">,
): DurableObjectStub<import("./workspace/workspace.ts").Workspace> {
  return env.Workspace.getByName("workspace");
}

/** `name` is `platform:shard`, as the workspace has assigned it. */
export function listenerStub(
  env: Pick<Env, "Listener">,
  name: string,
): DurableObjectStub<import("./listener/listener.ts").Listener> {
  return env.Listener.getByName(name);
}

export function monitorStub(
  env: Pick<Env, "ChannelMonitor">,
  channel: ChannelRef,
): DurableObjectStub<import("./channel-monitor/channel-monitor.ts").ChannelMonitor> {
  return env.ChannelMonitor.getByName(channelKey(channel));
}

export function deskStub(
  env: Pick<Env, "ClipDesk">,
  channel: ChannelRef,
): DurableObjectStub<import("./clip-desk/clip-desk.ts").ClipDesk> {
  return env.ClipDesk.getByName(channelKey(channel));
}

/** The connected Twitch account with this user id. */
export function twitchAccountStub(
  env: Pick<Env, "TwitchAccount">,
  userId: string,
): DurableObjectStub<import("./twitch-account/twitch-account.ts").TwitchAccount> {
  return env.TwitchAccount.getByName(userId);
}
