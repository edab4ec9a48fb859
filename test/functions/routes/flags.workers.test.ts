import { expect, test } from "vitest";
import { memberWithRole, owner } from "../../support/site.ts";

test("an owner throws a switch, everyone sees it, and it is in the figures at once", async () => {
  const [boss, viewer] = [await owner(), await memberWithRole("viewer")];
  const before = { clip_pipeline_enabled: true, clip_api_enabled: true, clip_mode_default: "live" };
  expect((await viewer.json("GET", "/api/flags")).body).toEqual({ flags: before });
  const after = { ...before, clip_api_enabled: false, clip_mode_default: "vod" };
  const wanted = { clip_api_enabled: false, clip_mode_default: "vod" };
  expect(await boss.json("PATCH", "/api/flags", wanted)).toEqual({ status: 200, body: { flags: after } });
  expect((await viewer.json("GET", "/api/flags")).body).toEqual({ flags: after });
  expect((await viewer.json("GET", "/api/observability")).body).toEqual({
    clips_token_valid: false,
    clips_scope_ok: false,
    clips_pipeline_enabled: true,
    clips_api_enabled: false,
    clip_mode_default: "vod",
    accounts: [],
    jobs: { approved: 0, queued: 0, creating: 0, polling: 0, ready: 0, failed: 0, expired: 0 },
    late: 0,
    pending_actions: 0,
    set_aside: 0,
    channels: 0,
    live: 0,
  });
});

test.each([{ clip_api_enabled: "no" }, { clip_mode_default: "later" }, { clips_api_enabled: false }, []])(
  "refuses %j and changes nothing",
  async (patch) => {
    const boss = await owner();
    const before = (await boss.json("GET", "/api/flags")).body;
    expect((await boss.json("PATCH", "/api/flags", patch)).body.error.code).toBe("bad_request");
    expect((await boss.json("GET", "/api/flags")).body).toEqual(before);
  },
);
