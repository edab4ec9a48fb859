// The deployment's settings and secrets, parsed once. The rest of the code receives values, never `env`.
import { z } from "zod";
import { parseChannelAddress } from "#core/channel/channel-address.ts";

const baseUrl = z.url().transform((url) => url.replace(/\/+$/, ""));
const text = z.string().max(2000).default("");
/** AES-256 in base64: 32 bytes are 43 letters and one sign of padding. */
const tokenKey = z.union([z.literal(""), z.string().regex(/^[A-Za-z0-9+/]{43}=$/, "must be 32 bytes in base64")]);
/** What Twitch takes as a webhook's secret. */
const eventSubSecret = z.union([
  z.literal(""),
  z.string().regex(/^[\x21-\x7e]{10,100}$/, "must be 10 to 100 of ASCII"),
]);

const schema = z.object({
  OWNER: text.transform((named, context) => {
    if (named === "") return null;
    const address = parseChannelAddress(named);
    if (address) return address;
    context.addIssue({ code: "custom", message: "OWNER must be platform:login, as in twitch:someone" });
    return z.NEVER;
  }),
  TWITCH_CLIENT_ID: text,
  TWITCH_CLIENT_SECRET: text,
  TWITCH_ID_URL: baseUrl,
  TWITCH_API_URL: baseUrl,
  TWITCH_IRC_URL: baseUrl,
  KICK_CLIENT_ID: text,
  KICK_CLIENT_SECRET: text,
  KICK_ID_URL: baseUrl,
  KICK_API_URL: baseUrl,
  TOKEN_KEY: tokenKey.default(""),
  EVENTSUB_SECRET: eventSubSecret.default(""),
  PUBLIC_URL: z.union([z.literal(""), baseUrl]).default(""),
  DNS_URL: baseUrl.default("https://cloudflare-dns.com/dns-query"),
  CLIP_WAIT_SECONDS: z.coerce.number().int().min(3).max(600).default(120),
  DATABASE_URL: text,
  NEON_PROXY: text,
});

export interface PlatformApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly idUrl: string;
  readonly apiUrl: string;
}

export interface Config {
  readonly owner: { readonly platform: "twitch" | "kick"; readonly login: string } | null;
  /** Null where the deployment has no client id and secret for the platform. */
  readonly twitch: (PlatformApp & { readonly ircUrl: string }) | null;
  readonly kick: PlatformApp | null;
  /** Encrypts tokens at rest; 32 bytes in base64. Null: no account can be connected. */
  readonly tokenKey: string | null;
  /** Signs what Twitch delivers to the webhook. */
  readonly eventSubSecret: string | null;
  /** The deployment's own address, which Twitch calls; null: chat comes by IRC only. */
  readonly publicUrl: string | null;
  /** Answers what a name resolves to, over HTTPS in the form of DNS-JSON. */
  readonly dnsUrl: string;
  /** How long a clip that does not appear, or a call without an answer, is followed. */
  readonly clipWaitMs: number;
  readonly database: { readonly url: string; readonly proxy: string | null } | null;
}

/** Throws with the names of the settings that are wrong: a deployment that cannot work should not start. */
export function parseConfig(env: unknown): Config {
  const parsed = schema.safeParse(env);
  if (!parsed.success) throw new Error(`Wrong settings: ${z.prettifyError(parsed.error)}`);
  const value = parsed.data;
  return {
    owner: value.OWNER,
    twitch:
      value.TWITCH_CLIENT_ID && value.TWITCH_CLIENT_SECRET
        ? {
            clientId: value.TWITCH_CLIENT_ID,
            clientSecret: value.TWITCH_CLIENT_SECRET,
            idUrl: value.TWITCH_ID_URL,
            apiUrl: value.TWITCH_API_URL,
            ircUrl: value.TWITCH_IRC_URL,
          }
        : null,
    kick:
      value.KICK_CLIENT_ID && value.KICK_CLIENT_SECRET
        ? {
            clientId: value.KICK_CLIENT_ID,
            clientSecret: value.KICK_CLIENT_SECRET,
            idUrl: value.KICK_ID_URL,
            apiUrl: value.KICK_API_URL,
          }
        : null,
    tokenKey: value.TOKEN_KEY || null,
    eventSubSecret: value.EVENTSUB_SECRET || null,
    publicUrl: value.PUBLIC_URL || null,
    dnsUrl: value.DNS_URL,
    clipWaitMs: value.CLIP_WAIT_SECONDS * 1000,
    database: value.DATABASE_URL ? { url: value.DATABASE_URL, proxy: value.NEON_PROXY || null } : null,
  };
}
