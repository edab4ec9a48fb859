// Who is let in and who is signed in. A session token is kept only as a hash, and ends with the membership.
import { AppError } from "#core/errors.ts";
import { admitMember } from "#core/members/admit-member.ts";
import { type Identity, type Member, memberId, memberSchema, type Role } from "#core/members/member.ts";
import type { Platform } from "#core/channel/channel-ref.ts";
import type { Config } from "../../adapters/config.ts";
import { sha256OfText } from "../../adapters/sha256.ts";
import { readRow } from "../read-stored.ts";

const signInLifetimeMs = 14 * 24 * 3_600_000;

type MemberRow = {
  platform: string;
  user_id: string | null;
  login: string | null;
  display_name: string;
  role: string;
};

export class Members {
  readonly #sql: SqlStorage;
  readonly #owner: Config["owner"];

  constructor(sql: SqlStorage, owner: Config["owner"]) {
    this.#sql = sql;
    this.#owner = owner;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS members (
        platform TEXT NOT NULL, key TEXT NOT NULL, user_id TEXT, login TEXT, display_name TEXT NOT NULL,
        role TEXT NOT NULL, PRIMARY KEY (platform, key));
      CREATE TABLE IF NOT EXISTS sign_ins (
        token_hash TEXT PRIMARY KEY, platform TEXT NOT NULL, user_id TEXT NOT NULL, expires_at_ms INTEGER NOT NULL);
    `);
  }

  /** The named owner is a member from the start, so that the first sign-in finds someone to let in. */
  list(): Member[] {
    const members = this.#sql
      .exec<MemberRow>("SELECT * FROM members ORDER BY platform, login, key")
      .toArray()
      .flatMap((row) => readMember(row) ?? []);
    if (!this.#owner || members.some((one) => one.role === "owner")) return members;
    return [...members, { ...this.#owner, userId: null, displayName: this.#owner.login, role: "owner" }];
  }

  /** Lets an identity in if a member matches it. Throws `not_a_member`. */
  async signIn(identity: Identity): Promise<{ token: string; expiresAtMs: number }> {
    const token = randomToken();
    const tokenHash = await sha256OfText(token);
    // Found and saved in one breath: a member who is removed in between must not come back by it.
    const before = this.list();
    const admitted = admitMember(before, identity);
    if (!admitted) throw new AppError("not_a_member");
    const expiresAtMs = Date.now() + signInLifetimeMs;
    this.#sql.exec("DELETE FROM sign_ins WHERE expires_at_ms <= ?", Date.now());
    this.#replace(before, admitted.members);
    const { platform, userId } = identity;
    this.#sql.exec("INSERT INTO sign_ins VALUES (?, ?, ?, ?)", tokenHash, platform, userId, expiresAtMs);
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
    return row ? readMember(row) : null;
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

  /** `key` is a {@link memberId}. Throws `conflict` where no owner would be left. */
  remove(platform: Platform, key: string): void {
    const members = this.list();
    const isThem = (one: Member): boolean => one.platform === platform && memberId(one) === key;
    const left = members.filter((one) => !isThem(one));
    requireAnOwner(left);
    this.#sql.exec("DELETE FROM sign_ins WHERE platform = ? AND user_id = ?", platform, key);
    this.#replace(members, left);
  }

  #replace(before: readonly Member[], after: readonly Member[]): void {
    for (const one of before) {
      if (!after.includes(one))
        this.#sql.exec("DELETE FROM members WHERE platform = ? AND key = ?", one.platform, memberId(one));
    }
    for (const one of after) if (!before.includes(one)) this.#save(one);
  }

  #save(member: Member): void {
    const { platform, userId, login, displayName, role } = member;
    this.#sql.exec(
      "INSERT OR REPLACE INTO members (platform, key, user_id, login, display_name, role) VALUES (?, ?, ?, ?, ?, ?)",
      platform,
      memberId(member),
      userId,
      login,
      displayName,
      role,
    );
  }
}

function requireAnOwner(members: readonly Member[]): void {
  if (!members.some((one) => one.role === "owner")) throw new AppError("conflict", "The last owner cannot be removed.");
}

/** Who cannot be read is not let in, and keeps nobody else out. */
function readMember(row: MemberRow): Member | null {
  const member = { ...row, userId: row.user_id, displayName: row.display_name };
  return readRow(memberSchema, member, `member ${row.platform}:${row.user_id ?? row.login}`);
}

function randomToken(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
