// Who is let in and who is signed in. A session token is kept only as a hash, and ends with the membership.
import { AppError } from "#core/errors.ts";
import { type Identity, type Member, memberFor, memberSchema, type Role } from "#core/members/member.ts";
import type { Platform } from "#core/channel/channel-ref.ts";
import type { Config } from "../../adapters/config.ts";
import { sha256OfText } from "../../adapters/sha256.ts";

const signInLifetimeMs = 14 * 24 * 3_600_000;

type MemberRow = { platform: string; user_id: string | null; login: string; display_name: string; role: string };

export class Members {
  readonly #sql: SqlStorage;
  readonly #owner: Config["owner"];

  constructor(sql: SqlStorage, owner: Config["owner"]) {
    this.#sql = sql;
    this.#owner = owner;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS members (
        platform TEXT NOT NULL, login TEXT NOT NULL, user_id TEXT, display_name TEXT NOT NULL, role TEXT NOT NULL,
        PRIMARY KEY (platform, login));
      CREATE TABLE IF NOT EXISTS sign_ins (
        token_hash TEXT PRIMARY KEY, platform TEXT NOT NULL, user_id TEXT NOT NULL, expires_at_ms INTEGER NOT NULL);
    `);
  }

  /** The named owner is a member from the start, so that the first sign-in finds someone to let in. */
  list(): Member[] {
    const members = this.#sql.exec<MemberRow>("SELECT * FROM members ORDER BY platform, login").toArray().map(toMember);
    if (!this.#owner || members.some((one) => one.role === "owner")) return members;
    return [...members, { ...this.#owner, userId: null, displayName: this.#owner.login, role: "owner" }];
  }

  /** Lets an identity in if a member matches it. Throws `not_a_member`. */
  async signIn(identity: Identity): Promise<{ token: string; expiresAtMs: number }> {
    const token = randomToken();
    const tokenHash = await sha256OfText(token);
    // Found and saved in one breath: a member who is removed in between must not come back by it.
    const member = memberFor(this.list(), identity);
    if (!member) throw new AppError("not_a_member");
    const expiresAtMs = Date.now() + signInLifetimeMs;
    this.#sql.exec("DELETE FROM sign_ins WHERE expires_at_ms <= ?", Date.now());
    this.#save(member);
    this.#sql.exec("INSERT INTO sign_ins VALUES (?, ?, ?, ?)", tokenHash, member.platform, member.userId, expiresAtMs);
    return { token, expiresAtMs };
  }

  async signOut(token: string): Promise<void> {
    this.#sql.exec("DELETE FROM sign_ins WHERE token_hash = ?", await sha256OfText(token));
  }

  async memberOf(token: string): Promise<Member | null> {
    return this.signedIn(await sha256OfText(token));
  }

  /** Who holds the session of this hash; null once it has ended. */
  signedIn(tokenHash: string): Member | null {
    const row = this.#sql
      .exec<MemberRow>(
        `SELECT members.* FROM sign_ins JOIN members USING (platform, user_id) WHERE token_hash = ? AND expires_at_ms > ?`,
        tokenHash,
        Date.now(),
      )
      .toArray()[0];
    return row ? toMember(row) : null;
  }

  /** Throws `conflict` where no owner would be left. */
  add(platform: Platform, login: string, role: Role): Member {
    const members = this.list();
    const known = members.find((one) => one.platform === platform && one.login === login);
    const member: Member = known ? { ...known, role } : { platform, userId: null, login, displayName: login, role };
    requireAnOwner([...members.filter((one) => one !== known), member]);
    this.#save(member);
    return member;
  }

  /** Throws `conflict` where no owner would be left. */
  remove(platform: Platform, login: string): void {
    const members = this.list();
    const isThem = (one: Member): boolean => one.platform === platform && one.login === login;
    requireAnOwner(members.filter((one) => !isThem(one)));
    const userId = members.find(isThem)?.userId;
    if (userId) this.#sql.exec("DELETE FROM sign_ins WHERE platform = ? AND user_id = ?", platform, userId);
    this.#sql.exec("DELETE FROM members WHERE platform = ? AND login = ?", platform, login);
  }

  #save(member: Member): void {
    const { platform, userId, login } = member;
    if (userId !== null) {
      // A person known by id may have changed their login, and taken one that another member has given up.
      this.#sql.exec("DELETE FROM members WHERE platform = ? AND user_id = ?", platform, userId);
      this.#sql.exec(
        "UPDATE members SET login = '~' || user_id WHERE platform = ? AND login = ? AND user_id IS NOT NULL",
        platform,
        login,
      );
    }
    this.#sql.exec(
      "INSERT OR REPLACE INTO members (platform, login, user_id, display_name, role) VALUES (?, ?, ?, ?, ?)",
      platform,
      login,
      userId,
      member.displayName,
      member.role,
    );
  }
}

function requireAnOwner(members: readonly Member[]): void {
  if (!members.some((one) => one.role === "owner")) throw new AppError("conflict", "The last owner cannot be removed.");
}

function toMember(row: MemberRow): Member {
  return memberSchema.parse({ ...row, userId: row.user_id, displayName: row.display_name });
}

function randomToken(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
