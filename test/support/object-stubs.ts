// The objects as the tests of the Workers runtime look into them: the runtime's own stubs, whole, where the product's code
// sees only the interface an object publishes.
import { channelKey, type ChannelRef } from "#core/channel/channel-ref.ts";

export const workspaceStub = (env: Pick<Env, "Workspace">) => env.Workspace.getByName("workspace");
export const listenerStub = (env: Pick<Env, "Listener">, name: string) => env.Listener.getByName(name);
export const monitorStub = (env: Pick<Env, "ChannelMonitor">, channel: ChannelRef) =>
  env.ChannelMonitor.getByName(channelKey(channel));
export const deskStub = (env: Pick<Env, "ClipDesk">, channel: ChannelRef) =>
  env.ClipDesk.getByName(channelKey(channel));
export const twitchAccountStub = (env: Pick<Env, "TwitchAccount">, userId: string) =>
  env.TwitchAccount.getByName(userId);
