// Candidates: what makes two the same, who may change one, and which are approved by rule.
import { describe, expect, test } from "vitest";
import { isPreapproved } from "#core/clips/candidate/approval-rule.ts";
import {
  approveCandidate,
  editCandidate,
  expireCandidate,
  proposed,
  rejectCandidate,
} from "#core/clips/candidate/candidate-step.ts";
import { candidateSchema, candidateStatuses } from "#core/clips/candidate/candidate.ts";
import { candidateFromWish } from "#core/clips/candidate/candidate-from-wish.ts";
import { dedupeKey } from "#core/clips/candidate/dedupe-key.ts";
import { AppError } from "#core/errors.ts";
import { aCandidate } from "../../../support/clip-builders.ts";

const waiting = proposed(aCandidate());
const atMs = Date.UTC(2026, 0, 17, 16);

describe("a candidate", () => {
  test("is decided about once, and rejecting twice is the same as once", () => {
    expect(approveCandidate(waiting, "job")).toMatchObject({ status: "approved", jobId: "job" });
    const rejected = rejectCandidate(waiting);
    expect(rejectCandidate(rejected)).toBe(rejected);
    for (const status of candidateStatuses.filter((one) => one !== "pending_approval")) {
      const decided = { ...waiting, status };
      expect(() => approveCandidate(decided, "job")).toThrow(AppError);
      expect(() => expireCandidate(decided)).toThrow(AppError);
      expect(() => editCandidate(decided, { title: "x" })).toThrow(AppError);
    }
  });

  test("gets longer at its start and keeps its end, and its title", () => {
    const edited = editCandidate(waiting, { durationSeconds: 42.5 });
    const { range, title } = waiting;
    expect(edited).toMatchObject({
      range: { fromMs: range.toMs - 42_500, toMs: range.toMs },
      suggestedDurationSeconds: 42.5,
      title,
    });
    expect(editCandidate(waiting, { title: "Better" })).toMatchObject({ range, title: "Better" });
  });
});

describe("the key of a wish", () => {
  const wish = { source: "manual", atMs, text: "What a save", momentId: null };
  const key = dedupeKey(wish);
  test("is the same for what a person means as the same", () => {
    expect(key).toMatch(/^[0-9a-f]{16}$/);
    expect(dedupeKey({ ...wish, text: "  WHAT a   save " })).toBe(key);
    expect(dedupeKey({ ...wish, atMs: atMs + 29_999 })).toBe(key);
  });
  test.each([
    ["source", { source: "keyword" }],
    ["half minute", { atMs: atMs + 30_000 }],
    ["text", { text: "Another" }],
    ["a repeated character", { text: "What a savee" }],
    ["moment", { momentId: "m1" }],
  ])("differs by %s", (_, part) => expect(dedupeKey({ ...wish, ...part })).not.toBe(key));
  test("is spread: ten thousand wishes have as many keys", () => {
    const keys = Array.from({ length: 10_000 }, (_, n) => dedupeKey({ ...wish, momentId: `m${n}` }));
    expect(new Set(keys).size).toBe(10_000);
  });
});

test("a wish through the interface is a whole candidate, and the same wish the same one", () => {
  const channel = { platform: "twitch", channelId: "1337", login: "someone", displayName: "Someone" } as const;
  const session = {
    ...({
      platform: "twitch",
      channelId: "1337",
      id: "twitch-1337-1",
      streamId: "4101",
      number: 1,
      title: "",
    } as const),
    ...{ startedAtMs: atMs - 600_000, endedAtMs: null, viewerCount: null, peakViewerCount: 0 },
  };
  const wish = {
    range: { fromMs: atMs - 30_000, toMs: atMs },
    title: null,
    contextExcerpt: "wow",
    confidence: 0.7,
    source: "autonomy_goal",
  } as const;
  const made = candidateFromWish(wish, { channel, session, nowMs: atMs });
  expect(candidateSchema.parse(made)).toEqual(made);
  expect(made).toMatchObject({
    mode: "live",
    streamId: "4101",
    title: "Someone at 9m 30s",
    suggestedDurationSeconds: 30,
  });
  expect(candidateFromWish(wish, { channel, session, nowMs: atMs + 60_000 }).candidateId).toBe(made.candidateId);
  expect(candidateFromWish(wish, { channel, session, nowMs: atMs + 60_000 }).mode).toBe("vod");

  const over = { ...session, endedAtMs: atMs + 5_000 };
  const of =
    (fromMs: number, stream: typeof session | typeof over = session) =>
    () =>
      candidateFromWish(
        { ...wish, range: { fromMs, toMs: fromMs + 30_000 } },
        { channel, session: stream, nowMs: atMs },
      );
  // The first seconds of a stream have a moment whose span begins before it.
  expect(of(session.startedAtMs - 29_999)).not.toThrow();
  expect(of(session.startedAtMs - 30_000)).toThrow("before the channel's latest stream");
  expect(of(atMs - 1)).not.toThrow();
  expect(of(atMs)).toThrow("has not been streamed");
  expect(of(over.endedAtMs - 1, over)).not.toThrow();
  expect(of(over.endedAtMs, over)).toThrow("has not been streamed");
});

test.each([
  ["off", { autoApprove: false, autoApproveRules: { minConfidence: 0, sources: ["keyword" as const] } }, false],
  ["on without rules", { autoApprove: true }, true],
  [
    "sure enough and of a named source",
    { autoApprove: true, autoApproveRules: { minConfidence: 0.8, sources: ["keyword" as const] } },
    true,
  ],
  [
    "not sure enough",
    { autoApprove: true, autoApproveRules: { minConfidence: 0.81, sources: ["keyword" as const] } },
    false,
  ],
  [
    "of another source",
    { autoApprove: true, autoApproveRules: { minConfidence: 0, sources: ["chat_spike" as const] } },
    false,
  ],
])("a channel's rule, %s", (_, settings, expected) => {
  expect(isPreapproved(settings, { source: "keyword", confidence: 0.8 })).toBe(expected);
});
