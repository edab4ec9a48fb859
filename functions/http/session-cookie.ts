// The two cookies of the site: the session, and the state of a sign-in under way.
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

// `__Host-` makes the browser insist on Secure, Path=/ and no Domain, so that no sibling host can plant a session.
const sessionName = "__Host-hypecut";
const stateName = "__Host-hypecut-state";
const stateSeconds = 600;
const attributes = { path: "/", secure: true, httpOnly: true, sameSite: "Lax" } as const;

export const sessionCookie = {
  read: (context: Context): string | undefined => getCookie(context, sessionName),
  write: (context: Context, token: string, expiresAtMs: number): void =>
    setCookie(context, sessionName, token, { ...attributes, expires: new Date(expiresAtMs) }),
  clear: (context: Context): void => void deleteCookie(context, sessionName, attributes),
};

export const stateCookie = {
  read: (context: Context): string | undefined => getCookie(context, stateName),
  write: (context: Context, value: string): void =>
    setCookie(context, stateName, value, { ...attributes, maxAge: stateSeconds }),
  clear: (context: Context): void => void deleteCookie(context, stateName, attributes),
};
