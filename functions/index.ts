// The Worker's only wiring point: requests, queue messages and cron ticks to the code that answers them.
import { routePartykitRequest } from "partyserver";
import { AppError } from "#core/errors.ts";
import { unwrap } from "#core/outcome.ts";
import { parseChannelKey, type Platform } from "#core/platform.ts";
import { deskStub, listenerStub, monitorStub, workspaceStub } from "../durable-objects/stubs.ts";
import { createApp } from "./app.ts";
import { type Config, parseConfig } from "./config.ts";
import { httpDatabase } from "./db/client.ts";
import { readStatus } from "./db/read-status.ts";
import { writeRecords } from "./db/write-records.ts";
import type { Deps } from "./deps.ts";
import { guardSocket } from "./http/guard-socket.ts";
import { findKickChannel } from "./kick/kick-api.ts";
import { kickPublicKey } from "./kick/public-key-cache.ts";
import { consumeDeadRecords } from "./queues/dead-records-consumer.ts";
import { consumeRecords } from "./queues/records-consumer.ts";
import { findTwitchChannel } from "./twitch/helix.ts";

export { ChannelMonitor } from "../durable-objects/channel-monitor/channel-monitor.ts";
export { ClipDesk } from "../durable-objects/clip-desk/clip-desk.ts";
export { Listener } from "../durable-objects/listener/listener.ts";
export { Workspace } from "../durable-objects/workspace/workspace.ts";

export default {
  async fetch(request, env, context) {
    const deps = wire(env);
    if (new URL(request.url).pathname.startsWith("/parties/")) {
      const answer = await routePartykitRequest(request, env, {
        onBeforeConnect: (connecting) => guardSocket(connecting, deps),
        onBeforeRequest: () => new Response(null, { status: 404 }),
      });
      return answer ?? new Response(null, { status: 404 });
    }
    return createApp(deps).fetch(request, env, context);
  },

  async queue(batch, env) {
    if (batch.queue.endsWith("-dead")) return consumeDeadRecords(batch);
    const config = parseConfig(env);
    await consumeRecords(batch, {
      write: (records) => writeRecords(database(config), records),
      acknowledge: async (source, outboxIds) => {
        const channel = parseChannelKey(source.key);
        if (!channel) return;
        if (source.object === "ChannelMonitor") await monitorStub(env, channel).acknowledge(outboxIds);
        else await deskStub(env, channel).acknowledge(outboxIds);
      },
      log: (entry) => console.warn(JSON.stringify(entry)),
    });
  },

  async scheduled(_event, env) {
    await workspaceStub(env).wakeListeners();
  },
} satisfies ExportedHandler<Env>;

function wire(env: Env): Deps {
  const config = parseConfig(env);
  return {
    config,
    workspace: workspaceStub(env),
    monitor: (channel) => monitorStub(env, channel),
    desk: (channel) => deskStub(env, channel),
    listener: (name) => listenerStub(env, name),
    clips: env.CLIPS,
    assets: env.ASSETS,
    readStatus: () => readStatus(database(config)),
    findChannel: (platform, login) => findChannel(env, config, platform, login),
    mayCall: async (kind, caller) =>
      (await (kind === "public" ? env.PUBLIC_RATE : env.MEMBER_RATE).limit({ key: caller })).success,
    kickPublicKey: (refresh) => kickPublicKey(config.kick?.apiUrl ?? null, refresh),
  };
}

async function findChannel(env: Env, config: Config, platform: Platform, login: string) {
  const app = config[platform];
  if (!app) throw new AppError("not_configured", `${platform} has not been set up on this deployment.`);
  const token = unwrap(await workspaceStub(env).appToken(platform, null));
  return platform === "twitch" ? findTwitchChannel(app, token, login) : findKickChannel(app, token, login);
}

function database(config: Config) {
  if (!config.database) throw new AppError("database_unavailable", "No database has been set up on this deployment.");
  return httpDatabase(config.database);
}
