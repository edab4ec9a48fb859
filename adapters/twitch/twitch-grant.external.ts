// What Twitch's OAuth server answers, in its own words; only what we use. (dev.twitch.tv/docs/authentication)
import { z } from "zod";

const token = z.string().min(1).max(4000);
const scopes = z
  .array(z.string().max(80))
  .max(200)
  .transform((all) => all.slice(0, 40));
/** Seconds from now; Twitch leaves it out for tokens that do not end. */
const expiresIn = z.number().nonnegative().max(1e9).nullish();

export const twitchValidate = z.object({
  client_id: z.string().max(80),
  /** An app token has neither. */
  user_id: z.string().max(20),
  login: z.string().max(60),
  scopes: scopes.nullish(),
  expires_in: expiresIn,
});

export const twitchRefresh = z.object({
  access_token: token,
  refresh_token: token,
  scope: scopes.nullish(),
  expires_in: expiresIn,
});

export const twitchOauthError = z.object({ status: z.number(), message: z.string() });
