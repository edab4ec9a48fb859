// Calls the simulated Twitch as an app does: signs somebody in, and asks Helix with the token.
import type { SmallWorld } from "./small-world.ts";

export interface HelixAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Null when the body is no JSON. */
  readonly body: { data: Record<string, unknown>[]; message?: string; pagination?: { cursor?: string } } | null;
}

export interface TwitchCaller {
  /** An access token of a user with these scopes, in one string. */
  userToken(login: string, scopes?: string): Promise<string>;
  userTokens(login: string, scopes?: string): Promise<{ access_token: string; refresh_token: string }>;
  appToken(): Promise<string>;
  token(fields: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }>;
  /** `ask(token, "POST /clips", { broadcaster_id: "70001" })`; a list repeats its parameter. */
  ask(
    token: string,
    endpoint: string,
    query?: Record<string, string | number | readonly string[]>,
    body?: unknown,
  ): Promise<HelixAnswer>;
}

const BACK = "http://localhost:8787/auth/twitch/callback";

export function twitchCaller(world: SmallWorld): TwitchCaller {
  const { id, secret } = world.twitchClient;
  const token = async (fields: Record<string, string>) => {
    const body = new URLSearchParams({ client_id: id, client_secret: secret, ...fields });
    const answer = await fetch(`${world.urls.TWITCH_ID_URL}/oauth2/token`, { method: "POST", body });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const userTokens = async (login: string, scope = "") => {
    const query = { response_type: "code", client_id: id, redirect_uri: BACK, scope, state: "s", login_as: login };
    const url = `${world.urls.TWITCH_ID_URL}/oauth2/authorize?${new URLSearchParams(query)}`;
    const answer = await fetch(url, { redirect: "manual" });
    const code = new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
    const { body } = await token({ grant_type: "authorization_code", redirect_uri: BACK, code });
    return body as { access_token: string; refresh_token: string };
  };
  return {
    token,
    userTokens,
    userToken: async (login, scopes) => (await userTokens(login, scopes)).access_token,
    appToken: async () => String((await token({ grant_type: "client_credentials" })).body.access_token),
    async ask(access, endpoint, query = {}, body) {
      const [method = "", path = ""] = endpoint.split(" ");
      const search = new URLSearchParams();
      for (const [name, value] of Object.entries(query))
        for (const one of [value].flat()) search.append(name, String(one));
      const answer = await fetch(`${world.urls.TWITCH_API_URL}/helix${path}?${search}`, {
        method,
        headers: { authorization: `Bearer ${access}`, "client-id": id, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, text, body: parsed(text) };
    },
  };
}

function parsed(text: string): HelixAnswer["body"] {
  try {
    return JSON.parse(text) as HelixAnswer["body"];
  } catch {
    return null;
  }
}
