// The clip board: what waits for approval and the jobs at work, of all channels, as their desks last told it.
import { z } from "zod";
import { endedJobShownMs, jobEndedAtMs, maxBoardEntries } from "#core/clips/board/board-rules.ts";
import { replacesCandidate } from "#core/clips/candidate/candidate-step.ts";
import { replacesJob, withoutUpload } from "#core/clips/job/job-order.ts";
import { type ClipJob, clipJobSchema } from "#core/clips/job/clip-job.ts";
import { type CandidateState, candidateStateSchema, candidateStatuses } from "#core/clips/candidate/candidate.ts";
import type { ChannelRef } from "#core/channel/channel-ref.ts";
import type { ClipNote } from "../rpc/workspace-rpc.ts";
import { readRow, readStored } from "../read-stored.ts";

export class BoardStorage {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    // A candidate that is decided stays for a day, so that one told of late does not wait again.
    sql.exec(`
      CREATE TABLE IF NOT EXISTS board_candidates (
        candidate_id TEXT PRIMARY KEY, status TEXT NOT NULL, source_at_ms INTEGER NOT NULL, noted_at_ms INTEGER NOT NULL,
        body TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS board_jobs (
        job_id TEXT PRIMARY KEY, created_at_ms INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL, ended_at_ms INTEGER,
        body TEXT NOT NULL);
    `);
  }

  /** What waits for approval, and jobs that run or ended within a day; each oldest first. */
  now(nowMs: number): { candidates: CandidateState[]; jobs: ClipJob[] } {
    const candidates = this.#sql.exec<{ id: string; body: string }>(
      "SELECT candidate_id AS id, body FROM board_candidates WHERE status = 'pending_approval' ORDER BY source_at_ms, candidate_id",
    );
    const jobs = this.#sql.exec<{ id: string; body: string }>(
      "SELECT job_id AS id, body FROM board_jobs WHERE COALESCE(ended_at_ms, ?1) > ?1 - ?2 ORDER BY created_at_ms, job_id",
      nowMs,
      endedJobShownMs,
    );
    // A page refuses the whole of a snapshot for one entry that it cannot read.
    return {
      candidates: candidates
        .toArray()
        .flatMap(({ id, body }) => readStored(candidateStateSchema, body, `candidate ${id}`) ?? []),
      jobs: jobs.toArray().flatMap(({ id, body }) => readStored(clipJobSchema, body, `job ${id}`) ?? []),
    };
  }

  /** Nobody decides about the candidates of a channel that has been removed. */
  forget({ platform, channelId }: ChannelRef): void {
    this.#sql.exec(
      `DELETE FROM board_candidates WHERE status = 'pending_approval'
         AND json_extract(body, '$.channel.platform') = ?
         AND json_extract(body, '$.channel.channelId') = ?`,
      platform,
      channelId,
    );
  }

  /** Keeps what is new; returns that part of it. */
  note({ candidates, jobs }: ClipNote, nowMs: number): ClipNote {
    const changed = {
      candidates: candidates.filter((candidate) => this.#keepCandidate(candidate, nowMs)),
      jobs: jobs.map(withoutUpload).filter((job) => this.#keepJob(job, nowMs)),
    };
    this.#prune(nowMs);
    return changed;
  }

  #keepCandidate(candidate: CandidateState, nowMs: number): boolean {
    const { candidateId, sourceTsMs } = candidate;
    const body = JSON.stringify(candidate);
    const kept = this.#sql
      .exec<{ status: string; body: string }>(
        "SELECT status, body FROM board_candidates WHERE candidate_id = ?",
        candidateId,
      )
      .toArray()[0];
    const status = kept ? readRow(z.enum(candidateStatuses), kept.status, `candidate ${candidateId}`) : null;
    if (kept?.body === body || !replacesCandidate(status, candidate.status)) return false;
    this.#sql.exec(
      "INSERT OR REPLACE INTO board_candidates VALUES (?, ?, ?, ?, ?)",
      candidateId,
      candidate.status,
      sourceTsMs,
      nowMs,
      body,
    );
    return true;
  }

  #keepJob(job: ClipJob, nowMs: number): boolean {
    const body = JSON.stringify(job);
    const kept = this.#sql
      .exec<{ updatedAtMs: number; body: string }>(
        "SELECT updated_at_ms AS updatedAtMs, body FROM board_jobs WHERE job_id = ?",
        job.jobId,
      )
      .toArray()[0];
    if (kept?.body === body || !replacesJob(kept ?? null, job, nowMs)) return false;
    this.#sql.exec(
      "INSERT OR REPLACE INTO board_jobs VALUES (?, ?, ?, ?, ?)",
      job.jobId,
      job.createdAtMs,
      job.updatedAtMs,
      jobEndedAtMs(job),
      body,
    );
    return true;
  }

  /** Of too many, the oldest go, and jobs that have ended before those that run. */
  #prune(nowMs: number): void {
    const beforeMs = nowMs - endedJobShownMs;
    this.#sql.exec("DELETE FROM board_jobs WHERE ended_at_ms <= ?", beforeMs);
    this.#sql.exec("DELETE FROM board_candidates WHERE status <> 'pending_approval' AND noted_at_ms <= ?", beforeMs);
    this.#sql.exec(
      `DELETE FROM board_jobs WHERE job_id IN (
         SELECT job_id FROM board_jobs ORDER BY ended_at_ms IS NOT NULL, updated_at_ms DESC LIMIT -1 OFFSET ?)`,
      maxBoardEntries,
    );
    for (const comparison of ["=", "<>"]) {
      this.#sql.exec(
        `DELETE FROM board_candidates WHERE candidate_id IN (
           SELECT candidate_id FROM board_candidates WHERE status ${comparison} 'pending_approval'
           ORDER BY noted_at_ms DESC, source_at_ms DESC LIMIT -1 OFFSET ?)`,
        maxBoardEntries,
      );
    }
  }
}
