// The demo world on one port: Twitch, Kick and their pictures, as a client meets them, run by one script.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAnnouncements } from "./announcements.ts";
import { createClipRules } from "./clip-rules.ts";
import { createClipStore } from "./clip-store.ts";
import { controlApi } from "./control-api.ts";
import { controlOf, type Control } from "./control.ts";
import { createDeliveries, promptDelivery } from "./delivery.ts";
import { createEventSub, type EventSubReport } from "./eventsub-webhooks.ts";
import { createFailures } from "./failures.ts";
import { createGrants } from "./grants.ts";
import { createInterventions } from "./interventions.ts";
import { createIrcServer } from "./irc-server.ts";
import { createKickSubscriptions } from "./kick-subscriptions.ts";
import { createKickWebhooks, type DeliveryReport } from "./kick-webhooks.ts";
import { hlsMounts, kickMounts, twitchMounts } from "./mounts.ts";
import { createOrders } from "./orders.ts";
import { createRequestLog, type RequestLog } from "./request-log.ts";
import { route, type Mount } from "./router.ts";
import { loopMsOf, readSample } from "./sample.ts";
import { createStage } from "./stage.ts";
import type { OauthClient } from "./twitch-oauth.ts";
import { createWorldView, type WorldView } from "./world-view.ts";
import { demoWorld } from "./world.ts";

export interface SimulatorOptions {
  /** 0: any free port. */
  readonly port: number;
  /** The folder of `sample.json` and its segments. */
  readonly mediaDirectory: string;
  readonly host?: string;
  readonly nowMs?: () => number;
  readonly seed?: string;
  /** From the start of the simulator to the first event in the picture; default 30 s. */
  readonly firstEventInMs?: number;
  /** The running broadcasts began at least this long before; default 60 s. */
  readonly streamAgeMs?: number;
  /** Segments in a playlist; default 10. */
  readonly windowSegments?: number;
  /** From the end of a segment to its appearance; default 500 ms. */
  readonly releaseDelayMs?: number;
  readonly twitchClient?: OauthClient;
  readonly kickClient?: OauthClient;
  /** Where Kick's deliveries go; null until it is set. */
  readonly kickWebhookUrl?: string | null;
  /** Pauses before the second and later tries of a delivery; default 0.5, 2 and 5 s. */
  readonly webhookRetryDelaysMs?: readonly number[];
  /** Helix points a minute; default 800. */
  readonly helixPoints?: number;
  /** How often due chat is sent; default 100 ms. */
  readonly chatEveryMs?: number;
}

export interface Simulator {
  readonly baseUrl: string;
  /** For the product's settings of the same names. */
  readonly urls: {
    readonly TWITCH_ID_URL: string;
    readonly TWITCH_API_URL: string;
    readonly TWITCH_IRC_URL: string;
    readonly KICK_ID_URL: string;
    readonly KICK_API_URL: string;
  };
  readonly twitchClient: OauthClient;
  readonly kickClient: OauthClient;
  /** Address of a channel's playlist. */
  hlsUrl(login: string): string;
  readonly world: WorldView;
  readonly control: Control;
  readonly log: RequestLog;
  readonly eventSubDeliveries: { reports(): readonly EventSubReport[]; settled(): Promise<void> };
  readonly kickDeliveries: { reports(): readonly DeliveryReport[]; settled(): Promise<void> };
  /** Sends the chat that is due without waiting for the timer. */
  tick(): void;
  close(): Promise<void>;
}

/** The apps the platforms know unless told otherwise. */
export const demoTwitchClient: OauthClient = { id: "hypecutdemotwitch", secret: "demo-secret-of-twitch" };
export const demoKickClient: OauthClient = { id: "hypecutdemokick", secret: "demo-secret-of-kick" };

/** Rejects when the media folder cannot be read or, with code `EADDRINUSE`, when the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { mediaDirectory, host = "127.0.0.1", nowMs = Date.now, seed = "hypecut" } = options;
  const { twitchClient = demoTwitchClient, kickClient = demoKickClient } = options;
  const sample = await readSample(mediaDirectory);
  const loop = { durationMs: loopMsOf(sample), events: sample.events };
  const { firstEventInMs = 30_000, streamAgeMs = 60_000 } = options;
  const stage = createStage(demoWorld({ sample, seed, startMs: nowMs(), firstEventInMs, streamAgeMs }));
  const around = {
    nowMs,
    log: createRequestLog(nowMs),
    failures: createFailures(),
    interventions: createInterventions(),
  };
  const webhookRetryDelaysMs = options.webhookRetryDelaysMs ?? [500, 2000, 5000];
  const twitch = {
    grants: createGrants(nowMs),
    toldClientIds: new Map<string, string>(),
    clips: createClipStore(nowMs),
    clipRules: createClipRules(),
    eventSub: createEventSub(around, webhookRetryDelaysMs),
  };
  const on = (platform: "twitch" | "kick") => () => stage.channels().filter((channel) => channel.platform === platform);

  const irc = createIrcServer(around, (login) => on("twitch")().find((channel) => channel.login === login));
  const subscriptions = createKickSubscriptions();
  const webhooks = await createKickWebhooks(around, subscriptions, {
    url: options.kickWebhookUrl ?? null,
    retryDelaysMs: webhookRetryDelaysMs,
  });

  const announcements = createAnnouncements({ irc, webhooks, eventSub: twitch.eventSub });
  const world = createWorldView(stage, twitch.clips);
  let delivery = promptDelivery;
  const orders = createOrders({
    ...around,
    ...twitch,
    stage,
    irc,
    webhooks,
    announcements,
    loop,
    seed,
    setDelivery: (value) => void (delivery = value),
  });
  const control = controlOf(orders);
  const due = createDeliveries();
  const tick = () => {
    for (const channel of stage.channels()) {
      announcements.chat(channel, due(channel, delivery, nowMs()));
    }
  };
  tick();

  const mounts: Mount[] = [
    ...twitchMounts(around, {
      ...twitch,
      nowMs,
      client: twitchClient,
      helixPoints: options.helixPoints ?? 800,
      channels: on("twitch"),
    }),
    ...kickMounts(around, {
      client: kickClient,
      subscriptions,
      publicKeyPem: webhooks.publicKeyPem,
      channels: on("kick"),
    }),
    ...hlsMounts(around, {
      sample,
      mediaDirectory,
      window: {
        segmentMs: Math.round(sample.segmentSeconds * 1000),
        loopSegments: sample.segments.length,
        windowSegments: options.windowSegments ?? 10,
        releaseDelayMs: options.releaseDelayMs ?? 500,
        endedForMs: 60_000,
      },
      nowMs,
      channelByLogin: stage.channelByLogin,
    }),
    { prefix: "/control", serve: controlApi(control, world, around.log) },
  ];

  const server = createServer((request, response) => {
    route(mounts, request, response).catch((error: unknown) => {
      console.error("simulator:", error);
      response.destroy();
    });
  });
  server.on("upgrade", (request, socket, head) => {
    // tmi.js and other ready-made clients cannot be given a path.
    const path = new URL(request.url ?? "/", "http://simulator").pathname;
    if (path === "/" || path === "/twitch/irc") irc.upgrade(request, socket, head);
    else socket.destroy();
  });
  try {
    await listen(server, options.port, host);
  } catch (error) {
    // Their timers would keep the process alive that was told the port is taken.
    irc.close();
    webhooks.close();
    twitch.eventSub.close();
    throw error;
  }
  const timer = setInterval(tick, options.chatEveryMs ?? 100);

  const baseUrl = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    baseUrl,
    urls: {
      TWITCH_ID_URL: `${baseUrl}/twitch/id`,
      TWITCH_API_URL: `${baseUrl}/twitch/api`,
      TWITCH_IRC_URL: `${baseUrl}/twitch/irc`,
      KICK_ID_URL: `${baseUrl}/kick/id`,
      KICK_API_URL: `${baseUrl}/kick/api`,
    },
    twitchClient,
    kickClient,
    hlsUrl: (login) => `${baseUrl}/hls/${login}/live.m3u8`,
    world,
    control,
    log: around.log,
    eventSubDeliveries: { reports: twitch.eventSub.reports, settled: twitch.eventSub.settled },
    kickDeliveries: { reports: webhooks.reports, settled: webhooks.settled },
    tick,
    async close() {
      clearInterval(timer);
      irc.close();
      webhooks.close();
      twitch.eventSub.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Requests that were told to hang would keep the server open for ever.
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Rejects when the port is taken. */
function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
