// What routes may use: values and functions, wired once in index.ts. They never see `env`.
import type { Channel } from "#core/live/live-message.ts";
import type { Member } from "#core/members/member.ts";
import type { ChannelRef, Platform } from "#core/platform.ts";
import type { ChannelMonitor } from "../durable-objects/channel-monitor/channel-monitor.ts";
import type { ClipDesk } from "../durable-objects/clip-desk/clip-desk.ts";
import type { Listener } from "../durable-objects/listener/listener.ts";
import type { TwitchAccount } from "../durable-objects/twitch-account/twitch-account.ts";
import type { Workspace } from "../durable-objects/workspace/workspace.ts";
import type { Config } from "./config.ts";
import type { Status } from "./db/read-status.ts";

export interface Deps {
  readonly config: Config;
  readonly workspace: () => DurableObjectStub<Workspace>;
  readonly monitor: (channel: ChannelRef) => DurableObjectStub<ChannelMonitor>;
  readonly desk: (channel: ChannelRef) => DurableObjectStub<ClipDesk>;
  readonly listener: (name: string) => DurableObjectStub<Listener>;
  readonly twitchAccount: (userId: string) => DurableObjectStub<TwitchAccount>;
  /** The name of the listener that hears a channel, at most a few seconds old; null when none does. */
  readonly listenerOf: (channel: ChannelRef) => Promise<string | null>;
  /** Clip files, posters and manifests. */
  readonly clips: R2Bucket;
  /** Static files of the pages. */
  readonly assets: Fetcher;
  /** Throws `database_unavailable`. */
  readonly readStatus: () => Promise<Status>;
  /** Asks the platform; null when it knows no such channel. */
  readonly findChannel: (platform: Platform, login: string) => Promise<Channel | null>;
  /** False when this caller has asked too often; `kind` picks the limit. */
  readonly mayCall: (kind: "public" | "member", caller: string) => Promise<boolean>;
  readonly kickPublicKey: (refresh: boolean) => Promise<string>;
}

/** What every request carries on its way. */
export interface RequestVariables {
  deps: Deps;
  /** Null for someone who is not signed in. */
  member: Member | null;
}

export type AppEnv = { Variables: RequestVariables };
