// Records as objects put them on the queue, with only what a test cares about to be said.
import type { DatabaseRecord } from "#core/outbox/record.ts";
import { aJob, type JobPart } from "./clip-builders.ts";

type RowOf<T extends DatabaseRecord["table"]> = Extract<DatabaseRecord, { table: T }>["row"];

const startMs = Date.UTC(2026, 0, 17, 12);
const channel = { platform: "twitch", channelId: "1337" } as const;

export function sessionRecord(revision: number, row: Partial<RowOf<"sessions">> = {}): DatabaseRecord {
  const whole = {
    ...channel,
    id: "twitch-1337-1",
    login: "neon_rally",
    number: 1,
    title: "Evening",
    streamId: null,
    startedAtMs: startMs,
    endedAtMs: null,
    viewerCount: 10,
    peakViewerCount: 10,
  };
  return { outboxId: revision, revision, table: "sessions", row: { ...whole, ...row } };
}

export function momentRecord(revision: number, row: Partial<RowOf<"moments">> = {}): DatabaseRecord {
  const atMs = startMs + 60_000;
  const trigger = {
    type: "chat_velocity",
    atMs,
    windowSeconds: 10,
    value: 87,
    baseline: 29,
    ratio: 3,
    unit: "messages",
    term: null,
  } as const;
  const whole = {
    id: "m1",
    sessionId: "twitch-1337-1",
    number: 1,
    channel,
    clipId: null,
    onsetMs: atMs - 5000,
    peakMs: atMs,
    detectedMs: atMs + 1000,
    streamElapsedSeconds: 60,
    score: 0.8,
    profile: "adaptive",
    explanation: "Three times the usual chat.",
    viewerCount: 10,
    triggers: [trigger],
  } as const;
  return { outboxId: revision, revision, table: "moments", row: { ...whole, triggers: [trigger], ...row } };
}

export function clipJobRecord(revision: number, part: JobPart = {}): DatabaseRecord {
  const range = { fromMs: startMs, toMs: startMs + 30_000 };
  const times = { streamStartedAtMs: startMs, createdAtMs: startMs, updatedAtMs: startMs };
  const row = aJob({ channel, candidateId: "a1", title: "Evening", range, ...times, ...part });
  return { outboxId: revision, revision, table: "clip_jobs", row };
}
