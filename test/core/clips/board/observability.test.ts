import { expect, test } from "vitest";
import { type ConnectedAccount, scopesFor } from "#core/accounts/connected-account.ts";
import { defaultClipFlags } from "#core/clips/board/clip-flags.ts";
import { observabilityOf, type Observed } from "#core/clips/board/observability.ts";
import type { ChannelSummary } from "#core/channel/channel-summary.ts";
import { emptyFeed } from "#core/channel/feed.ts";
import { aJob } from "../../../support/clip-builders.ts";

const account = (part: Partial<ConnectedAccount> = {}): ConnectedAccount => ({
  userId: "1",
  login: "ann",
  displayName: "Ann",
  purposes: ["broadcaster"],
  scopes: scopesFor(["broadcaster"]),
  status: "valid",
  problem: null,
  validatedAtMs: 5,
  ...part,
});
const channel = (isLive: boolean): ChannelSummary => ({
  platform: "twitch",
  channelId: "1",
  login: "ann",
  displayName: "Ann",
  isLive,
  title: "",
  viewerCount: null,
  startedAtMs: null,
  moments: 0,
  clipsReady: 0,
  feed: emptyFeed,
});
const figures = (part: Partial<Observed> = {}) =>
  observabilityOf({
    flags: defaultClipFlags,
    accounts: [],
    jobs: [],
    pendingCandidates: 0,
    setAside: 0,
    channels: [],
    ...part,
  });

test("says whether clips can be made, what is switched on, and where the jobs stand", () => {
  expect(
    figures({
      flags: { clip_pipeline_enabled: true, clip_api_enabled: false, clip_mode_default: "vod" },
      accounts: [account()],
      jobs: [
        aJob({ status: "queued" }),
        aJob({ status: "polling", isLate: true }),
        aJob({ status: "polling" }),
        aJob({ status: "ready", executor: "twitch_live", isLate: true }),
      ],
      pendingCandidates: 3,
      setAside: 2,
      channels: [channel(true), channel(false)],
    }),
  ).toEqual({
    clips_token_valid: true,
    clips_scope_ok: true,
    clips_pipeline_enabled: true,
    clips_api_enabled: false,
    clip_mode_default: "vod",
    accounts: [{ userId: "1", login: "ann", status: "valid", problem: null, validatedAtMs: 5 }],
    jobs: { approved: 0, queued: 1, creating: 0, polling: 2, ready: 1, failed: 0, expired: 0 },
    late: 1,
    pending_actions: 3,
    set_aside: 2,
    channels: 2,
    live: 1,
  });
});

test.each<[string, ConnectedAccount[], boolean, boolean]>([
  ["nobody is connected", [], false, false],
  ["all stand", [account(), account({ userId: "2" })], true, true],
  ["one was revoked", [account(), account({ status: "revoked" })], false, true],
  ["one lacks scopes", [account({ status: "scopes_missing", scopes: ["clips:edit"] })], false, false],
  ["Twitch has named fewer scopes than needed", [account({ scopes: ["clips:edit"] })], true, false],
  ["Twitch could not be asked", [account({ status: "unreachable" })], false, true],
])("when %s", (_, accounts, tokenValid, scopeOk) => {
  const { clips_token_valid, clips_scope_ok } = figures({ accounts });
  expect([clips_token_valid, clips_scope_ok]).toEqual([tokenValid, scopeOk]);
});
