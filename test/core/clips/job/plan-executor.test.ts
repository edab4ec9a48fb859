// Who makes a clip, by what the deployment may do, how long ago it was, and how long it is.
import { expect, test } from "vitest";
import type { ClipContext } from "#core/clips/job/clip-context.ts";
import { defaultClipFlags } from "#core/clips/board/clip-flags.ts";
import { liveDurationSeconds, planExecutor, sendAtMs, streamLatencyMs } from "#core/clips/job/plan-executor.ts";
import { aJob } from "../../../support/clip-builders.ts";

const now = Date.UTC(2026, 0, 17, 16);
const live = { accountId: "1" };
const manage = { accountId: "2", editorId: "2" };
const kick = { platform: "kick", channelId: "1337" } as const;

type Case = [
  string,
  ReturnType<typeof planExecutor>,
  {
    context?: Partial<ClipContext["grants"]>;
    flags?: Partial<ClipContext["flags"]>;
    ago?: number;
    seconds?: number;
    channel?: typeof kick;
  },
];
const cases: Case[] = [
  ["a moment just over, with a live grant", "twitch_live", {}],
  ["one that ends in ten seconds", "twitch_live", { ago: -10 }],
  ["one so late that it just fits into Twitch's window", "twitch_live", { ago: 55 }],
  ["one a second later", "twitch_vod", { ago: 56 }],
  ["one a second later, without an editor's grant", "browser", { ago: 56, context: { manage: null } }],
  ["sixty seconds", "twitch_live", { seconds: 60 }],
  ["more than sixty seconds", "browser", { seconds: 60.1 }],
  ["no account", "browser", { context: { live: null, manage: null } }],
  ["only an editor's grant", "twitch_vod", { context: { live: null } }],
  ["Kick", "browser", { channel: kick }],
  ["a preference for recordings", "twitch_vod", { flags: { clip_mode_default: "vod" } }],
  [
    "a preference for recordings that cannot be had",
    "twitch_live",
    { flags: { clip_mode_default: "vod" }, context: { manage: null } },
  ],
  ["Twitch switched off", "wait", { flags: { clip_api_enabled: false } }],
  ["Twitch switched off where only a browser could", "browser", { flags: { clip_api_enabled: false }, seconds: 90 }],
  ["a clock that is hours behind", "twitch_vod", { ago: -7200 }],
];

test.each(cases)("%s: %s", (_, executor, { context = {}, flags = {}, ago = 0, seconds = 30, channel }) => {
  const toMs = now - ago * 1000;
  const range = { fromMs: toMs - seconds * 1000, toMs };
  const job = aJob({ range, requestedDurationSeconds: seconds, ...(channel ? { channel } : {}) });
  const whole = { flags: { ...defaultClipFlags, ...flags }, grants: { live, manage, ...context } };
  expect(planExecutor(job, whole, now)).toBe(executor);
});

test("a live clip is asked for when its end is in the stream as viewers see it, and longer when that is past", () => {
  const job = aJob({ range: { fromMs: now - 30_000, toMs: now } });
  expect(sendAtMs(job, now)).toBe(now + streamLatencyMs);
  expect(liveDurationSeconds(job, now + streamLatencyMs)).toBe(30);
  expect(liveDurationSeconds(job, now + streamLatencyMs + 12_340)).toBe(42.3);
  expect(liveDurationSeconds(job, now + 80_000)).toBe(60);
});
