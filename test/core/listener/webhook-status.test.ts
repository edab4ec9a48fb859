import { describe, expect, test } from "vitest";
import { believesPoll, webhookStatus } from "#core/listener/webhook-status.ts";

const nowMs = 1_700_000_000_000;
const startedAtMs = nowMs - 60_000;
const polled = { streamId: "9", startedAtMs, title: "Night", viewerCount: 12 };

describe("a webhook about live status", () => {
  const online = { streamId: "9", isLive: true, startedAtMs, title: null };
  const times = { sentAtMs: nowMs, arrivedAtMs: nowMs };

  test("is believed while it is fresh and new, and keeps the title it does not tell", () => {
    expect(webhookStatus(online, times, { statusAtMs: nowMs - 1, live: polled })).toEqual({
      type: "believe",
      live: polled,
    });
    expect(webhookStatus(online, times, { statusAtMs: 0, live: null })).toEqual({
      type: "believe",
      live: { ...polled, title: "", viewerCount: null },
    });
    expect(webhookStatus({ ...online, isLive: false }, times, { statusAtMs: 0, live: polled })).toEqual({
      type: "believe",
      live: null,
    });
  });

  test("is no news when something newer is known, and asks when it is minutes old", () => {
    expect(webhookStatus(online, times, { statusAtMs: nowMs + 1, live: null })).toEqual({ type: "ignore" });
    const late = { sentAtMs: nowMs - 121_000, arrivedAtMs: nowMs };
    expect(webhookStatus(online, late, { statusAtMs: 0, live: null })).toEqual({ type: "ask" });
  });
});

describe("a poll after a webhook", () => {
  const told = { atMs: nowMs, isLive: true, startedAtMs };
  const known = { statusAtMs: nowMs, told };
  const ended = { statusAtMs: nowMs, told: { ...told, isLive: false } };

  test("does not end a stream that has only just been announced", () => {
    expect(believesPoll(null, nowMs + 89_000, known)).toBe(false);
    expect(believesPoll(null, nowMs + 90_000, known)).toBe(true);
    expect(believesPoll(polled, nowMs + 1000, known)).toBe(true);
  });

  test("does not revive a stream that has only just ended, and sees the next one", () => {
    expect(believesPoll(polled, nowMs + 89_000, ended)).toBe(false);
    expect(believesPoll(polled, nowMs + 90_000, ended)).toBe(true);
    expect(believesPoll(null, nowMs + 1000, ended)).toBe(true);
    expect(believesPoll({ ...polled, startedAtMs: nowMs + 500 }, nowMs + 1000, ended)).toBe(true);
  });

  test("counts where no webhook has spoken, unless something newer is known", () => {
    expect(believesPoll(null, nowMs, { statusAtMs: nowMs, told: null })).toBe(true);
    expect(believesPoll(null, nowMs, { statusAtMs: nowMs + 1, told: null })).toBe(false);
  });
});
