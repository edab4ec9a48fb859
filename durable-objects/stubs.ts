// How code finds the live objects: by what they are about, never by namespace, and typed by the interface each publishes.
import { channelKey, type ChannelRef } from "#core/channel/channel-ref.ts";
import type { ChannelMonitorRpc } from "./rpc/channel-monitor-rpc.ts";
import type { ClipDeskRpc } from "./rpc/clip-desk-rpc.ts";
import type { ListenerRpc } from "./rpc/listener-rpc.ts";
import type { Remote } from "./rpc/remote.ts";
import type { TwitchAccountRpc } from "./rpc/twitch-account-rpc.ts";
import type { WorkspaceRpc } from "./rpc/workspace-rpc.ts";

export function workspaceStub(env: Pick<Env, "Workspace">): Remote<WorkspaceRpc> {
  return env.Workspace.getByName("workspace");
}

/** `name` is `platform:shard`, as the workspace has assigned it. */
export function listenerStub(env: Pick<Env, "Listener">, name: string): Remote<ListenerRpc> {
  return env.Listener.getByName(name);
}

export function monitorStub(env: Pick<Env, "ChannelMonitor">, channel: ChannelRef): Remote<ChannelMonitorRpc> {
  return env.ChannelMonitor.getByName(channelKey(channel));
}

export function deskStub(env: Pick<Env, "ClipDesk">, channel: ChannelRef): Remote<ClipDeskRpc> {
  return env.ClipDesk.getByName(channelKey(channel));
}

/** The connected Twitch account with this user id. */
export function twitchAccountStub(env: Pick<Env, "TwitchAccount">, userId: string): Remote<TwitchAccountRpc> {
  return env.TwitchAccount.getByName(userId);
}
