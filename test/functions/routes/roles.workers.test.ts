import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { parseConfig } from "../../../adapters/config.ts";
import { createApp } from "../../../functions/app.ts";
import type { Deps } from "../../../functions/deps.ts";
import { memberWithRole, origin, owner, type Visitor, visitor } from "../../support/site.ts";

// Every route of the interface, with the least role that may call it.
const routes = [
  ["GET", "/api/me", "viewer"],
  ["GET", "/api/channels", "viewer"],
  ["GET", "/api/channels/twitch/neon_rally", "viewer"],
  ["GET", "/api/channels/twitch/neon_rally/sessions", "viewer"],
  ["GET", "/api/channels/twitch/neon_rally/relay", "viewer"],
  ["GET", "/api/relay/twitch/neon_rally/abc", "viewer"],
  ["GET", "/api/channels/twitch/neon_rally/sessions/twitch-1-1/seconds", "viewer"],
  ["GET", "/api/clip-jobs?platform=twitch&login=neon_rally", "viewer"],
  ["GET", "/api/action-queue?platform=twitch&login=neon_rally", "viewer"],
  ["GET", "/api/status", "viewer"],
  ["GET", "/api/accounts", "viewer"],
  ["GET", "/api/flags", "viewer"],
  ["GET", "/api/observability", "viewer"],
  ["POST", "/api/channels", "editor"],
  ["PATCH", "/api/channels/twitch/neon_rally/settings", "editor"],
  ["POST", "/api/channels/twitch/neon_rally/clip-now", "editor"],
  ["PUT", "/api/channels/twitch/neon_rally/moments/m-1/feedback", "editor"],
  ["GET", "/api/clip-jobs", "viewer"],
  ["GET", "/api/action-queue", "viewer"],
  ["POST", "/api/action-queue", "editor"],
  ["PATCH", "/api/action-queue/twitch-1-x", "editor"],
  ["POST", "/api/action-queue/twitch-1-x/approve", "editor"],
  ["POST", "/api/action-queue/twitch-1-x/reject", "editor"],
  ["POST", "/api/clip-jobs/twitch-1-x/retry", "editor"],
  ["POST", "/api/clip-jobs/twitch-1-x/lease", "editor"],
  ["PUT", "/api/clip-jobs/twitch-1-x/lease", "editor"],
  ["POST", "/api/clip-jobs/twitch-1-x/release", "editor"],
  ["POST", "/api/clip-jobs/twitch-1-x/fail", "editor"],
  ["POST", "/api/clip-jobs/twitch-1-x/upload", "editor"],
  ["PUT", "/api/clip-jobs/twitch-1-x/upload/parts/1?page_id=page-0001&upload_id=u", "editor"],
  ["PUT", "/api/clip-jobs/twitch-1-x/poster?page_id=page-0001", "editor"],
  ["POST", "/api/clip-jobs/twitch-1-x/upload/complete", "editor"],
  ["GET", "/auth/twitch/connect?purpose=editor", "editor"],
  ["POST", "/api/accounts/90001/validate", "editor"],
  ["GET", "/api/members", "owner"],
  ["PATCH", "/api/flags", "owner"],
  ["DELETE", "/api/accounts/90001", "owner"],
  ["POST", "/api/members", "owner"],
  ["DELETE", "/api/members/twitch/@nobody", "owner"],
  ["DELETE", "/api/channels/twitch/nobody", "owner"],
] as const;
const order = ["viewer", "editor", "owner"] as const;

let people: Record<"viewer" | "editor" | "owner", Visitor>;

beforeAll(async () => {
  // One person has one role at a time, so the two sign in one after the other and each is asked before the next change.
  people = { owner: await owner(), viewer: await memberWithRole("viewer"), editor: visitor() };
});

async function refusal(who: Visitor, method: string, path: string): Promise<string | null> {
  const answer = await who.json(method, path, method === "GET" || method === "DELETE" ? undefined : {});
  const code: string | undefined = answer.body?.error?.code;
  return code === "not_signed_in" || code === "forbidden_role" ? code : null;
}

describe.each(routes)("%s %s needs %s", (method, path, least) => {
  test("and says so to a stranger", async () => {
    expect(await refusal(visitor(), method, path)).toBe("not_signed_in");
  });
  test("and is open to exactly those roles", async () => {
    for (const role of ["viewer", "owner"] as const) {
      const expected = order.indexOf(role) >= order.indexOf(least) ? null : "forbidden_role";
      expect([role, await refusal(people[role], method, path)]).toEqual([role, expected]);
    }
  });
});

test("an editor may do what an editor may and nothing more", async () => {
  const editor = await memberWithRole("editor");
  for (const [method, path, least] of routes) {
    expect([method, path, await refusal(editor, method, path)]).toEqual([
      method,
      path,
      least === "owner" ? "forbidden_role" : null,
    ]);
  }
});

test("the last owner cannot be removed, and a removed member is signed out at once", async () => {
  const { owner: boss } = people;
  expect((await boss.json("DELETE", "/api/members/twitch/90001")).body.error.code).toBe("conflict");
  expect(
    (await boss.json("POST", "/api/members", { platform: "twitch", login: "hypecut_demo", role: "viewer" })).body.error
      .code,
  ).toBe("conflict");
  const editor = await memberWithRole("editor");
  expect((await boss.json("DELETE", "/api/members/twitch/90002")).status).toBe(204);
  expect((await editor.json("GET", "/api/me")).status).toBe(401);
});

test("no route is missing in this table", () => {
  const app = createApp({} as never);
  const named = (path: string) => path.replace(/\?.*$/, "").split("/").length;
  const api = app.routes.filter(
    (route) => route.path.startsWith("/api/") && !route.path.includes("*") && route.method !== "ALL",
  );
  const declared = new Set(api.map((route) => `${route.method} ${route.path}`));
  const covered = (declaredRoute: string) => {
    const [method, path = ""] = declaredRoute.split(" ");
    const pattern = new RegExp(`^${path.replace(/:[a-zA-Z]+/g, "[^/]+")}$`);
    return routes.some(([m, p]) => m === method && named(p) === named(path) && pattern.test(p.replace(/\?.*$/, "")));
  };
  expect([...declared].filter((route) => !covered(route))).toEqual([]);
});

describe("every route names a guard", () => {
  /** Nothing but the settings is there, and whoever is nobody has asked too often: a guard refuses before it needs more. */
  const guardsAlone: Pick<Deps, "config" | "mayCall"> = {
    config: parseConfig(env),
    mayCall: () => Promise.resolve(false),
  };
  const refusals = new Set(["not_signed_in", "rate_limited", "bad_signature"]);
  /** Open to everyone without a limit, and why. */
  const open = new Set([
    // Tells nothing, and whoever watches the deployment asks it often.
    "GET /healthz",
    // Asked for in many small ranges, which are not counted: the limit is on pages.
    "GET /c/:clipId/video.mp4",
    "GET /c/:clipId/poster.jpg",
    // Ends the caller's own session alone.
    "POST /auth/sign-out",
  ]);

  async function unguarded(app: ReturnType<typeof createApp>): Promise<string[]> {
    const found = new Set<string>();
    for (const { method, path } of app.routes) {
      if (method === "ALL" || open.has(`${method} ${path}`)) continue;
      const address = path.replace(":platform", "twitch").replaceAll(/:\w+/g, "x").replace("*", "x");
      const answer = await app.request(`${origin}${address}`, { method, headers: { origin } });
      const said = (await answer.json().catch(() => null)) as { error?: { code: string } } | null;
      if (!refusals.has(said?.error?.code ?? "")) found.add(`${method} ${path}`);
    }
    return [...found];
  }

  test("and the guard comes first", async () => {
    expect(await unguarded(createApp(guardsAlone as Deps))).toEqual([]);
  });

  test("and one that names none is found", async () => {
    const app = createApp(guardsAlone as Deps);
    app.get("/api/leak", (context) => context.json({ secret: true }));
    expect(await unguarded(app)).toEqual(["GET /api/leak"]);
  });
});

describe.each(["/parties/workspace/workspace", "/parties/channel-monitor/twitch:1337"])("the socket %s", (path) => {
  const knock = async (who: Visitor, from: string) => {
    const answer = await who.request("GET", path, undefined, { upgrade: "websocket", origin: from });
    return ((await answer.json()) as { error: { code: string } }).error.code;
  };

  test("is closed to whoever is not signed in, and to a page of another site", async () => {
    expect(await knock(visitor(), origin)).toBe("not_signed_in");
    expect(await knock(people.owner, "https://evil.example")).toBe("bad_origin");
  });
});
