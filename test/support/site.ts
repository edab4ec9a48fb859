// Speaks to the Worker as a browser does: keeps cookies, names its origin, and signs in through the simulator.
import { exports } from "cloudflare:workers";

export const origin = "http://localhost";

/** JSON of a form that the test says by what it expects of it. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

export interface Visitor {
  /** A relative address; a body that is not a string or bytes is sent as JSON. */
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** As {@link Visitor.request}, for the status and the parsed JSON. */
  json(method: string, path: string, body?: unknown): Promise<{ status: number; body: Json }>;
  readonly cookies: ReadonlyMap<string, string>;
}

export function visitor(): Visitor {
  const cookies = new Map<string, string>();
  const request: Visitor["request"] = async (method, path, body, headers = {}) => {
    const isRaw = body === undefined || typeof body === "string" || body instanceof Uint8Array;
    const answer = await exports.default.fetch(
      new Request(new URL(path, origin), {
        method,
        redirect: "manual",
        ...(body === undefined ? {} : { body: isRaw ? (body as BodyInit) : JSON.stringify(body) }),
        headers: {
          origin,
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
          ...(isRaw ? {} : { "content-type": "application/json" }),
          ...headers,
        },
      }),
    );
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const name = pair.slice(0, pair.indexOf("="));
      const value = pair.slice(pair.indexOf("=") + 1);
      if (value === "" || /max-age=0/i.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  return {
    request,
    cookies,
    json: async (method, path, body) => {
      const answer = await request(method, path, body);
      const text = await answer.text();
      return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
    },
  };
}

/** Signs in on the simulator's page as one of its people; returns where the site sends them. */
export async function signIn(who: Visitor, login: string, returnTo = "/"): Promise<string | null> {
  const start = await who.request("GET", `/auth/twitch/start?return_to=${encodeURIComponent(returnTo)}`);
  const authorize = new URL(start.headers.get("location") ?? "");
  authorize.searchParams.set("login_as", login);
  const agreed = await fetch(authorize, { redirect: "manual" });
  const callback = new URL(agreed.headers.get("location") ?? "");
  return (await who.request("GET", callback.pathname + callback.search)).headers.get("location");
}

/** Signed in as the deployment's owner. */
export async function owner(): Promise<Visitor> {
  const who = visitor();
  await signIn(who, "hypecut_demo");
  return who;
}

/** Signed in with a role, by the only other person the simulator knows. */
export async function memberWithRole(role: "viewer" | "editor"): Promise<Visitor> {
  await (await owner()).json("POST", "/api/members", { platform: "twitch", login: "someone_else", role });
  const who = visitor();
  await signIn(who, "someone_else");
  return who;
}
