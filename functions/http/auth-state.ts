// What a browser carries from the beginning of a sign-in, or of connecting an account, to the platform's answer: that it
// is the same browser, what the answer is for, and where to go on.
import type { Context } from "hono";
import { z } from "zod";
import { accountPurposes } from "#core/accounts/connected-account.ts";
import { parseJson } from "#core/text/parse-json.ts";
import { stateCookie } from "./session-cookie.ts";

const common = { state: z.string().max(100), returnTo: z.string().max(600) };

// The cookie holds the PKCE verifier as it is. Nobody but the browser that began the sign-in, and no script in it, can
// read it; PKCE guards the code against those who see only the address it travels in, and the exchange needs the client
// secret besides. It is gone after ten minutes, or with the first answer.
const authStateSchema = z.discriminatedUnion("flow", [
  z.object({ flow: z.literal("twitch_sign_in"), ...common }),
  z.object({ flow: z.literal("kick_sign_in"), ...common, codeVerifier: z.string().max(128) }),
  z.object({
    flow: z.literal("twitch_connect"),
    ...common,
    purposes: z.array(z.enum(accountPurposes)).min(1).max(2),
    /** Who began it, as `twitch:90001`: nobody finishes what another member of this browser has begun. */
    by: z.string().max(60),
  }),
]);
export type AuthState = z.infer<typeof authStateSchema>;

export const authState = {
  begin: (context: Context, value: AuthState): void => stateCookie.write(context, JSON.stringify(value)),
  /** What was begun in this browser, once; null when nothing was, or too long ago. */
  take: (context: Context): AuthState | null => {
    const cookie = stateCookie.read(context);
    stateCookie.clear(context);
    return authStateSchema.safeParse(parseJson(cookie ?? "")).data ?? null;
  },
};

/**
 * Only a path of this site: `return_to` comes from a link that anyone may have written. What is checked is the path as a
 * browser will read it, because `/..//host`, `/%2e%2e//host` and a tab in between all come down to `//host`.
 */
export function localPath(path: string | undefined): string {
  if (!path || !/^\/[\x21-\x7e]{0,500}$/.test(path)) return "/";
  // The name stands for this site, and for no other.
  const url = URL.parse(path, "https://here.invalid");
  if (url?.origin !== "https://here.invalid" || /^\/[/\\]/.test(url.pathname)) return "/";
  return url.pathname + url.search + url.hash;
}

/** The platform compares it letter by letter with the one it was told at the beginning. */
export function callbackAddress(platform: "twitch" | "kick", requestUrl: string): string {
  return new URL(`/auth/${platform}/callback`, requestUrl).href;
}
