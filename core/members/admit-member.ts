// Whom a sign-in lets in, and what it changes for the others.
import type { Identity, Member } from "#core/members/member.ts";

export interface Admitted {
  readonly member: Member;
  /** All members as they are from then on; those that stay as they were are the same objects. */
  readonly members: readonly Member[];
}

/**
 * Null when nobody let this account in. A known user id counts and no login, so that whoever takes over an abandoned
 * login inherits nothing. A login belongs to one account at a time, which is whoever has just proven to have it:
 *
 * - A member known by id who had it before has another name by now. They stay a member, their session goes on, and their
 *   login is null until they sign in again and tell it.
 * - A person who was named by it and has not signed in yet is this one: the naming has served, and a member known by id
 *   keeps the role they have.
 */
export function admitMember(members: readonly Member[], identity: Identity): Admitted | null {
  const { platform, userId, login, displayName } = identity;
  const isOn = (one: Member) => one.platform === platform;
  const known = members.find((one) => isOn(one) && one.userId === userId);
  const named = members.find((one) => isOn(one) && one.userId === null && one.login === login);
  const found = known ?? named;
  if (!found) return null;
  const member = { ...found, userId, login, displayName };
  const others = members
    .filter((one) => one !== known && one !== named)
    .map((one) => (isOn(one) && one.login === login ? { ...one, login: null } : one));
  return { member, members: [...others, member] };
}
