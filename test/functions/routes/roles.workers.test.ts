import { beforeAll, describe, expect, test } from "vitest";
import { memberWithRole, owner, type Visitor, visitor } from "../../support/site.ts";

// Every route of the interface, with the least role that may call it.
const routes = [
  ["GET", "/api/me", "viewer"],
  ["GET", "/api/channels", "viewer"],
  ["GET", "/api/channels/twitch/neon_rally", "viewer"],
  ["GET", "/api/channels/twitch/neon_rally/sessions", "viewer"],
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

test("no route is missing in this table", async () => {
  const { createApp } = await import("../../../functions/app.ts");
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
