// Turns a record into the row of its table.
import type { DatabaseRecord } from "#core/outbox/record.ts";
import type { candidatesTable, clipJobsTable, clipsTable, momentsTable, sessionsTable } from "./schema.ts";

type Of<T extends DatabaseRecord["table"]> = Extract<DatabaseRecord, { table: T }>;

export function sessionRow({ row, revision }: Of<"sessions">): typeof sessionsTable.$inferInsert {
  const { platform, channelId, login, id, number, title, viewerCount, peakViewerCount } = row;
  return {
    platform,
    channelId,
    login,
    id,
    number,
    title,
    viewerCount,
    peakViewerCount,
    startedAt: new Date(row.startedAtMs),
    endedAt: row.endedAtMs === null ? null : new Date(row.endedAtMs),
    isActive: row.endedAtMs === null,
    revision,
  };
}

export function momentRow({ row, revision }: Of<"moments">): typeof momentsTable.$inferInsert {
  const { id, sessionId, number, streamElapsedSeconds, score, profile, explanation, viewerCount } = row;
  return {
    id,
    sessionId,
    number,
    streamElapsedSeconds,
    score,
    profile,
    explanation,
    viewerCount,
    ...row.channel,
    onsetAt: new Date(row.onsetMs),
    peakAt: new Date(row.peakMs),
    detectedAt: new Date(row.detectedMs),
    spikeRatio: row.triggers[0]?.ratio ?? null,
    triggerType: row.triggers[0]?.type ?? "manual",
    triggerData: row.triggers,
    processed: row.clipId !== null,
    clipPath: row.clipId === null ? null : `/c/${row.clipId}`,
    revision,
  };
}

export function candidateRow({ row, revision }: Of<"candidates">): typeof candidatesTable.$inferInsert {
  const { dedupeKey, status, momentId, jobId, source, confidence, title } = row;
  const { kind, risk, mode, streamId, suggestedDurationSeconds, contextExcerpt } = row;
  return {
    id: row.candidateId,
    ...row.channel,
    ...{ kind, risk, mode, streamId, suggestedDurationSeconds, contextExcerpt },
    dedupeKey,
    status,
    momentId,
    jobId,
    source,
    sourceAt: new Date(row.sourceTsMs),
    confidence,
    title,
    revision,
  };
}

export function clipJobRow({ row, revision }: Of<"clip_jobs">): typeof clipJobsTable.$inferInsert {
  const { candidateId, sessionId, momentId, candidateSource, executor, status, title, attempts } = row;
  const { mode, streamId, requestedDurationSeconds, tries, manualRetries, creation } = row;
  return {
    id: row.jobId,
    ...row.channel,
    actionId: candidateId,
    ...{ sessionId, momentId, candidateSource, executor, status, title, attempts },
    ...{ mode, streamId, requestedDurationSeconds, tries, manualRetries },
    twitchClipId: creation?.twitchClipId ?? null,
    editUrl: creation?.editUrl ?? null,
    clipUrl: "clipUrl" in row ? row.clipUrl : null,
    isLate: "isLate" in row && row.isLate,
    fileCopy: "fileCopy" in row ? row.fileCopy.status : null,
    ...failureColumns(row),
    clipId: row.status === "ready" ? row.clipId : null,
    fromAt: new Date(row.range.fromMs),
    toAt: new Date(row.range.toMs),
    createdAt: new Date(row.createdAtMs),
    updatedAt: new Date(row.updatedAtMs),
    readyAt: row.status === "ready" ? new Date(row.readyAtMs) : null,
    revision,
  };
}

/** What support reads: a failure under the names of the runbook. */
function failureColumns(row: Of<"clip_jobs">["row"]) {
  const failure = "failure" in row ? row.failure : null;
  return {
    errorCode: failure?.code ?? null,
    errorReason: failure?.reason ?? null,
    errorDetail: failure?.detail ?? null,
    mayExist: failure?.mayExist ?? false,
  };
}

/** A job that is ready is also a clip; any other job is none. */
export function clipRow({ row, revision }: Of<"clip_jobs">): typeof clipsTable.$inferInsert | null {
  if (row.status !== "ready") return null;
  const { jobId, sessionId, momentId, title } = row;
  return {
    id: row.clipId,
    ...row.channel,
    jobId,
    sessionId,
    momentId,
    title,
    fromAt: new Date(row.range.fromMs),
    toAt: new Date(row.range.toMs),
    clipPath: `/c/${row.clipId}`,
    readyAt: new Date(row.readyAtMs),
    revision,
  };
}
