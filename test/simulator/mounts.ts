// Which service answers under which path, each with its own codes and tokens, its log and its failures.
import { clipFiles } from "./clip-files.ts";
import { createGrants } from "./grants.ts";
import { guarded, type Surroundings } from "./guarded.ts";
import type { HelixParts } from "./helix-answer.ts";
import { helix } from "./helix.ts";
import { hls, hlsName, isPlaylist, type HlsParts } from "./hls.ts";
import { kickApi } from "./kick-api.ts";
import { kickOauth } from "./kick-oauth.ts";
import type { KickSubscriptions } from "./kick-subscriptions.ts";
import { createRateBucket } from "./rate-bucket.ts";
import type { Mount } from "./router.ts";
import { twitchOauth, type OauthClient } from "./twitch-oauth.ts";
import type { ScriptedChannel } from "./world.ts";

interface Twitch extends Omit<HelixParts, "takePoint" | "takeCreation" | "takeDownload"> {
  readonly client: OauthClient;
  readonly helixPoints: number;
  readonly toldClientIds: ReadonlyMap<string, string>;
}

/** Clips that one user may make a minute, and download addresses the whole app may ask for. */
const CREATIONS_A_MINUTE = 600;
const DOWNLOADS_A_MINUTE = 100;

export function twitchMounts(around: Surroundings, { helixPoints, ...twitch }: Twitch): Mount[] {
  const { nowMs } = around;
  const buckets = {
    takePoint: createRateBucket(helixPoints, nowMs),
    takeCreation: createRateBucket(CREATIONS_A_MINUTE, nowMs),
    takeDownload: createRateBucket(DOWNLOADS_A_MINUTE, nowMs),
  };
  const id = guarded(around, "twitch_id", twitchOauth(twitch));
  const api = guarded(around, "helix", helix({ ...twitch, ...buckets }));
  return [
    { prefix: "/twitch/id/oauth2", serve: id },
    { prefix: "/twitch/api/helix", serve: api },
    { prefix: "/twitch/clips", serve: guarded(around, "twitch_clips", clipFiles(twitch.clips)) },
    // Where @twurple looks for a Twitch that runs on the same machine.
    { prefix: "/auth", serve: id },
    { prefix: "/mock", serve: api },
    { prefix: "/eventsub", serve: (ask, request) => api({ ...ask, path: `/eventsub${ask.path}` }, request) },
  ];
}

interface Kick {
  readonly client: OauthClient;
  readonly subscriptions: KickSubscriptions;
  readonly publicKeyPem: string;
  readonly channels: () => readonly ScriptedChannel[];
}

export function kickMounts(around: Surroundings, { client, subscriptions, publicKeyPem, channels }: Kick): Mount[] {
  const { nowMs } = around;
  const grants = createGrants(nowMs);
  return [
    { prefix: "/kick/id", serve: guarded(around, "kick_id", kickOauth(client, grants)) },
    {
      prefix: "/kick/api",
      serve: guarded(around, "kick_api", kickApi({ grants, subscriptions, publicKeyPem, nowMs, channels })),
    },
  ];
}

/** Playlists and segments fail apart from each other, so each is a service of its own. */
export function hlsMounts(around: Surroundings, parts: Omit<HlsParts, "isOpen">): Mount[] {
  const mount = (prefix: string, isOpen: boolean): Mount => {
    const pictures = hls({ ...parts, isOpen });
    const playlists = guarded(around, "hls_playlist", pictures, hlsName);
    const segments = guarded(around, "hls_segment", pictures, hlsName);
    return { prefix, serve: (ask, request) => (isPlaylist(ask) ? playlists : segments)(ask, request) };
  };
  // The same pictures, from a host that has never heard of CORS.
  return [mount("/hls", true), mount("/hls-closed", false)];
}
