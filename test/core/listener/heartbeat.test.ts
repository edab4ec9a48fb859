import { expect, test } from "vitest";
import { assignListener } from "#core/listener/assign-listener.ts";
import {
  type HeartbeatState,
  idlePollMs,
  maxChannelsPerListener,
  planHeartbeat,
  pollEveryMs,
} from "#core/listener/heartbeat.ts";

const now = 1_700_000_000_000;
const idle: HeartbeatState = {
  platform: "twitch",
  channels: 3,
  liveChannels: 0,
  watchedChannels: 0,
  lastPollAtMs: now,
  lastPersistAtMs: now,
  lastReconcileAtMs: now,
  failedPolls: 0,
  retryAfterMs: null,
  detectorDeadlineMs: null,
};
const live: HeartbeatState = { ...idle, liveChannels: 1 };

test("the alarm is always armed while there are channels, and sooner the more there is to see", () => {
  expect(planHeartbeat({ ...idle, channels: 0 }, now).alarmAtMs).toBeNull();
  expect(planHeartbeat(idle, now).alarmAtMs).toBe(now + 60_000);
  expect(planHeartbeat(live, now).alarmAtMs).toBe(now + 10_000);
  expect(planHeartbeat({ ...live, watchedChannels: 1 }, now).alarmAtMs).toBe(now + 1000);
  expect(planHeartbeat({ ...live, detectorDeadlineMs: now + 3000 }, now).alarmAtMs).toBe(now + 3000);
});

test("a deadline in the past does not make a busy loop", () => {
  expect(planHeartbeat({ ...live, detectorDeadlineMs: now - 5000 }, now).alarmAtMs).toBe(now + 250);
});

test("polls Twitch every ten seconds while live and Kick once a minute", () => {
  expect(planHeartbeat(live, now + 9_999).isPollDue).toBe(false);
  expect(planHeartbeat(live, now + 10_000).isPollDue).toBe(true);
  expect(planHeartbeat({ ...live, platform: "kick" }, now + 59_999).isPollDue).toBe(false);
  expect(planHeartbeat(idle, now + idlePollMs).isPollDue).toBe(true);
});

test("failed polls back off up to five minutes and wait as long as the platform asks", () => {
  const after = (failedPolls: number, retryAfterMs: number | null = null) =>
    pollEveryMs({ ...live, failedPolls, retryAfterMs });
  expect([after(1), after(2), after(3), after(9)]).toEqual([10_000, 20_000, 40_000, 300_000]);
  expect(after(1, 45_000)).toBe(45_000);
  expect(after(1, 86_400_000)).toBe(300_000);
});

test("webhook subscriptions are compared every five minutes", () => {
  expect(planHeartbeat(idle, now + 299_999).isReconcileDue).toBe(false);
  expect(planHeartbeat(idle, now + 300_000).isReconcileDue).toBe(true);
});

test("a listener is filled before the next is begun, and a gap is filled first", () => {
  const full = Array.from({ length: maxChannelsPerListener }, () => "kick:0");
  expect(assignListener("kick", [])).toBe("kick:0");
  expect(assignListener("kick", full)).toBe("kick:1");
  expect(assignListener("kick", [...full.slice(1), "kick:1"])).toBe("kick:0");
  expect(assignListener("twitch", full)).toBe("twitch:0");
});
