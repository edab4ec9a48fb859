// Asks a platform for an app token (client credentials).
import { z } from "zod";
import type { Platform } from "#core/channel/channel-ref.ts";
import type { PlatformApp } from "../config.ts";
import { callJson } from "./call-json.ts";

export interface AppToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** Kick's documentation shows `expires_in` as text, Twitch sends a number. */
const answer = z.object({ access_token: z.string().min(1).max(4000), expires_in: z.coerce.number().nonnegative() });

const paths: Record<Platform, string> = { twitch: "/oauth2/token", kick: "/oauth/token" };

export async function requestAppToken(platform: Platform, app: PlatformApp, nowMs: number): Promise<AppToken> {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: app.clientId,
    client_secret: app.clientSecret,
  });
  const url = `${app.idUrl}${paths[platform]}`;
  const { access_token, expires_in } = await callJson(url, { method: "POST", body }, answer);
  return { token: access_token, expiresAtMs: nowMs + expires_in * 1000 };
}
