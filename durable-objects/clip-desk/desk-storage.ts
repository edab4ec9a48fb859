// What a desk keeps for good: jobs, calls under way, and candidates. Every question has its index, because a desk that is
// years old is asked as often as a new one.
import { type ClipJob, clipJobSchema } from "#core/clips/job/clip-job.ts";
import { type RefusedManager, refusedManagerSchema } from "#core/clips/twitch/refused-manager.ts";
import { KeyValue } from "../key-value.ts";
import { readStored } from "../read-stored.ts";
import { CandidateStorage } from "./candidate-storage.ts";

/** A page shows this many jobs; older ones are asked of the database. */
const shownJobs = 200;

type Row = { id: string; body: string };

export class DeskStorage {
  readonly candidates: CandidateStorage;
  readonly #sql: SqlStorage;
  readonly #values: KeyValue;
  /** The open jobs as last read, by their stored text: every call, answer and alarm asks for all of them. */
  #open: ReadonlyMap<string, ClipJob> = new Map();

  constructor(sql: SqlStorage) {
    this.candidates = new CandidateStorage(sql);
    this.#sql = sql;
    this.#values = new KeyValue(sql);
    sql.exec(`
      CREATE TABLE IF NOT EXISTS jobs (
        id TEXT PRIMARY KEY, moment_id TEXT, clip_id TEXT NOT NULL, is_open INTEGER NOT NULL,
        created_at_ms INTEGER NOT NULL, body TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS open_jobs ON jobs (is_open);
      CREATE INDEX IF NOT EXISTS jobs_by_age ON jobs (created_at_ms);
      CREATE INDEX IF NOT EXISTS jobs_of_moments ON jobs (moment_id, created_at_ms);
      CREATE INDEX IF NOT EXISTS claimed_clips ON jobs (json_extract(body, '$.creation.twitchClipId'));
      CREATE TABLE IF NOT EXISTS calls (job_id TEXT PRIMARY KEY);
    `);
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

  #jobs(query: string, ...values: (string | number)[]): ClipJob[] {
    return this.#sql
      .exec<Row>(query, ...values)
      .toArray()
      .flatMap((row) => readJob(row) ?? []);
  }
}

function readJob({ id, body }: Row): ClipJob | null {
  return readStored(clipJobSchema, body, `clip job ${id}`);
}
