// What a desk keeps for good: candidates with their standing, and jobs. Every question has its index, because a desk that
// is years old is asked as often as a new one.
import { type CandidateState, candidateStateSchema } from "#core/clips/candidate/candidate.ts";
import { maxPendingCandidates } from "#core/clips/candidate/pending-candidates.ts";
import { type ClipJob, clipJobSchema } from "#core/clips/job/clip-job.ts";
import { type RefusedManager, refusedManagerSchema } from "#core/clips/twitch/refused-manager.ts";
import { KeyValue } from "../key-value.ts";
import { readStored } from "../read-stored.ts";

/** A page shows this many jobs; older ones are asked of the database. */
const shownJobs = 200;
/** So many candidates expire in one transaction; the alarm rings again for the others. */
const maxExpired = 200;

type Row = { id: string; body: string };

export class DeskStorage {
  readonly #sql: SqlStorage;
  readonly #values: KeyValue;
  /** The open jobs as last read, by their stored text: every call, answer and alarm asks for all of them. */
  #open: ReadonlyMap<string, ClipJob> = new Map();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#values = new KeyValue(sql);
    sql.exec(`
      CREATE TABLE IF NOT EXISTS candidates (
        id TEXT PRIMARY KEY, dedupe_key TEXT NOT NULL UNIQUE, status TEXT NOT NULL, created_at_ms INTEGER NOT NULL, body TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS jobs (
        id TEXT PRIMARY KEY, moment_id TEXT, clip_id TEXT NOT NULL, is_open INTEGER NOT NULL,
        created_at_ms INTEGER NOT NULL, body TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS open_jobs ON jobs (is_open);
      CREATE INDEX IF NOT EXISTS jobs_by_age ON jobs (created_at_ms);
      CREATE INDEX IF NOT EXISTS jobs_of_moments ON jobs (moment_id, created_at_ms);
      CREATE INDEX IF NOT EXISTS claimed_clips ON jobs (json_extract(body, '$.creation.twitchClipId'));
      CREATE INDEX IF NOT EXISTS pending_candidates ON candidates (status, created_at_ms);
      CREATE TABLE IF NOT EXISTS calls (job_id TEXT PRIMARY KEY);
    `);
  }

  candidate(id: string): CandidateState | null {
    return this.#candidates("SELECT * FROM candidates WHERE id = ?", id)[0] ?? null;
  }

  candidateByKey(dedupeKey: string): CandidateState | null {
    return this.#candidates("SELECT * FROM candidates WHERE dedupe_key = ?", dedupeKey)[0] ?? null;
  }

  /** The newest, as many as a page keeps, oldest first. */
  pendingCandidates(): CandidateState[] {
    return this.#candidates(
      `SELECT * FROM (SELECT * FROM candidates WHERE status = 'pending_approval' ORDER BY created_at_ms DESC LIMIT ?)
       ORDER BY created_at_ms`,
      maxPendingCandidates,
    );
  }

  /** At most {@link maxExpired} at a time, oldest first. */
  candidatesPendingSince(ms: number): CandidateState[] {
    const query =
      "SELECT * FROM candidates WHERE status = 'pending_approval' AND created_at_ms <= ? ORDER BY created_at_ms LIMIT ?";
    return this.#candidates(query, ms, maxExpired);
  }

  /** Nobody can decide about a candidate that cannot be read, and so nobody waits for it. Proposed again, it is readable. */
  forgetUnreadable(pendingSinceMs: number): void {
    const query =
      "SELECT id, body FROM candidates WHERE status = 'pending_approval' AND created_at_ms <= ? ORDER BY created_at_ms LIMIT ?";
    for (const row of this.#sql.exec<Row>(query, pendingSinceMs, maxExpired).toArray())
      if (!readCandidate(row)) this.#sql.exec("UPDATE candidates SET status = 'unreadable' WHERE id = ?", row.id);
  }

  oldestPendingMs(): number | null {
    const query = "SELECT MIN(created_at_ms) AS oldest FROM candidates WHERE status = 'pending_approval'";
    return this.#sql.exec<{ oldest: number | null }>(query).one().oldest;
  }

  saveCandidate(candidate: CandidateState, nowMs: number): void {
    this.#sql.exec(
      `INSERT INTO candidates (id, dedupe_key, status, created_at_ms, body) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, body = excluded.body
       ON CONFLICT (dedupe_key) DO UPDATE SET id = excluded.id, status = excluded.status, body = excluded.body`,
      candidate.candidateId,
      candidate.dedupeKey,
      candidate.status,
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
    const rows = this.#sql.exec<Row>("SELECT id, body FROM jobs WHERE is_open = 1").toArray();
    const read = rows.flatMap((row) => {
      const job = this.#open.get(row.body) ?? readJob(row);
      return job ? [[row.body, job] as const] : [];
    });
    this.#open = new Map(read);
    return [...this.#open.values()];
  }

  /** The public id the clip will have. It is not shown before the clip is ready: an id that works is a promise. */
  clipId(jobId: string): string {
    return this.#sql.exec<{ clip_id: string }>("SELECT clip_id FROM jobs WHERE id = ?", jobId).one().clip_id;
  }

  /** Which of these clips other jobs have. */
  claimedClips(twitchClipIds: readonly string[], exceptJobId: string): Set<string> {
    const query = `SELECT json_extract(body, '$.creation.twitchClipId') AS clip FROM jobs
      WHERE id <> ?1 AND json_extract(body, '$.creation.twitchClipId') IN (SELECT value FROM json_each(?2))`;
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

  /** The account that Twitch does not let manage the clips of this channel. */
  get refusedManager(): RefusedManager | null {
    return this.#values.get("refused-manager", refusedManagerSchema.nullable(), null);
  }
  set refusedManager(refused: RefusedManager | null) {
    this.#values.set("refused-manager", refused);
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

  #candidates(query: string, ...values: (string | number)[]): CandidateState[] {
    return this.#sql
      .exec<Row>(query, ...values)
      .toArray()
      .flatMap((row) => readCandidate(row) ?? []);
  }

  #jobs(query: string, ...values: (string | number)[]): ClipJob[] {
    return this.#sql
      .exec<Row>(query, ...values)
      .toArray()
      .flatMap((row) => readJob(row) ?? []);
  }
}

function readCandidate({ id, body }: Row): CandidateState | null {
  return readStored(candidateStateSchema, body, `candidate ${id}`);
}

function readJob({ id, body }: Row): ClipJob | null {
  return readStored(clipJobSchema, body, `clip job ${id}`);
}
