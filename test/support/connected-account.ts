// A Twitch account as the tests connect it: a person consents on the simulator's page, the code is exchanged as the
// callback does it, and the wire between object and platform is watched and, where a test says so, answered by hand.
import { env } from "cloudflare:workers";
import { inject, vi } from "vitest";
import { type AccountPurpose, scopesFor } from "#core/accounts/connected-account.ts";
import { unwrap } from "#core/outcome.ts";
import { twitchAccountStub } from "./object-stubs.ts";
import { parseConfig, type PlatformApp } from "../../adapters/config.ts";
import { type ConnectedGrant, connectUrl, exchangeConnect } from "../../adapters/twitch/twitch-grant.ts";

/** The simulator's `hypecut_demo`. */
export const demoUserId = "90001";

export function twitchApp(): PlatformApp {
  const { twitch } = parseConfig({ ...env, ...inject("platformSettings") });
  if (!twitch) throw new Error("the tests have no Twitch");
  return twitch;
}

export async function consent(
  purposes: readonly AccountPurpose[],
  scopes: readonly string[] = scopesFor(purposes),
): Promise<ConnectedGrant> {
  const redirectUri = "http://localhost/auth/twitch/callback";
  const authorize = new URL(connectUrl(twitchApp(), redirectUri, "state", scopes));
  authorize.searchParams.set("login_as", "hypecut_demo");
  const agreed = await fetch(authorize, { redirect: "manual" });
  const url = new URL(agreed.headers.get("location") ?? "");
  return exchangeConnect(twitchApp(), { url, redirectUri, expectedState: "state" }, purposes);
}

export const accountStub = () => twitchAccountStub(env, demoUserId);

export async function connected(purposes: readonly AccountPurpose[] = ["editor"]): Promise<ConnectedGrant> {
  const grant = await consent(purposes);
  unwrap(await accountStub().connectAccount(grant));
  return grant;
}

/** At Twitch, as a person who disconnects the app does. */
export async function revokeAtTwitch(...tokens: readonly string[]): Promise<void> {
  for (const token of tokens) {
    const body = new URLSearchParams({ client_id: twitchApp().clientId, token });
    await fetch(`${twitchApp().idUrl}/oauth2/revoke`, { method: "POST", body });
  }
}

type Planned = (authorization: string) => Response | Promise<Response>;

export interface Wire {
  /** How often the end of a path was asked for since {@link watchWire} or {@link Wire.forget}. */
  count(path: string): number;
  forget(): void;
  /** The next requests of this path get these answers; later ones reach the simulator. */
  plan(path: string, ...answers: readonly Planned[]): void;
}

/** Stands until mocks are restored. */
export function watchWire(): Wire {
  const real = globalThis.fetch;
  const asked: string[] = [];
  const plans = new Map<string, Planned[]>();
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    asked.push(pathname);
    const [, plan] = [...plans].find(([path]) => pathname.endsWith(path)) ?? [];
    const answer = plan?.shift();
    if (answer) return answer(new Headers(init?.headers).get("authorization") ?? "");
    return real(input, init);
  });
  return {
    count: (path) => asked.filter((pathname) => pathname.endsWith(path)).length,
    forget: () => void asked.splice(0),
    plan: (path, ...answers) => void plans.set(path, [...answers]),
  };
}

export const helixError = (status: number) => () =>
  Response.json({ error: "No", status, message: "no" }, { status, headers: { "ratelimit-remaining": "700" } });
export const dropped = () => Promise.reject(new TypeError("connection lost"));
export const timedOut = () => Promise.reject(new DOMException("too slow", "TimeoutError"));
export const page = (status: number) => () =>
  new Response("<html>", { status, headers: { "content-type": "text/html" } });
