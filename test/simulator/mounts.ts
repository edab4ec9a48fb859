// Which service answers under which path, each with its own codes and tokens, its log and its failures.
import { createGrants } from "./grants.ts";
import { guarded, type Surroundings } from "./guarded.ts";
import { helix } from "./helix.ts";
import { hls, hlsName, isPlaylist, type HlsParts } from "./hls.ts";
import { kickApi } from "./kick-api.ts";
import { kickOauth } from "./kick-oauth.ts";
import type { KickSubscriptions } from "./kick-subscriptions.ts";
import { createRateBucket } from "./rate-bucket.ts";
import type { Mount } from "./router.ts";
import { twitchOauth, type OauthClient } from "./twitch-oauth.ts";
import type { ScriptedChannel } from "./world.ts";

interface Twitch {
  readonly client: OauthClient;
  readonly helixPoints: number;
  readonly channels: () => readonly ScriptedChannel[];
}

export function twitchMounts(around: Surroundings, { client, helixPoints, channels }: Twitch): Mount[] {
  const { nowMs } = around;
  const grants = createGrants(nowMs);
  const takePoint = createRateBucket(helixPoints, nowMs);
  const id = guarded(around, "twitch_id", twitchOauth(client, grants, nowMs));
  const api = guarded(around, "helix", helix({ grants, takePoint, nowMs, channels }));
  return [
    { prefix: "/twitch/id/oauth2", serve: id },
    { prefix: "/twitch/api/helix", serve: api },
    // Where @twurple looks for a Twitch that runs on the same machine.
    { prefix: "/auth", serve: id },
    { prefix: "/mock", serve: api },
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
export function hlsMount(around: Surroundings, parts: HlsParts): Mount {
  const pictures = hls(parts);
  const playlists = guarded(around, "hls_playlist", pictures, hlsName);
  const segments = guarded(around, "hls_segment", pictures, hlsName);
  return { prefix: "/hls", serve: (ask, request) => (isPlaylist(ask) ? playlists : segments)(ask, request) };
}
