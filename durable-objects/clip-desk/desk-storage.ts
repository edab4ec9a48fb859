// What a desk keeps: candidates with their standing, and jobs.
import { candidateSchema, type CandidateStatus } from "#core/clips/candidate.ts";
import { type ClipJob, clipJobSchema } from "#core/clips/clip-job.ts";
import type { BoardAction } from "#core/live/board-message.ts";
import { asCandidate, asJob } from "./earlier-rows.ts";

/** A page shows this many jobs; older ones are asked of the database. */
const shownJobs = 200;

type CandidateRow = { body: string; status: CandidateStatus; job_id: string | null };
type JobRow = { body: string; clip_id: string };

export class DeskStorage {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS candidates (
        id TEXT PRIMARY KEY, dedupe_key TEXT NOT NULL UNIQUE, status TEXT NOT NULL, job_id TEXT,
        created_at_ms INTEGER NOT NULL, body TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS jobs (
        id TEXT PRIMARY KEY, moment_id TEXT, clip_id TEXT NOT NULL, is_open INTEGER NOT NULL,
        created_at_ms INTEGER NOT NULL, body TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS open_jobs ON jobs (is_open);
      CREATE TABLE IF NOT EXISTS calls (job_id TEXT PRIMARY KEY);
    `);
  }

  candidate(id: string): BoardAction | null {
    return this.#candidates("SELECT * FROM candidates WHERE id = ?", id)[0] ?? null;
  }

  candidateByKey(dedupeKey: string): BoardAction | null {
    return this.#candidates("SELECT * FROM candidates WHERE dedupe_key = ?", dedupeKey)[0] ?? null;
  }

  pendingCandidates(): BoardAction[] {
    return this.#candidates(
      "SELECT * FROM candidates WHERE status = 'pending_approval' ORDER BY created_at_ms LIMIT ?",
      shownJobs,
    );
  }

  /** At most {@link shownJobs} at a time, oldest first. */
  candidatesPendingSince(ms: number): BoardAction[] {
    const query =
      "SELECT * FROM candidates WHERE status = 'pending_approval' AND created_at_ms <= ? ORDER BY created_at_ms LIMIT ?";
    return this.#candidates(query, ms, shownJobs);
  }

  oldestPendingMs(): number | null {
    const query = "SELECT MIN(created_at_ms) AS oldest FROM candidates WHERE status = 'pending_approval'";
    return this.#sql.exec<{ oldest: number | null }>(query).one().oldest;
  }

  saveCandidate({ candidate, status, jobId }: BoardAction, nowMs: number): void {
    this.#sql.exec(
      `INSERT INTO candidates (id, dedupe_key, status, job_id, created_at_ms, body) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, job_id = excluded.job_id, body = excluded.body`,
      candidate.candidateId,
      candidate.dedupeKey,
      status,
      jobId,
      nowMs,
      JSON.stringify(candidate),
    );
  }

  job(jobId: string): ClipJob | null {
    return this.#jobs("SELECT * FROM jobs WHERE id = ?", jobId)[0] ?? null;
  }

  jobOfMoment(momentId: string): ClipJob | null {
    return (
      this.#jobs("SELECT * FROM jobs WHERE moment_id = ? ORDER BY created_at_ms DESC LIMIT 1", momentId)[0] ?? null
    );
  }

  /** The newest jobs, oldest first. */
  jobs(): ClipJob[] {
    return this.#jobs(
      "SELECT * FROM (SELECT * FROM jobs ORDER BY created_at_ms DESC LIMIT ?) ORDER BY created_at_ms",
      shownJobs,
    );
  }

  /** Those that the alarm has to know. */
  openJobs(): ClipJob[] {
    return this.#jobs("SELECT * FROM jobs WHERE is_open = 1");
  }

  /** The public id the clip will have. It is not shown before the clip is ready: an id that works is a promise. */
  clipId(jobId: string): string {
    return this.#sql.exec<{ clip_id: string }>("SELECT clip_id FROM jobs WHERE id = ?", jobId).one().clip_id;
  }

  /** Which of these clips other jobs have. */
  claimedClips(twitchClipIds: readonly string[], exceptJobId: string): Set<string> {
    const query = `SELECT json_extract(body, '$.twitch.twitchClipId') AS clip FROM jobs
      WHERE id <> ?1 AND json_extract(body, '$.twitch.twitchClipId') IN (SELECT value FROM json_each(?2))`;
    const rows = this.#sql.exec<{ clip: string }>(query, exceptJobId, JSON.stringify(twitchClipIds)).toArray();
    return new Set(rows.map(({ clip }) => clip));
  }

  /** Jobs with a call under way whose answer has not been stored. */
  calls(): string[] {
    return this.#sql
      .exec<{ job_id: string }>("SELECT job_id FROM calls")
      .toArray()
      .map((row) => row.job_id);
  }

  callBegins(jobId: string): void {
    this.#sql.exec("INSERT OR IGNORE INTO calls (job_id) VALUES (?)", jobId);
  }

  callEnds(jobId: string): void {
    this.#sql.exec("DELETE FROM calls WHERE job_id = ?", jobId);
  }

  saveJob(job: ClipJob, isOpen: boolean, clipId?: string): void {
    this.#sql.exec(
      `INSERT INTO jobs (id, moment_id, clip_id, is_open, created_at_ms, body) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET is_open = excluded.is_open, body = excluded.body`,
      job.jobId,
      job.momentId,
      clipId ?? "",
      isOpen ? 1 : 0,
      job.createdAtMs,
      JSON.stringify(job),
    );
  }

  #candidates(query: string, ...values: (string | number)[]): BoardAction[] {
    return this.#sql
      .exec<CandidateRow>(query, ...values)
      .toArray()
      .map((row) => ({
        candidate: candidateSchema.parse(asCandidate(JSON.parse(row.body))),
        status: row.status,
        jobId: row.job_id,
      }));
  }

  #jobs(query: string, ...values: (string | number)[]): ClipJob[] {
    return this.#sql
      .exec<JobRow>(query, ...values)
      .toArray()
      .map((row) => clipJobSchema.parse(asJob(JSON.parse(row.body))));
  }
}
