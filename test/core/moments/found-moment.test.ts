// What becomes of a moment that was found, and what a person who asks for a clip is refused.
import { expect, test } from "vitest";
import { manualMoment } from "#core/moments/manual-moment.ts";
import { momentOfDetector, momentOfPerson } from "#core/moments/found-moment.ts";
import { noSession, reportSession } from "#core/session/session-step.ts";

const startedAtMs = 1_000_000;
const report = {
  type: "live",
  atMs: startedAtMs,
  streamId: null,
  startedAtMs,
  title: "Evening",
  viewerCount: 7,
} as const;
const session = reportSession({ platform: "twitch", channelId: "1" }, noSession, report).state.session;
const range = { fromMs: startedAtMs + 10_000, toMs: startedAtMs + 40_000 };
const nowMs = startedAtMs + 60_000;
const on = { clip_pipeline_enabled: true };
const request = { range, title: "The jump", by: "ann", requestId: "r1" };

test("a clip that a person asks for is approved, and the same whenever the request is repeated", () => {
  expect(momentOfPerson(request, session, on, nowMs)).toEqual({
    found: manualMoment(range, "ann", nowMs, 7),
    id: "manual-r1",
    session,
    plan: { range, title: "The jump", isPreapproved: true, contextExcerpt: null },
  });
});

test("nothing is clipped of a channel that was never live, of what was not streamed, or while clipping is off", () => {
  const before = { fromMs: 1, toMs: 2 };
  expect(() => momentOfPerson(request, null, on, nowMs)).toThrow(expect.objectContaining({ code: "conflict" }));
  expect(() => momentOfPerson({ ...request, range: before }, session, on, nowMs)).toThrow(
    expect.objectContaining({ code: "bad_request" }),
  );
  expect(() => momentOfPerson(request, session, { clip_pipeline_enabled: false }, nowMs)).toThrow(
    expect.objectContaining({ code: "conflict" }),
  );
});

test("what the detector finds carries its excerpt and the channel's rule, and is nothing outside of the picture", () => {
  const moment = { ...manualMoment(range, "chat", nowMs, 7), score: 0.6 };
  const told = { type: "moment", id: "m1", moment, excerpt: "wow" } as const;
  const found = momentOfDetector(told, session, { autoApprove: true });
  expect(found).toMatchObject({ id: "m1", session, plan: { isPreapproved: true, contextExcerpt: "wow", title: null } });
  const rules = { minConfidence: 0.7, sources: [] };
  expect(momentOfDetector(told, session, { autoApprove: true, autoApproveRules: rules })?.plan.isPreapproved).toBe(
    false,
  );
  expect(momentOfDetector(told, null, { autoApprove: true })).toBeNull();
  expect(session && momentOfDetector(told, { ...session, endedAtMs: startedAtMs }, { autoApprove: true })).toBeNull();
});
