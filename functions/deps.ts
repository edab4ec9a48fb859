// What routes may use: values and functions, wired once in index.ts. They never see `env`.
import type { Channel } from "#core/channel/channel.ts";
import type { Member } from "#core/members/member.ts";
import type { ChannelRef, Platform } from "#core/channel/channel-ref.ts";
import type { ChannelMonitorRpc } from "../durable-objects/rpc/channel-monitor-rpc.ts";
import type { ClipDeskRpc } from "../durable-objects/rpc/clip-desk-rpc.ts";
import type { ListenerRpc } from "../durable-objects/rpc/listener-rpc.ts";
import type { Remote } from "../durable-objects/rpc/remote.ts";
import type { TwitchAccountRpc } from "../durable-objects/rpc/twitch-account-rpc.ts";
import type { WorkspaceRpc } from "../durable-objects/rpc/workspace-rpc.ts";
import type { Config } from "../adapters/config.ts";
import type { HostLookUp } from "../adapters/http/look-up-host.ts";
import type { RelaySigner } from "../adapters/relay/relay-signer.ts";
import type { DatabaseStatus } from "../adapters/database/read-status.ts";

export interface Deps {
  readonly config: Config;
  readonly workspace: () => Remote<WorkspaceRpc>;
  readonly monitor: (channel: ChannelRef) => Remote<ChannelMonitorRpc>;
  readonly desk: (channel: ChannelRef) => Remote<ClipDeskRpc>;
  readonly listener: (name: string) => Remote<ListenerRpc>;
  readonly twitchAccount: (userId: string) => Remote<TwitchAccountRpc>;
  /** The name of the listener that hears a channel, at most a few seconds old; null when none does. */
  readonly listenerOf: (channel: ChannelRef) => Promise<string | null>;
  /** Clip files, posters and manifests. */
  readonly clips: R2Bucket;
  /** Static files of the pages. */
  readonly assets: Fetcher;
  /** Throws `database_unavailable`. */
  readonly readStatus: () => Promise<DatabaseStatus>;
  /** Asks the platform; null when it knows no such channel. */
  readonly findChannel: (platform: Platform, login: string) => Promise<Channel | null>;
  /** False when this caller has asked too often; `kind` picks the limit. */
  readonly mayCall: (kind: "public" | "member", caller: string) => Promise<boolean>;
  /** Null where the deployment has no key to derive one from. */
  readonly relaySigner: RelaySigner | null;
  /** The addresses a name has. */
  readonly lookUpHost: HostLookUp;
  readonly kickPublicKey: (refresh: boolean) => Promise<string>;
}

/** What every request carries on its way. */
export interface RequestVariables {
  deps: Deps;
  /** Null for someone who is not signed in. */
  member: Member | null;
}

export type AppEnv = { Variables: RequestVariables };
