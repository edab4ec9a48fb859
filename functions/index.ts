// The Worker's only wiring point: requests, queue messages and cron ticks to the code that answers them.
import { routePartykitRequest } from "partyserver";
import { AppError } from "#core/errors.ts";
import type { Channel } from "#core/channel/channel.ts";
import type { RecordSource } from "#core/outbox/record.ts";
import { unwrap } from "#core/outcome.ts";
import { parseChannelKey, type Platform } from "#core/channel/channel-ref.ts";
import { deskStub, listenerStub, monitorStub, twitchAccountStub, workspaceStub } from "../durable-objects/stubs.ts";
import { createApp } from "./app.ts";
import { type Config, parseConfig } from "../adapters/config.ts";
import { httpDatabase } from "../adapters/database/client.ts";
import { readStatus } from "../adapters/database/read-status.ts";
import { writeRecords } from "../adapters/database/write-records.ts";
import type { Deps } from "./deps.ts";
import { hostLookUp } from "../adapters/http/look-up-host.ts";
import { type AppTokenSource, withAppToken } from "../adapters/http/with-app-token.ts";
import { errorAnswer } from "./http/error-response.ts";
import { guardSocket } from "./http/guard-socket.ts";
import { socketRoom, withoutRouterHeaders } from "./http/socket-room.ts";
import { findKickChannel } from "../adapters/kick/kick-api.ts";
import { listenerDirectory } from "./listener-directory.ts";
import { kickPublicKey } from "../adapters/kick/public-key-cache.ts";
import { relaySigner } from "../adapters/relay/relay-signer.ts";
import { consumeDeadRecords } from "./queues/dead-records-consumer.ts";
import { consumeRecords } from "./queues/records-consumer.ts";
import { findTwitchChannel } from "../adapters/twitch/helix.ts";

export { ChannelMonitor } from "../durable-objects/channel-monitor/channel-monitor.ts";
export { ClipDesk } from "../durable-objects/clip-desk/clip-desk.ts";
export { Listener } from "../durable-objects/listener/listener.ts";
export { TwitchAccount } from "../durable-objects/twitch-account/twitch-account.ts";
export { Workspace } from "../durable-objects/workspace/workspace.ts";

export default {
  async fetch(request, env, context) {
    const { app, deps } = wired(env);
    const room = socketRoom(request);
    if (!room) return app.fetch(request, env, context);
    try {
      await guardSocket(request, room, deps);
      const answer = await routePartykitRequest(withoutRouterHeaders(request), env);
      return answer ?? errorAnswer(new AppError("not_found"), "/parties");
    } catch (error) {
      return errorAnswer(error, "/parties");
    }
  },

  async queue(batch, env) {
    const { deps } = wired(env);
    const owner = ({ object, key }: RecordSource) => {
      const channel = parseChannelKey(key);
      if (!channel) return null;
      return object === "ChannelMonitor" ? deps.monitor(channel) : deps.desk(channel);
    };
    const consume = batch.queue.endsWith("-dead") ? consumeDeadRecords : consumeRecords;
    await consume(batch, {
      write: (records) => writeRecords(database(deps.config), records),
      acknowledge: async (source, outboxIds) => owner(source)?.acknowledge(outboxIds),
      setAside: async (source, refused) => owner(source)?.setAside(refused),
      log: (entry) => console.warn(JSON.stringify(entry)),
    });
  },

  async scheduled(_event, env) {
    await workspaceStub(env).wakeAll();
  },
} satisfies ExportedHandler<Env>;

interface Wired {
  readonly deps: Deps;
  readonly app: ReturnType<typeof createApp>;
}

/** An isolate lives for many requests with the same `env`: settings are parsed and routes are built for the first. */
const known = new WeakMap<Env, Wired>();

function wired(env: Env): Wired {
  const present = known.get(env);
  if (present) return present;
  const deps = wire(env, parseConfig(env));
  const made = { deps, app: createApp(deps) };
  known.set(env, made);
  return made;
}

function wire(env: Env, config: Config): Deps {
  return {
    config,
    // A stub belongs to the request that made it.
    workspace: () => workspaceStub(env),
    monitor: (channel) => monitorStub(env, channel),
    desk: (channel) => deskStub(env, channel),
    listener: (name) => listenerStub(env, name),
    twitchAccount: (userId) => twitchAccountStub(env, userId),
    listenerOf: listenerDirectory(() => workspaceStub(env).channels()),
    clips: env.CLIPS,
    assets: env.ASSETS,
    readStatus: () => readStatus(database(config)),
    findChannel: (platform, login) => findChannel(env, config, platform, login),
    mayCall: async (kind, caller) =>
      (await (kind === "public" ? env.PUBLIC_RATE : env.MEMBER_RATE).limit({ key: caller })).success,
    relaySigner: config.tokenKey === null ? null : relaySigner(config.tokenKey),
    lookUpHost: hostLookUp(config.dnsUrl),
    kickPublicKey: (refresh) => kickPublicKey(config.kick?.apiUrl ?? null, refresh),
  };
}

async function findChannel(env: Env, config: Config, platform: Platform, login: string): Promise<Channel | null> {
  const app = config[platform];
  if (!app) throw new AppError("not_configured", `${platform} has not been set up on this deployment.`);
  const find = platform === "twitch" ? findTwitchChannel : findKickChannel;
  const tokenFor: AppTokenSource = async (rejected) => unwrap(await workspaceStub(env).appToken(platform, rejected));
  return withAppToken(tokenFor, (token) => find(app, token, login));
}

function database(config: Config) {
  if (!config.database) throw new AppError("database_unavailable", "No database has been set up on this deployment.");
  return httpDatabase(config.database);
}
